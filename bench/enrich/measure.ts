/** One made library through the embedded classifier and through two plain baselines. */
import { cpuMs } from "../../scripts/engine.ts";
import { assess, type Library, openLibrary } from "../../src/enrich/embedded/assessment.ts";
import { calibrate, type Outcome, outcomeOf, usualCalibration } from "../../src/enrich/embedded/calibration.ts";
import { type Reading, readDocument } from "../../src/enrich/embedded/features.ts";
import type { LabelledDocument } from "../../src/enrich/embedded/labelled-index.ts";
import { isTelling, learn } from "../../src/enrich/embedded/learning.ts";
import { type KnownNames, MemoryLabelledIndex } from "../../src/enrich/embedded/memory-labelled-index.ts";
import { proposalOf } from "../../src/enrich/embedded/proposal.ts";
import { TagLearner, type TagModels } from "../../src/enrich/embedded/tag-models.ts";
import { majority, NearestNeighbour } from "./baselines.ts";
import type { MadeDocument, Truth } from "./library.ts";

/** Documents that the calibration is learnt from. */
const CALIBRATION_DOCUMENTS = 200;
/** Documents that tags are learnt from. */
const TRAINING_DOCUMENTS = 1000;

export interface Figures {
	/** Shares that are right; of tags F1 over all (document, tag) pairs. */
	correspondent: number;
	documentType: number;
	tags: number;
}

export interface Measured {
	documents: number;
	ours: Figures;
	majority: Figures;
	nearest: Figures;
	/** How sure each proposal was, and whether it was right; fields without a proposal at a confidence of 0. */
	said: Said;
	/** A document proposed for; one of those the calibration is learnt from. */
	proposalMs: number;
	calibrationMs: number;
	outcomes: Outcome[];
	/** The same of the documents asked for, by what is true of them. */
	truths: Outcome[];
}

/** `known`: names that exist whether a document has them or not. */
export async function measure(documents: readonly MadeDocument[], known: Partial<KnownNames> = {}): Promise<Measured> {
	const readings = new Map(documents.map((document) => [document.number, readDocument(document)]));
	const index = new MemoryLabelledIndex(known);
	const classified = documents.filter(({ said }) => said !== undefined);
	for (const { number, said } of classified) {
		const learnt = said === undefined ? undefined : learn({ number, ...said }, readingOf(readings, number), []);
		if (learnt !== undefined && isTelling(learnt.labels, learnt.rejected)) index.put(learnt);
	}
	const started = cpuMs();
	const asking = sample(classified);
	const prior = { ...usualCalibration, tagModels: learnTags(await index.documents(others(classified, asking))) };
	const open = await openLibrary(index, { calibration: prior });
	const outcomes: Outcome[] = [];
	for (const { labels, number } of await index.documents(asking)) {
		outcomes.push(outcomeOf(await assess(open, readingOf(readings, number), { self: number }), labels));
	}
	const library: Library = { ...open, calibration: await calibrate(outcomes, prior) };
	const calibrated = cpuMs();
	const asked = documents.filter(({ said }) => said === undefined);
	const tally = { ours: new Tally(), majority: new Tally(), nearest: new Tally() };
	const truths: Outcome[] = [];
	for (const { number, truth } of asked) {
		const reading = readingOf(readings, number);
		const assessment = await assess(library, reading);
		truths.push(outcomeOf(assessment, truth));
		const { correspondent, documentType, tags, confidence } = proposalOf(library.calibration, assessment, reading);
		const proposal = { correspondent, documentType, tags: tags.map(({ name }) => name) };
		tally.ours.add(proposal, truth);
		tally.ours.sure("correspondent", confidence.correspondent, correspondent === truth.correspondent);
		tally.ours.sure("documentType", confidence.documentType, documentType === truth.documentType);
		for (const tag of tags) tally.ours.sure("tags", tag.confidence, truth.tags.includes(tag.name));
	}
	const done = cpuMs();
	const [usual, neighbours] = [majority(classified), new NearestNeighbour(classified)];
	for (const document of asked) {
		tally.majority.add(usual, document.truth);
		tally.nearest.add(neighbours.propose(document), document.truth);
	}
	return {
		documents: asked.length,
		ours: tally.ours.figures(),
		majority: tally.majority.figures(),
		nearest: tally.nearest.figures(),
		said: tally.ours.said,
		proposalMs: (done - calibrated) / Math.max(1, asked.length),
		calibrationMs: (calibrated - started) / Math.max(1, outcomes.length),
		outcomes,
		truths,
	};
}

function readingOf(readings: ReadonlyMap<number, Reading>, number: number): Reading {
	const reading = readings.get(number);
	if (reading === undefined) throw new Error(`document ${number} was not read`);
	return reading;
}

/** Of those that the calibration is not learnt from. */
function others(documents: readonly MadeDocument[], asking: readonly number[]): number[] {
	const taken = new Set(asking);
	const rest = documents.map(({ number }) => number).filter((number) => !taken.has(number));
	return rest.slice(0, TRAINING_DOCUMENTS);
}

function learnTags(documents: readonly LabelledDocument[]): TagModels {
	const learner = new TagLearner(documents);
	return Object.fromEntries(learner.tags.map((tag) => [tag, learner.fit(tag)]));
}

/** Spread evenly over the library. */
function sample(documents: readonly MadeDocument[]): number[] {
	const step = Math.max(1, documents.length / CALIBRATION_DOCUMENTS);
	return Array.from(
		{ length: Math.min(documents.length, CALIBRATION_DOCUMENTS) },
		(_, at) => documents[Math.floor(at * step)]?.number ?? 0,
	);
}

type FieldName = keyof Figures;
type Said = Record<FieldName, { confidence: number; right: boolean }[]>;

/** Expected calibration error over all that was said: of a few documents alone it would be chance, mostly. */
export function errorsOf(all: readonly Said[]): Figures {
	const of = (field: FieldName): number => calibrationError(all.flatMap((said) => said[field]));
	return { correspondent: of("correspondent"), documentType: of("documentType"), tags: of("tags") };
}

/** Proposals against the truth. */
export class Tally {
	private asked = 0;
	private readonly right = { correspondent: 0, documentType: 0 };
	private readonly tags = { right: 0, wrong: 0, missing: 0 };
	readonly said: Said = {
		correspondent: [],
		documentType: [],
		tags: [],
	};

	add(proposal: Truth, truth: Truth): void {
		this.asked++;
		if (proposal.correspondent === truth.correspondent) this.right.correspondent++;
		if (proposal.documentType === truth.documentType) this.right.documentType++;
		const right = proposal.tags.filter((tag) => truth.tags.includes(tag)).length;
		this.tags.right += right;
		this.tags.wrong += proposal.tags.length - right;
		this.tags.missing += truth.tags.length - right;
	}

	sure(field: FieldName, confidence: number, right: boolean): void {
		this.said[field].push({ confidence, right });
	}

	figures(): Figures {
		const { right, wrong, missing } = this.tags;
		return {
			correspondent: this.right.correspondent / Math.max(1, this.asked),
			documentType: this.right.documentType / Math.max(1, this.asked),
			tags: (2 * right) / Math.max(1, 2 * right + wrong + missing),
		};
	}

	errors(): Figures {
		return errorsOf([this.said]);
	}
}

/** Guo and others 2017: the gap between confidence and accuracy by bin, weighted by the bin's share. */
export function calibrationError(said: readonly { confidence: number; right: boolean }[], bins = 10): number {
	const gaps = new Array<number>(bins).fill(0);
	for (const { confidence, right } of said) {
		const bin = Math.min(bins - 1, Math.floor(confidence * bins));
		gaps[bin] = (gaps[bin] ?? 0) + confidence - (right ? 1 : 0);
	}
	return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / Math.max(1, said.length);
}
