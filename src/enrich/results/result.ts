import type { aiResults } from "../../platform/enrich-tables.ts";
import type { libraryDocuments } from "../../platform/library-tables.ts";
import type { DocumentState, SeenState } from "../application.ts";
import type { Confidence, Field, Suggestion } from "../fields.ts";
import type { ResultStatus } from "../status.ts";

/* What is proposed for a document and what became of it, as the rest of the subject reads it. */

type Row = typeof aiResults.$inferSelect;
type Long = "rawResponse" | "evidence" | "snapshot" | "applied";

/** What was last written to a document. */
export interface AppliedValues {
	title: string | null;
	correspondentId: number | null;
	documentTypeId: number | null;
	tagIds: number[] | null;
}

export interface ResultSummary {
	id: string;
	owner: string;
	documentId: string;
	provider: string;
	model: string;
	suggestion: Suggestion;
	/** Null where there is none. */
	confidence: Confidence | null;
	/** The document as it was when it was processed. */
	current: SeenState;
	status: ResultStatus;
	/** Unix milliseconds, as all times here. */
	appliedAt: number | null;
	revertedAt: number | null;
	errorMessage: string | null;
	failureType: string | null;
	promptTokens: number;
	completionTokens: number;
	/** US dollars; null where no price is known. */
	estimatedCost: number | null;
	processingTimeMs: number | null;
	appliedFields: Field[] | null;
	createdAt: number;
	updatedAt: number;
}

/** A result whole. */
export interface AiResult extends ResultSummary {
	evidence: string | null;
	rawResponse: string | null;
	/** The document before the first application. */
	snapshot: DocumentState | null;
	applied: AppliedValues | null;
}

/** What a list shows: the result, and its document as it is now. */
export interface ListedResult extends ResultSummary {
	paperlessId: number | null;
	source: (typeof libraryDocuments.$inferSelect)["source"];
	documentTitle: string;
}

export function toAiResult(row: Row): AiResult {
	const { evidence, rawResponse, snapshot, applied } = row;
	return {
		...toSummary(row),
		evidence,
		rawResponse,
		snapshot: snapshot === null ? null : (JSON.parse(snapshot) as DocumentState),
		applied: applied === null ? null : (JSON.parse(applied) as AppliedValues),
	};
}

export function toListedResult(
	row: Omit<Row, Long> & Pick<ListedResult, "paperlessId" | "source" | "documentTitle">,
): ListedResult {
	const { paperlessId, source, documentTitle } = row;
	return { ...toSummary(row), paperlessId, source, documentTitle };
}

/** Columns in JSON hold what this subject alone has written. */
function toSummary(row: Omit<Row, Long>): ResultSummary {
	const { id, owner, documentId, provider, model, status, appliedAt, revertedAt, errorMessage, failureType } = row;
	const { promptTokens, completionTokens, estimatedCost, processingTimeMs, createdAt, updatedAt } = row;
	return {
		id,
		owner,
		documentId,
		provider,
		model,
		suggestion: {
			title: row.suggestedTitle,
			correspondent: row.suggestedCorrespondent,
			documentType: row.suggestedDocumentType,
			tags: JSON.parse(row.suggestedTags) as string[],
		},
		confidence: confidenceOf(row),
		current: {
			title: row.currentTitle,
			correspondent: row.currentCorrespondent,
			documentType: row.currentDocumentType,
			tags: JSON.parse(row.currentTags) as string[],
		},
		status,
		appliedAt,
		revertedAt,
		errorMessage,
		failureType,
		promptTokens,
		completionTokens,
		estimatedCost,
		processingTimeMs,
		appliedFields: row.appliedFields === null ? null : (JSON.parse(row.appliedFields) as Field[]),
		createdAt,
		updatedAt,
	};
}

function confidenceOf(row: Omit<Row, Long>): Confidence | null {
	const { confidenceTitle, confidenceCorrespondent, confidenceDocumentType, confidenceTags } = row;
	if (confidenceCorrespondent === null || confidenceDocumentType === null || confidenceTags === null) return null;
	return {
		title: confidenceTitle ?? 0,
		correspondent: confidenceCorrespondent,
		documentType: confidenceDocumentType,
		tags: confidenceTags,
	};
}
