/** Whether the best candidate is an answer at all: better none than one about something else. */
import type { Candidate } from "./candidates.ts";
import type { Question } from "./question.ts";

/** On the log-odds scale; chosen on the development questions (`npm run bench:answers`), never on the final ones. */
const WEIGHTS = { bias: -4.6, own: 3, inContext: 5.5, type: 1.2, missingNames: -5, missing: -7, form: 1 };

export function isConfident(question: Question, candidate: Candidate): boolean {
	return confidenceOf(question, candidate) >= 0;
}

export function confidenceOf({ kind }: Question, { features }: Candidate): number {
	const { own, inContext, type, missingNames, missing, form } = features;
	return (
		WEIGHTS.bias +
		WEIGHTS.own * own +
		WEIGHTS.inContext * inContext +
		WEIGHTS.type * (kind === "number" || kind === "date" || kind === "person" ? type : 1) +
		WEIGHTS.missingNames * missingNames +
		WEIGHTS.missing * missing +
		WEIGHTS.form * form
	);
}
