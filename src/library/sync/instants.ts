/*
 * Times as Paperless-ngx writes them: ISO 8601 with microseconds and the offset of the server's own zone. The same instant may come as
 * another text once the zone is changed.
 */

/** Microseconds since 1970; undefined for a text that names no instant. */
export function toMicroseconds(text: string): number | undefined {
	const fraction = /\.(\d+)/.exec(text);
	const seconds = Date.parse(fraction === null ? text : text.replace(fraction[0], ""));
	if (Number.isNaN(seconds)) return undefined;
	return seconds * 1000 + Number((fraction?.[1] ?? "").padEnd(6, "0").slice(0, 6));
}

export function isSameInstant(a: string, b: string): boolean {
	if (a === b) return true;
	const [left, right] = [toMicroseconds(a), toMicroseconds(b)];
	return left !== undefined && left === right;
}

/** The latest of them in Unix milliseconds; null where none is an instant. */
export function latestOf(texts: readonly string[]): number | null {
	const known = texts.map(toMicroseconds).filter((instant) => instant !== undefined);
	return known.length === 0 ? null : Math.floor(Math.max(...known) / 1000);
}

/** Whether `text` names an instant before `ms`. Of a text that is none nothing can be said. */
export function isBefore(text: string, ms: number): boolean {
	const instant = toMicroseconds(text);
	return instant !== undefined && instant < ms * 1000;
}
