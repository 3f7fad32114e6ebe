/** What is proposed for a document, how sure it is, and why, in plain words. */
import type { Confidence } from "../fields.ts";
import { type Asking, type Assessment, assess, type Library } from "./assessment.ts";
import { type Calibration, confidenceOf, type FieldCalibration } from "./calibration.ts";
import { probabilities } from "./choice-model.ts";
import { evidenceSentence } from "./evidence.ts";
import type { Reading } from "./features.ts";
import { INVENTED_CONFIDENCE, inventCorrespondent, inventDocumentType } from "./invention.ts";
import type { Rejected } from "./labelled-index.ts";
import type { Candidate, SingleEvidence } from "./single-field.ts";
import type { TagEvidence } from "./tag-field.ts";
import { titleFor } from "./title.ts";

export interface Proposal {
	title: string | null;
	/** Null where nothing is known well enough to be said. */
	correspondent: string | null;
	documentType: string | null;
	/** The surest first. */
	tags: readonly { name: string; confidence: number }[];
	/** How likely each proposal is right; of tags the share of those proposed that is. 0 where nothing is proposed. */
	confidence: Confidence;
	evidence: string;
}

/** Beside that of its parts: the number or the month may be another one than the title's reader expects. */
const TITLE_CONFIDENCE = 0.8;
/** Contracts/library.md 14.2; more only where the nearest documents have more, as applying replaces the whole set. */
const MOST_TAGS = 5;
const NEAREST_LOOKED_AT = 12;
/** Of a single choice: below it, a proposal is wrong more often than not and costs more attention than it saves. */
const LEAST_CONFIDENCE = 0.3;
/** Of a tag: about half of the F1 that can be reached is the threshold that reaches it (Lipton, Elkan, Naryanaswamy 2014). */
const LEAST_TAG_CONFIDENCE = 0.42;

export interface ProposalOptions extends Asking {
	/** Whether names may be proposed that the library does not have; not unless it is asked for. */
	invents?: boolean | undefined;
}

/** At most five queries of the index. */
export async function propose(library: Library, reading: Reading, options: ProposalOptions = {}): Promise<Proposal> {
	const assessment = await assess(library, reading, options);
	const known = proposalOf(library.calibration, assessment, reading);
	return options.invents === true ? withInventions(known, reading, assessment.rejected) : known;
}

export function proposalOf(calibration: Calibration, assessment: Assessment, reading: Reading): Proposal {
	const correspondent = choose(assessment.correspondent, calibration.correspondent);
	const documentType = choose(assessment.documentType, calibration.documentType);
	const tags = chooseTags(assessment.tags, calibration.tags).slice(0, mostTags(assessment));
	const mean = tags.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, tags.length);
	const evidence = evidenceSentence(assessment, {
		correspondent: correspondent?.candidate,
		documentType: documentType?.candidate,
		tags: tags.map((tag) => tag.evidence),
	});
	return withTitle(
		{
			title: null,
			correspondent: correspondent?.candidate.name ?? null,
			documentType: documentType?.candidate.name ?? null,
			tags: tags.map(({ evidence: { name }, confidence }) => ({ name, confidence })),
			confidence: {
				title: 0,
				correspondent: correspondent?.confidence ?? 0,
				documentType: documentType?.confidence ?? 0,
				tags: mean,
			},
			evidence,
		},
		reading,
	);
}

/** As sure as what it is made of. */
function withTitle(proposal: Proposal, { rawLines }: Reading): Proposal {
	const { correspondent, documentType, confidence } = proposal;
	const title = titleFor(rawLines, { correspondent, documentType });
	if (title === null) return proposal;
	const parts = correspondent === null ? confidence.documentType : confidence.documentType * confidence.correspondent;
	return { ...proposal, title, confidence: { ...confidence, title: TITLE_CONFIDENCE * parts } };
}

function withInventions(proposal: Proposal, reading: Reading, rejected: Rejected): Proposal {
	const { confidence } = proposal;
	const accepted = (name: string | undefined, refused: readonly string[]): string | null =>
		name === undefined || refused.includes(name) ? null : name;
	const sender =
		proposal.correspondent === null ? accepted(inventCorrespondent(reading), rejected.correspondents) : null;
	const type = proposal.documentType === null ? accepted(inventDocumentType(reading), rejected.documentTypes) : null;
	const told = [
		...(sender === null ? [] : [`New correspondent "${sender}": the head of the document names a firm.`]),
		...(type === null ? [] : [`New document type "${type}": so the document calls itself.`]),
	];
	const invented: Proposal = {
		...proposal,
		correspondent: sender ?? proposal.correspondent,
		documentType: type ?? proposal.documentType,
		confidence: {
			...confidence,
			correspondent: sender === null ? confidence.correspondent : INVENTED_CONFIDENCE,
			documentType: type === null ? confidence.documentType : INVENTED_CONFIDENCE,
		},
		evidence: [proposal.evidence, ...told].join(" "),
	};
	return withTitle(invented, reading);
}

function mostTags({ neighbourhood }: Assessment): number {
	const nearest = neighbourhood.neighbours.slice(0, NEAREST_LOOKED_AT);
	return Math.max(MOST_TAGS, ...nearest.map(({ document }) => document.labels.tags?.length ?? 0));
}

function chooseTags(
	tags: readonly TagEvidence[],
	calibration: FieldCalibration,
): { evidence: TagEvidence; confidence: number }[] {
	return tags
		.map((evidence) => {
			const [, said = 0] = probabilities(evidence.options, calibration.weights);
			return { evidence, said, confidence: confidenceOf(calibration, said) };
		})
		.filter(({ confidence }) => confidence >= LEAST_TAG_CONFIDENCE)
		.sort((a, b) => b.said - a.said);
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
