/** What is proposed for a document, how sure it is, and why, in plain words. */
import { type Assessment, type Asking, assess, type Library } from "./assessment.ts";
import { confidenceOf, type FieldCalibration } from "./calibration.ts";
import { probabilities } from "./choice-model.ts";
import { evidenceSentence } from "./evidence.ts";
import type { Reading } from "./features.ts";
import type { Candidate, SingleEvidence } from "./single-field.ts";

export interface Proposal {
	/** Null where nothing is known well enough to be said. */
	correspondent: string | null;
	documentType: string | null;
	/** The surest first. */
	tags: readonly { name: string; confidence: number }[];
	/** How likely each proposal is right; of tags the share of those proposed that is. 0 where nothing is proposed. */
	confidence: { correspondent: number; documentType: number; tags: number };
	evidence: string;
}

/** Contracts/library.md 14.2. */
const MOST_TAGS = 5;
/** Of a single choice: below it, a proposal is wrong more often than not and costs more attention than it saves. */
const LEAST_CONFIDENCE = 0.3;
/** Of a tag: about half of the F1 that can be reached is the threshold that reaches it (Lipton, Elkan, Naryanaswamy 2014). */
const LEAST_TAG_CONFIDENCE = 0.42;

/** At most three queries. */
export async function propose(library: Library, reading: Reading, asking: Asking = {}): Promise<Proposal> {
	return proposalOf(library, await assess(library, reading, asking));
}

export function proposalOf({ calibration }: Pick<Library, "calibration">, assessment: Assessment): Proposal {
	const correspondent = choose(assessment.correspondent, calibration.correspondent);
	const documentType = choose(assessment.documentType, calibration.documentType);
	const tags = assessment.tags
		.map((evidence) => ({ evidence, name: evidence.name, confidence: confidenceOf(calibration.tags, probabilities(evidence.options, calibration.tags.weights)[1] ?? 0) }))
		.filter(({ confidence }) => confidence >= LEAST_TAG_CONFIDENCE)
		.sort((a, b) => b.confidence - a.confidence)
		.slice(0, MOST_TAGS);
	const mean = tags.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, tags.length);
	return {
		correspondent: correspondent?.candidate.name ?? null,
		documentType: documentType?.candidate.name ?? null,
		tags: tags.map(({ name, confidence }) => ({ name, confidence })),
		confidence: { correspondent: correspondent?.confidence ?? 0, documentType: documentType?.confidence ?? 0, tags: mean },
		evidence: evidenceSentence(assessment, {
			correspondent: correspondent?.candidate,
			documentType: documentType?.candidate,
			tags: tags.map(({ evidence }) => evidence),
		}),
	};
}

function choose(
	evidence: SingleEvidence,
	calibration: FieldCalibration,
): { candidate: Candidate; confidence: number } | undefined {
	const [none = 1, ...chances] = probabilities(evidence.options, calibration.weights);
	const most = Math.max(0, ...chances);
	const candidate = evidence.candidates[chances.indexOf(most)];
	if (candidate === undefined || none > most) return undefined;
	const confidence = confidenceOf(calibration, most);
	return confidence < LEAST_CONFIDENCE ? undefined : { candidate, confidence };
}
