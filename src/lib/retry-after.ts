/** RFC 9110 5.6.7: IMF-fixdate, and the two older forms that a recipient must still read. All begin with the day's name. */
const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s/i;

/**
 * Seconds that the header `Retry-After` asks to wait, given as a number or a date; 0 for a date that is past. Undefined
 * where it is missing or says neither: then the caller has a default.
 */
export function retryAfterSeconds(header: string | null | undefined, nowMs: number): number | undefined {
	const said = header?.trim() ?? "";
	if (/^\d+(?:\.\d+)?$/.test(said)) return Number(said);
	// `Date.parse` makes a date of almost any text with a number in it.
	if (!httpDate.test(said)) return undefined;
	const at = Date.parse(/(?:GMT|UTC|[+-]\d{4})$/i.test(said) ? said : `${said} GMT`);
	return Number.isNaN(at) ? undefined : Math.max(0, (at - nowMs) / 1000);
}
