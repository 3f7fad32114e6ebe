/** What has become of one document in a run. */
import type { SeenState } from "../application.ts";
import type { Said } from "../embedded/learning.ts";
import type { Confidence, Suggestion } from "../fields.ts";
import type { TokenCounts } from "../prices.ts";

/** A document with its text, as a run reads it. */
export interface DocumentToRead {
	id: string;
	number: number;
	/** As it is now. */
	seen: SeenState;
	/** Blank where it has none. */
	text: string;
	/** What its owner said of earlier proposals. */
	said: Said;
}

/** Why a model proposed nothing (contracts/library.md 8.4, 22); null where it is none of these. */
export type ModelFailureType =
	| "refusal"
	| "schema_mismatch"
	| "timeout"
	| "max_tokens"
	| "rate_limit"
	| "quota_exceeded";

/** What a call of a model took; zero for a document that no model was asked about. */
export interface Spent extends TokenCounts {
	/** Of the prompt's tokens. */
	cachedTokens: number;
	/** US dollars; null where no price is known. */
	cost: number | null;
	processingTimeMs: number;
}

export type Outcome =
	| ({
			kind: "proposed";
			suggestion: Suggestion;
			confidence: Confidence;
			evidence: string;
			/** As the model wrote it. */
			rawResponse: string;
	  } & Spent)
	| ({ kind: "failed"; failureType: ModelFailureType | null; message: string } & Spent)
	/** The provider wants patience. */
	| { kind: "limited"; message: string; retryAfterMs: number }
	/** There is no text to read. */
	| { kind: "skipped" };

/** One that has left the library: its item ends, and nothing is written. */
export function goneDocument(id: string): DocumentToRead {
	return { id, number: 0, seen: { title: "", correspondent: null, documentType: null, tags: [] }, text: "", said: [] };
}

export interface Processed {
	document: DocumentToRead;
	outcome: Outcome;
}

export const nothingSpent: Spent = {
	promptTokens: 0,
	completionTokens: 0,
	cachedTokens: 0,
	cost: 0,
	processingTimeMs: 0,
};

/** As a failure is shown and kept (contracts/library.md 8.4). */
export function failureText(failureType: string | null, message: string): string {
	return failureType === null ? message : `[${failureType}] ${message}`;
}
