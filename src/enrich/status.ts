/** What becomes of a result (contracts/library.md 14.11). */

export const resultStatuses = ["pending", "applied", "partial", "rejected", "reverted", "failed", "skipped"] as const;
export type ResultStatus = (typeof resultStatuses)[number];

export type ResultEvent =
	| "processed"
	| "modelFailed"
	/** There is nothing to propose from. */
	| "skipped"
	| "appliedWhole"
	| "appliedInPart"
	| "applyFailed"
	| "rejected"
	| "reverted";

const targets: Readonly<Record<ResultEvent, ResultStatus>> = {
	processed: "pending",
	modelFailed: "failed",
	skipped: "skipped",
	appliedWhole: "applied",
	appliedInPart: "partial",
	applyFailed: "failed",
	rejected: "rejected",
	reverted: "reverted",
};

/** What a document without a result may meet with. */
const fromNothing: ReadonlySet<ResultEvent> = new Set(["processed", "modelFailed", "skipped"]);

/** Of results that their document shows. */
export const writtenStatuses = ["applied", "partial"] as const satisfies readonly ResultStatus[];

export function isWritten(status: string | undefined): boolean {
	return writtenStatuses.some((written) => written === status);
}

/** The next status; undefined where the event is refused: what was written is taken back by a revert, not by a rejection. */
export function nextStatus(from: ResultStatus | undefined, event: ResultEvent): ResultStatus | undefined {
	if (event === "rejected" && isWritten(from)) return undefined;
	if (event === "reverted" && !isWritten(from)) return undefined;
	if (from === undefined && !fromNothing.has(event)) return undefined;
	return targets[event];
}

/** As filters and scopes name it: the original's word means the same (contracts/library.md D1); others match nothing. */
export function parseStatus(text: string): ResultStatus | undefined {
	return text === "pending_review" ? "pending" : resultStatuses.find((status) => status === text);
}
