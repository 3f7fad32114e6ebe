/** Whether the best candidate is an answer at all: better none than one about something else. */
import type { Candidate } from "./candidates.ts";
import type { Question } from "./question.ts";

/**
 * Log-odds that a candidate is an answer: a logistic regression on the development questions, each also asked of a library without
 * the document that answers it; never on the final ones.
 */
const WEIGHTS = {
	bias: -3.8,
	own: 0.8,
	inContext: 3.5,
	matter: 1.8,
	type: 0.5,
	missingNames: -1.1,
	distantNames: -1,
	absent: -2.2,
	missing: -3.4,
	form: 0.4,
};
/** Kinds whose answers have a form of their own. */
const TYPED = new Set<Question["kind"]>(["number", "date", "person"]);

export function isConfident(question: Question, candidate: Candidate): boolean {
	return confidenceOf(question, candidate) >= 0;
}

export function confidenceOf({ kind }: Pick<Question, "kind">, { features }: Pick<Candidate, "features">): number {
	const { own, inContext, matter, type, missingNames, distantNames, absent, missing, form } = features;
	return (
		WEIGHTS.bias +
		WEIGHTS.own * own +
		WEIGHTS.inContext * inContext +
		WEIGHTS.matter * matter +
		WEIGHTS.type * (TYPED.has(kind) ? type : 1) +
		WEIGHTS.missingNames * missingNames +
		WEIGHTS.distantNames * distantNames +
		WEIGHTS.absent * absent +
		WEIGHTS.missing * missing +
		WEIGHTS.form * form
	);
}
