/** When something is to be done: at a time of day, on all or some days of the week, by the clock of a place. */
export interface Times {
	/** `HH:MM`. */
	time: string;
	/** 0 (Sunday) to 6; empty: each day. */
	days: readonly number[];
	/** IANA. */
	timeZone: string;
}

const dayMs = 24 * 3_600_000;

/**
 * The first of the times after `after`, in Unix milliseconds. A time that a change of the clocks skips is as much later; one that comes
 * twice is its first.
 */
export function nextRun({ time, days, timeZone }: Times, after: number): number {
	const [hour = 0, minute = 0] = time.split(":").map(Number);
	const today = Math.floor(wallTimeAt(after, timeZone) / dayMs) * dayMs;
	for (let day = 0; ; day++) {
		const date = today + day * dayMs;
		const isMeant = days.length === 0 || days.includes(new Date(date).getUTCDay());
		const at = instantOf(date + hour * 3_600_000 + minute * 60_000, timeZone);
		// A week has each day; without one that exists this would not end.
		if ((isMeant || day > 14) && at > after) return at;
	}
}

export function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat("en-US", { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** The instant at which clocks in the zone show `wall` (as if it were UTC). */
function instantOf(wall: number, timeZone: string): number {
	const offsets = [wall - dayMs, wall + dayMs].map((near) => wallTimeAt(near, timeZone) - near);
	const instants = offsets.map((offset) => wall - offset);
	const real = instants.filter((instant) => wallTimeAt(instant, timeZone) === wall);
	return real.length > 0 ? Math.min(...real) : Math.max(...instants);
}

/** What clocks in the zone show at an instant, as if it were UTC. In whole seconds. */
function wallTimeAt(instant: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone,
		calendar: "iso8601",
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	}).formatToParts(instant);
	const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
	return Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"), value("second"));
}
