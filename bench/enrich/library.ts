/**
 * Libraries whose truth is known: a household's letters from some senders, in the manner of one household or another. Only the mechanisms are
 * shared from manner to manner; what a tag depends on, who is named where and how well a page is read differ.
 */
import { scannerMisreader } from "../dedup/misreadings.ts";
import { Random } from "../dedup/random.ts";
import { wordReader } from "../dedup/word-misreadings.ts";
import { makeSender, type Sender, sentences } from "./senders.ts";
import { type Language, type TypeWording, topics, types } from "./wording.ts";

export interface Manner {
	name: string;
	languages: readonly (readonly [weight: number, language: Language])[];
	senders: number;
	types: number;
	tags: number;
	/** Weights of where senders' names stand. */
	letterheads: { head: number; foot: number; none: number };
	/** How often a sheet says what it is. */
	headings: number;
	/** Phrases of its type on a sheet. */
	phrases: readonly [number, number];
	/** Share of the words that are read wrong. */
	noise: readonly [number, number];
	/** Share of the classified documents with a wrong sender, type or tags. */
	mislabelled: number;
	/** Share of them with a field or two left empty. */
	incomplete: number;
	/** How often a tag that is due is given, and one that is not. */
	tagging: { given: number; stray: number };
	/** Sentences of general talk. */
	talk: readonly [number, number];
	/** How uneven senders are: 0 for equal, 1 for Zipf's law. */
	skew: number;
	/** How often a sender sticks to its one to three types. */
	specialised: number;
	/** Whether the bars apply: in other libraries not all can be known. */
	isJudged: boolean;
}

export interface Truth {
	correspondent: string | null;
	documentType: string | null;
	tags: string[];
}

export interface MadeDocument {
	number: number;
	title: string;
	text: string;
	truth: Truth;
	/** What the user has said of it; undefined for one that is not classified. */
	said: Truth | undefined;
}

interface TagRule {
	name: string;
	isDue(sheet: Sheet): boolean;
}

interface Sheet {
	sender: Sender;
	type: TypeWording;
	topics: readonly number[];
	year: number;
	cents: number;
}

export interface MadeLibrary {
	documents: MadeDocument[];
	names: { correspondents: string[]; documentTypes: string[]; tags: string[] };
}

export function makeLibrary(manner: Manner, size: number, seed: number, classified = 0.7): MadeLibrary {
	const random = new Random(seed, 77);
	const german =
		manner.languages.reduce((sum, [weight, language]) => sum + (language === "de" ? weight : -weight), 0) > 0;
	const own = german ? "de" : "en";
	const senders = makeSenders(manner, random);
	const kinds = random.sample(types, manner.types);
	const usual = new Map(senders.map((sender) => [sender, random.sample(kinds, random.int(1, 3))]));
	const subjects = new Map(senders.map((sender) => [sender, random.sample([...topics.keys()], random.int(2, 5))]));
	const rules = tagRules(manner, { senders, kinds, own }, random);
	const weights = senders.map((sender, at) => [1 / (1 + at) ** manner.skew, sender] as const);
	const documents = Array.from({ length: size }, (_, at): MadeDocument => {
		const sender = random.weighted(weights);
		const type = random.chance(manner.specialised) ? random.pick(usual.get(sender) ?? kinds) : random.pick(kinds);
		const sheet: Sheet = {
			sender,
			type,
			topics: random.sample(subjects.get(sender) ?? [], random.int(1, 2)),
			year: random.int(2021, 2024),
			cents: random.int(500, 400_000),
		};
		const tags = rules.filter((rule) =>
			rule.isDue(sheet) ? random.chance(manner.tagging.given) : random.chance(manner.tagging.stray),
		);
		const truth = {
			correspondent: sender.label,
			documentType: type.names[own],
			tags: tags.map(({ name }) => name).sort(),
		};
		const said = random.chance(classified) ? saidOf(truth, manner, { senders, kinds, rules, own }, random) : undefined;
		return { number: at + 1, ...printed(sheet, manner, random), truth, said };
	});
	return {
		documents,
		names: {
			correspondents: senders.map(({ label }) => label),
			documentTypes: kinds.map(({ names }) => names[own]),
			tags: rules.map(({ name }) => name),
		},
	};
}

function makeSenders(manner: Manner, random: Random): Sender[] {
	const senders: Sender[] = [];
	while (senders.length < manner.senders) {
		const letterhead = random.weighted([
			[manner.letterheads.head, "head"],
			[manner.letterheads.foot, "foot"],
			[manner.letterheads.none, "none"],
		] as const);
		const language = random.weighted(manner.languages);
		// There are a few firms only in some languages.
		const isFull =
			senders.filter((sender) => sender.language === language).length >= 5 && (language === "hi" || language === "fr");
		const sender = makeSender(isFull ? "en" : language, letterhead, random);
		if (senders.every(({ label, printed: name }) => label !== sender.label && name !== sender.printed))
			senders.push(sender);
	}
	return senders;
}

interface Kinds {
	senders: readonly Sender[];
	kinds: readonly TypeWording[];
	own: "en" | "de";
}

/** Half by subject, the rest by type, sender, both, year, amount, or nothing that can be seen. */
function tagRules(manner: Manner, { senders, kinds, own }: Kinds, random: Random): TagRule[] {
	const rules: TagRule[] = random
		.sample([...topics.entries()], Math.ceil(manner.tags * 0.5))
		.map(([at, { names }]) => ({ name: names[own], isDue: (sheet) => sheet.topics.includes(at) }));
	const spare = random.shuffled(
		"household office archive important paid later shared follow-up project-a project-b folder-3 originals scanned club family work reference binder".split(
			" ",
		),
	);
	while (rules.length < manner.tags) {
		const name = spare.pop() ?? `tag-${rules.length}`;
		const [some, kind, two] = [random.sample(senders, random.int(1, 4)), random.pick(kinds), random.sample(kinds, 2)];
		const year = random.int(2021, 2024);
		rules.push(
			random.weighted<TagRule>([
				[3, { name, isDue: ({ sender }) => some.includes(sender) }],
				[3, { name, isDue: ({ type }) => type === kind }],
				[2, { name, isDue: ({ sender, type }) => two.includes(type) && some.includes(sender) }],
				[1, { name: String(year), isDue: (sheet) => sheet.year === year }],
				[0.2, { name, isDue: ({ cents }) => cents > 300_000 }],
			]),
		);
	}
	return [...new Map(rules.map((rule) => [rule.name, rule])).values()];
}

function saidOf(truth: Truth, manner: Manner, all: Kinds & { rules: readonly TagRule[] }, random: Random): Truth {
	const said = { ...truth };
	if (random.chance(manner.mislabelled)) {
		const which = random.int(0, 2);
		if (which === 0) said.correspondent = random.pick(all.senders).label;
		if (which === 1) said.documentType = random.pick(all.kinds).names[all.own];
		if (which === 2) said.tags = random.sample(all.rules, random.int(0, 3)).map(({ name }) => name);
	}
	if (random.chance(manner.incomplete)) {
		if (random.chance(0.5)) said.correspondent = null;
		if (random.chance(0.5)) said.documentType = null;
	}
	return said;
}

function printed(
	{ sender, type, topics: subjects, year, cents }: Sheet,
	manner: Manner,
	random: Random,
): { title: string; text: string } {
	const { language } = sender;
	const reference = sender.reference(random);
	const date = `${random.int(1, 28)}.${random.int(1, 12)}.${year}`;
	const about = subjects.flatMap((at) => random.sample(topics[at]?.words[language] ?? [], random.int(1, 3)));
	const body = random.shuffled([
		...random.sample(type.phrases[language], random.int(...manner.phrases)),
		...sender.habits.slice(0, random.int(1, sender.habits.length)),
		...about.map((word) => aside(language, word, random)),
		...Array.from({ length: random.int(...manner.talk) }, () => sentences(language, 1, random)),
	]);
	const rows = type.hasRows
		? Array.from({ length: random.int(2, 8) }, (_, at) =>
				[`${at + 1}`, random.pick([...about, reference]), (random.int(100, 90_000) / 100).toFixed(2)].join(
					sender.columns,
				),
			)
		: [];
	const heading = random.pick(type.headings[language]);
	const parts: Record<string, readonly string[]> = {
		head: sender.head,
		title: random.chance(manner.headings) ? [heading] : [],
		reference: [`${random.pick(["Ref.", "No.", "Nr.", "#"])} ${reference}  ${date}`],
		salutation: [sender.salutation],
		body: random.chance(0.5) ? body : [body.join(" ")],
		rows: [...rows, ...(type.hasRows ? [`${(cents / 100).toFixed(2)} EUR`] : [])],
		closing: [sender.closing],
	};
	const order = random.pick(sender.layouts);
	const lines = [...recipient(language), ...order.flatMap((part) => parts[part] ?? []), ...sender.foot];
	const [least, most] = manner.noise;
	const rate = least + random.next() * (most - least);
	const read = rate > 0 ? wordReader(scannerMisreader)(lines, rate, random) : lines;
	const title = random.weighted([
		[3, `Scan_${random.digits(8)}`],
		[2, `document ${random.digits(4)}`],
		[1, `${heading} ${reference}`],
	]);
	return { title, text: read.join("\n") };
}

/** The household, on nearly every sheet. */
function recipient(language: Language): string[] {
	return language === "hi" ? ["श्री राम कुमार", "गांधी मार्ग 12"] : ["Jordan Petersen", "Elm Cottage 12"];
}

function aside(language: Language, word: string, random: Random): string {
	const around = {
		en: ["This concerns your {}.", "Item: {}", "Enclosed are the papers on {}.", "{} as discussed"],
		de: ["Es geht um {}.", "Betreff: {}", "Anbei die Unterlagen: {}.", "{} wie besprochen"],
		hi: ["विषय: {}", "{} के संबंध में"],
		fr: ["Objet : {}", "Concernant {}."],
	}[language];
	return random.pick(around).replace("{}", word);
}
