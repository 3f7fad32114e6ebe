import type { Citation } from "../citation.ts";

/** An answer while it is made. After `done` or `failed` nothing comes. */
export type AnswerEvent =
	| { type: "delta"; text: string }
	| {
			type: "done";
			messageId: string;
			citations: readonly Citation[];
			/** In and out; null where none were counted. */
			tokenCount: number | null;
	  }
	/** Nothing of the answer is kept, and the question may be asked again. */
	| { type: "failed"; message: string };
