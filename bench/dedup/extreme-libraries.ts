/** Libraries that no archive holds as a whole, but parts of which every large one does. */
import { anyDay, dottedDay, isoDay, monthName, monthsLater } from "./dates.ts";
import { company, iban, money, paragraph, person, street, subject, town } from "./first-prose.ts";
import { type Script, scripts } from "./foreign-words.ts";
import { type Misreader, plainMisreader } from "./misreadings.ts";
import { type Labelled, type LibraryDocument, place, type Unplaced } from "./paper.ts";
import { Random } from "./random.ts";
import { rewrap, wrap } from "./renditions.ts";
import { englishVoice, prose } from "./second-voice.ts";
import { wordReader } from "./word-misreadings.ts";

export interface ExtremeLibrary {
	name: string;
	library: Labelled[];
	/** Least precision and recall. */
	precision: number;
	recall: number;
}

const STAFF = 125;
const MONTHS = 40;
const LONG_CHARACTERS = 500_000;

export function extremeLibraries(seed: number): ExtremeLibrary[] {
	const random = new Random(seed, 3);
	return [
		{
			name: "5,000 payslips of one company, 50 scanned again",
			library: payroll(random),
			precision: 0.98,
			recall: 0.95,
		},
		{ name: "1,000 identical documents", library: identical(random), precision: 1, recall: 1 },
		{ name: "10 documents of 500,000 characters, each twice", library: long(random), precision: 1, recall: 1 },
		...scripts.map((script) => ({
			name: `120 documents in ${script.name}, half of them monthly, 60 scanned again`,
			library: foreign(script, random),
			precision: 0.98,
			recall: 0.9,
		})),
		{ name: "empty documents and single lines", library: small(random), precision: 1, recall: 0 },
	];
}

function payroll(random: Random): Labelled[] {
	const [sender, about, base] = [company(random), subject(random), anyDay(random)];
	const head = [sender, street(random), town(random), ""];
	const filler = [paragraph(about, 6, random), paragraph(about, 5, random)];
	const made: Unplaced[] = [];
	for (let staff = 0; staff < STAFF; staff++) {
		const [name, home, account, number] = [
			person(random),
			[street(random), town(random)],
			iban(random),
			random.digits(6),
		];
		const pay = random.int(210_000, 690_000);
		for (let month = 0; month < MONTHS; month++) {
			const date = monthsLater(base, month);
			const lines = [
				...head,
				name,
				...home,
				`Payslip for ${monthName(date)}`,
				`Employee number: ${number}`,
				`Working hours ${random.int(148, 184)}`,
				`Gross salary ${money(pay)} EUR`,
				`Net salary ${money(Math.round(pay * 0.66))} EUR`,
				`Paid to account ${account} on ${dottedDay(date)}`,
				"",
				...filler,
			];
			made.push({ ...unplaced(lines, staff * MONTHS + month), family: 0 });
		}
	}
	const copies = random
		.sample(made, 50)
		.map((original) => scanned(original, [0.01, 0.05, 0.1], plainMisreader, random));
	return place(random.shuffled([...made, ...copies]));
}

function identical(random: Random): Labelled[] {
	const original = unplaced(wrap(prose(englishVoice, 20, random), 78), 0);
	return place(Array.from({ length: 1000 }, (_, at) => (at === 0 ? original : { ...original, kind: "identical" })));
}

function long(random: Random): Labelled[] {
	const originals = Array.from({ length: 10 }, (_, paper) => {
		const lines: string[] = [];
		for (let length = 0; length < LONG_CHARACTERS; ) {
			const text = prose(englishVoice, 30, random);
			lines.push(...wrap(text, 80), "");
			length += text.length + 1;
		}
		return unplaced(lines, paper);
	});
	const copies = originals.map((original) => scanned(original, [0.05], plainMisreader, random));
	return place(random.shuffled([...originals, ...copies]));
}

/** 60 papers of their own and 5 families of 12 months; every second one is scanned again. */
function foreign(script: Script, random: Random): Labelled[] {
	const sentence = (): string => `${random.sample(script.words, random.int(7, 16)).join(script.gap)}${script.stop}`;
	const body = (): string[] =>
		Array.from({ length: random.int(8, 20) }, () => `${sentence()}${script.gap}${sentence()}`);
	const made: Unplaced[] = Array.from({ length: 60 }, (_, paper) => unplaced([random.digits(6), ...body()], paper));
	for (let family = 0; family < 5; family++) {
		const [shared, first] = [body(), anyDay(random)];
		for (let at = 0; at < 12; at++) {
			const date = monthsLater(first, at);
			const month = `${script.months[date.month - 1] ?? ""}${script.gap}${date.year}`;
			const lines = [sentence(), month, `${dottedDay(date)} ${random.digits(5)}`, ...shared];
			made.push({ ...unplaced(lines, made.length), family });
		}
	}
	const reader: Misreader = { ...plainMisreader, letters: script.letters };
	const copies = random.sample(made, 60).map((original) => scanned(original, [0.01, 0.05], reader, random));
	return place(random.shuffled([...made, ...copies]));
}

/** Nothing, blanks, a few words: no two of them are the same paper for certain, but the same line twice may be said to be. */
function small(random: Random): Labelled[] {
	const empty = ["", " ", "\n\n", "\t", "."].flatMap((text) => [text, text, text]);
	const lines = Array.from(
		{ length: 60 },
		() => `${random.pick(["Receipt", "Note", "Page", "Scan"])} ${random.digits(4)}`,
	);
	const texts = [...empty, ...lines];
	const twice = lines
		.slice(0, 20)
		.map((line, at): Unplaced => ({ ...unplaced([line], empty.length + at), kind: "line" }));
	return place([...texts.map((text, paper) => unplaced([text], paper)), ...twice]);
}

function unplaced(lines: readonly string[], paper: number): Unplaced {
	const document: Omit<LibraryDocument, "id"> = {
		title: `Document ${paper}`,
		content: lines.join("\n"),
		created: isoDay({ year: 2020, month: 1, day: 1 + (paper % 28) }),
		correspondent: null,
		document_type: null,
		tags: [],
	};
	return { document, paper, family: null, kind: "original" };
}

/** `rates` are shares of the words. */
function scanned(original: Unplaced, rates: readonly number[], misreader: Misreader, random: Random): Unplaced {
	const rate = random.pick(rates);
	const lines = wordReader(misreader)(original.document.content.split("\n"), rate, random);
	const content = rewrap(0)(lines, random).join("\n");
	return { ...original, document: { ...original.document, content }, kind: `edit-${rate * 100}` };
}
