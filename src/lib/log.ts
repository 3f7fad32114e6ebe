/**
 * One line for the log: what was being done, and the error with its causes. A failed query is shown by its text and never
 * by its parameters, which hold hashes, tokens and addresses.
 */
export function logError(doing: string, error: unknown): void {
	console.error(doing, printable(error));
}

function printable(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const query = "query" in error && typeof error.query === "string" ? error.query : undefined;
	const text = query === undefined ? (error.stack ?? error.message) : `Failed query: ${query}`;
	return error.cause === undefined ? text : `${text}\ncaused by ${String(printable(error.cause))}`;
}
