/** A moment in whole microseconds since 1970, as the server keeps it; safe in a number until the year 2255. */
export type Micros = number;

const perMinute = 60_000_000;
const pad = (value: number, digits: number) => String(value).padStart(digits, "0");

/** "2026-11-21T20:57:14.459826Z"; other zones as "+01:00". A moment without fractions is written without them. */
export function toIso(at: Micros, zoneMinutes = 0): string {
	const local = at + zoneMinutes * perMinute;
	const fraction = ((local % 1_000_000) + 1_000_000) % 1_000_000;
	const seconds = new Date((local - fraction) / 1000).toISOString().slice(0, 19);
	return `${seconds}${fraction === 0 ? "" : `.${pad(fraction, 6)}`}${zoneText(zoneMinutes)}`;
}

/** The day of a moment in the server's zone, "2026-11-21". */
export function dayOf(at: Micros, zoneMinutes = 0): string {
	return toIso(at + zoneMinutes * perMinute).slice(0, 10);
}

function zoneText(minutes: number): string {
	if (minutes === 0) return "Z";
	const size = Math.abs(minutes);
	return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}

/** A date, or a date with a time and perhaps a zone; without a zone it is the server's. Undefined: no such moment. */
export function parseMoment(text: string, zoneMinutes = 0): Micros | undefined {
	const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(
		text.trim(),
	);
	if (match === null) return undefined;
	const [, day = "", hour = "00", minute = "00", second = "00", fraction = "", zone] = match;
	if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const atZero = Date.parse(`${day}T${hour}:${minute}:${second}Z`) * 1000 + Number(fraction.padEnd(6, "0"));
	return atZero - (zone === undefined ? zoneMinutes : minutesOf(zone)) * perMinute;
}

function minutesOf(zone: string): number {
	if (zone === "Z") return 0;
	const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
	return zone.startsWith("-") ? -size : size;
}

/** Whether the text is a day of the calendar, "2024-02-29". */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
