/** All evidence about one document, field by field: what its sender seems to be helps to see its type, and both of them its tags. */
import { type Calibration, usualCalibration } from "./calibration.ts";
import { probabilities } from "./choice-model.ts";
import type { Reading } from "./features.ts";
import { type LabelledIndex, type Names, nothingRejected, type Rejected, type Vocabulary } from "./labelled-index.ts";
import { NameBook } from "./name-book.ts";
import { keysOfNames, nameEvidence } from "./name-evidence.ts";
import { type Neighbourhood, neighbourhoodOf } from "./neighbourhood.ts";
import type { ExtraFeature } from "./regression.ts";
import { type SingleEvidence, singleEvidence, singleFields } from "./single-field.ts";
import { type Likeliest, type TagEvidence, tagEvidence } from "./tag-field.ts";
import { logOddsOf, modelOf } from "./tag-models.ts";

/** A library as a run of the classifier sees it. */
export interface Library {
	index: LabelledIndex;
	vocabulary: Vocabulary;
	books: { correspondents: NameBook; documentTypes: NameBook; tags: NameBook };
	calibration: Calibration;
}

/** Other spellings by name. */
export type Aliases = ReadonlyMap<string, readonly string[]>;

export interface LibraryOptions {
	calibration?: Calibration | undefined;
	aliases?: { correspondents?: Aliases; documentTypes?: Aliases; tags?: Aliases };
}

/** Reads the names once for many documents; one query. */
export async function openLibrary(
	index: LabelledIndex,
	{ calibration = usualCalibration, aliases = {} }: LibraryOptions = {},
): Promise<Library> {
	const vocabulary = await index.vocabulary();
	return {
		index,
		vocabulary,
		books: {
			correspondents: new NameBook(vocabulary.correspondents.keys(), aliases.correspondents),
			documentTypes: new NameBook(vocabulary.documentTypes.keys(), aliases.documentTypes),
			tags: new NameBook(vocabulary.tags.keys(), aliases.tags),
		},
		calibration,
	};
}

export interface Asking {
	/** The document's number, where it may be in the index itself. */
	self?: number | undefined;
	rejected?: Rejected | undefined;
}

export interface Assessment {
	neighbourhood: Neighbourhood;
	correspondent: SingleEvidence;
	documentType: SingleEvidence;
	tags: readonly TagEvidence[];
	/** Values that are not to be proposed. */
	rejected: Rejected;
}

/** What the likely sender and the likely type count as features, beside a text of length 1. */
const [SENDER_FOR_TYPE, SENDER_FOR_TAGS, TYPE_FOR_TAGS] = [0.25, 0.4, 0.4];
const LEAST_CHANCE = 0.05;

/** At most five queries: one of them for the document itself, where it may be in the index. */
export async function assess(
	library: Library,
	reading: Reading,
	{ self, rejected = nothingRejected }: Asking = {},
): Promise<Assessment> {
	const { index, books, calibration } = library;
	const own = self === undefined ? undefined : (await index.documents([self]))[0];
	const refused = bothRejected(rejected, own?.rejected ?? nothingRejected);
	const vocabulary = own === undefined ? library.vocabulary : without(library.vocabulary, own.labels);
	const title = reading.features.flatMap(({ kind, text }) => (kind === "title" ? [text] : [])).join(" ");
	const found = {
		correspondents: books.correspondents.find(reading.lines, title),
		documentTypes: books.documentTypes.find(reading.lines, title),
		tags: books.tags.find(reading.lines, title),
	};
	const extraKeys = keysOfNames(Object.values(found).flat());
	const neighbourhood = await neighbourhoodOf(reading, index, { documents: vocabulary.documents, self, extraKeys });
	const single = (field: keyof typeof singleFields, names: Names, extras: readonly ExtraFeature[]): SingleEvidence => {
		const { labelOf, rejectedOf } = singleFields[field];
		const named = nameEvidence(found[`${field}s`], neighbourhood, ({ document }, name) => {
			const label = labelOf(document);
			if (label === undefined) return rejectedOf(document).includes(name) ? false : undefined;
			return label === name;
		});
		return singleEvidence(neighbourhood, {
			field: singleFields[field],
			names,
			named,
			extras,
			rejected: refused[`${field}s`],
		});
	};
	const correspondent = single("correspondent", vocabulary.correspondents, []);
	const senders = chancesOf(correspondent, calibration.correspondent.weights);
	const documentType = single(
		"documentType",
		vocabulary.documentTypes,
		asFeatures(neighbourhood, "correspondent", senders, SENDER_FOR_TYPE),
	);
	const types = chancesOf(documentType, calibration.documentType.weights);
	const features = new Set(reading.features.map(({ key }) => key));
	const tags = tagEvidence(neighbourhood, {
		overall: (name) => {
			const model = modelOf(calibration.tagModels, name);
			return model && logOddsOf(model, features, { correspondents: senders, documentTypes: types });
		},
		names: vocabulary.tags,
		named: nameEvidence(found.tags, neighbourhood, ({ document }, name) =>
			document.rejected.tags.includes(name) ? false : document.labels.tags?.includes(name),
		),
		extras: [
			...asFeatures(neighbourhood, "correspondent", senders, SENDER_FOR_TAGS),
			...asFeatures(neighbourhood, "documentType", types, TYPE_FOR_TAGS),
		],
		rejected: refused.tags,
		correspondent: likeliest(senders),
		documentType: likeliest(types),
	});
	return { neighbourhood, correspondent, documentType, tags, rejected: refused };
}

/** By candidate; what is left to 1 speaks for none of them. */
export function chancesOf({ candidates, options }: SingleEvidence, weights: readonly number[]): Map<string, number> {
	const chances = probabilities(options, weights);
	return new Map(candidates.map(({ name }, at) => [name, chances[at + 1] ?? 0]));
}

function likeliest(chances: ReadonlyMap<string, number>): Likeliest {
	let best: Likeliest = { name: undefined, chance: 0 };
	for (const [name, chance] of chances) if (chance > best.chance) best = { name, chance };
	return best;
}

function asFeatures(
	{ neighbours }: Neighbourhood,
	field: keyof typeof singleFields,
	chances: ReadonlyMap<string, number>,
	weight: number,
): ExtraFeature[] {
	const { labelOf } = singleFields[field];
	return [...chances]
		.filter(([, chance]) => chance >= LEAST_CHANCE)
		.map(([name, chance]) => ({
			own: weight * chance,
			others: Float64Array.from(neighbours, ({ document }) => (labelOf(document) === name ? weight : 0)),
		}));
}

function bothRejected(one: Rejected, other: Rejected): Rejected {
	return {
		correspondents: [...one.correspondents, ...other.correspondents],
		documentTypes: [...one.documentTypes, ...other.documentTypes],
		tags: [...one.tags, ...other.tags],
	};
}

/** As if the document were not there; its names stay known. */
function without(
	vocabulary: Vocabulary,
	labels: { correspondent: unknown; documentType: unknown; tags: readonly string[] | undefined },
): Vocabulary {
	const fewer = (names: Names, own: readonly unknown[]): Names => {
		const rest = new Map(names);
		for (const name of own) if (typeof name === "string") rest.set(name, Math.max(0, (rest.get(name) ?? 0) - 1));
		return rest;
	};
	return {
		documents: Math.max(0, vocabulary.documents - 1),
		correspondents: fewer(vocabulary.correspondents, [labels.correspondent]),
		documentTypes: fewer(vocabulary.documentTypes, [labels.documentType]),
		tags: fewer(vocabulary.tags, labels.tags ?? []),
	};
}
