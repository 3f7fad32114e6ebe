import { oddities } from "./oddities.ts";
import type { FakePaperless } from "./paperless.ts";
import { type Random, randomOf } from "./random.ts";
import { named, type Seed } from "./seeds.ts";
import { pageCountOf, textPdf } from "./text-pdf.ts";

export interface Volume {
	count: number;
	/** Other numbers give other documents; the same one always the same. */
	seed?: number;
	/** Leaves out texts, ids and relations that are seldom seen; they are in unless this is set. */
	isPlain?: boolean;
}

const subjects = ["invoice", "contract", "policy", "statement", "delivery note", "reminder", "report", "certificate"];
const nouns = [
	"amount",
	"account",
	"agreement",
	"annex",
	"balance",
	"building",
	"customer",
	"deposit",
	"equipment",
	"insurance",
	"inspection",
	"machine",
	"meter",
	"office",
	"payment",
	"premium",
	"property",
	"repair",
	"shipment",
	"supplier",
	"tenant",
	"vehicle",
	"warranty",
	"workshop",
];
const verbs = ["covers", "concerns", "replaces", "confirms", "includes", "follows", "precedes", "names"];
const adjectives = ["annual", "final", "first", "monthly", "open", "previous", "second", "agreed", "revised", "small"];
const families = [
	"Ahlers",
	"Brandt",
	"Castellan",
	"Dorn",
	"Eklund",
	"Ferrante",
	"Gruber",
	"Hallam",
	"Ivarsen",
	"Jonker",
];
const trades = [
	"Energy",
	"Foods",
	"Housing",
	"Insurance",
	"Logistics",
	"Motors",
	"Printing",
	"Telecom",
	"Travel",
	"Water",
];
const forms = ["AG", "BV", "GmbH", "Inc", "KG", "Ltd", "SA", "& Sons"];
const tagNames = ["Finance", "Finance 2023", "Finance 2024", "Household", "Insurance", "Archive", "To check", "Tax"];

/** Every so many documents is a second scan of the one before it, with some letters read otherwise. */
const rescanEvery = 20;

/**
 * Fills the fake with documents: letters and invoices of a few hundred words with their relations, second scans, and odd
 * ones. The same volume gives the same documents, titles, days and relations each time.
 */
export function populate(fake: FakePaperless, { count, seed = 1, isPlain = false }: Volume): void {
	const { store } = fake;
	const finance = named(store, "tags", "Finance");
	for (const name of ["Finance 2023", "Finance 2024"]) named(store, "tags", name).parent = finance.id;
	named(store, "tags", "To check").isInboxTag = true;
	const random = randomOf(seed);
	const odd = isPlain ? [] : oddities(fake);
	let id = 0;
	let before: Seed | undefined;
	for (let index = 0; index < count; index++) {
		// Gaps, as deleted documents leave them; the last tenth lies above what 32 bits hold.
		id += !isPlain && index % 50 === 49 ? 7 : 1;
		if (!isPlain && index === Math.floor(count * 0.9)) id += 2 ** 31;
		const isRescan = before !== undefined && index % rescanEvery === rescanEvery - 1;
		const whole: Seed = isRescan && before !== undefined ? rescanned(before, random) : letter(random);
		// The first documents are odd each in another way, and after them one in forty.
		const makeOdd = index < odd.length ? odd[index] : index % 40 === 0 ? odd[(index / 40) % odd.length] : undefined;
		const own: Seed = { ...whole, ...makeOdd?.(random), id };
		fake.addDocument(withFile(own));
		before = own.content.length < 20_000 ? own : undefined;
	}
}

function letter(random: Random): Seed {
	const sender = `${random.pick(families)} ${random.pick(trades)} ${random.pick(forms)}`;
	const subject = random.pick(subjects);
	const number = `${random.whole(2012, 2025)}-${random.whole(10_000, 99_999)}`;
	const created = dayFrom(random);
	const title = `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${number}`;
	const paragraphs = Array.from({ length: random.whole(2, 8) }, () => paragraph(random));
	const lines = Array.from({ length: random.whole(0, 6) }, (_, index) => lineItem(random, index + 1));
	const tags = tagNames.filter(() => random.next() < 0.15);
	if (tags.some((name) => name.startsWith("Finance 2")) && !tags.includes("Finance")) tags.push("Finance");
	return {
		title,
		content: [sender, `Date: ${created}`, title, ...paragraphs, ...lines].join("\n\n"),
		created,
		correspondent: sender,
		document_type: subject,
		tags,
		archive_serial_number: null,
	};
}

function paragraph(random: Random): string {
	return Array.from({ length: random.whole(2, 9) }, () => sentence(random)).join(" ");
}

function sentence(random: Random): string {
	const noun = () => `the ${random.next() < 0.6 ? `${random.pick(adjectives)} ` : ""}${random.pick(nouns)}`;
	const start = noun();
	const rest = `${random.pick(verbs)} ${noun()} of ${noun()}, number ${random.whole(100, 99_999)}.`;
	return `${start.charAt(0).toUpperCase()}${start.slice(1)} ${rest}`;
}

function lineItem(random: Random, position: number): string {
	const cents = random.whole(100, 99_999);
	return `${position}  ${random.pick(adjectives)} ${random.pick(nouns)}  ${(cents / 100).toFixed(2)} EUR`;
}

function dayFrom(random: Random): string {
	return new Date(Date.UTC(2012, 0, 1) + random.whole(0, 365 * 13) * 86_400_000).toISOString().slice(0, 10);
}

/** The same letter scanned again: another title, and a letter in some hundred read wrong. */
function rescanned(seed: Seed, random: Random): Seed {
	const content = seed.content.replace(/[eoil]/g, (char) =>
		random.next() < 0.01 ? ({ e: "c", o: "0", i: "l", l: "1" }[char] ?? char) : char,
	);
	return { ...seed, title: `Scan ${random.whole(100_000, 999_999)}`, content };
}

/** PDFs made when they are asked for; every second one has an archive version. */
function withFile(seed: Seed): Seed {
	const file = () => textPdf(seed.content);
	const isArchived = (seed.id ?? 0) % 2 === 0;
	return {
		original_file_name: `${seed.id}.pdf`,
		mime_type: "application/pdf",
		page_count: seed.content.length < 20_000 ? pageCountOf(seed.content) : 1,
		file,
		...(isArchived && { archive: () => textPdf(`PDF/A\n${seed.content}`) }),
		...seed,
	};
}
