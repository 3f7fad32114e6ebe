/** Unix milliseconds as UTC ISO 8601 in whole seconds, fraction dropped: `2026-03-08T12:00:00Z`. */
export function toIsoSeconds(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
