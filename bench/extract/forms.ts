/** Filled forms in three layouts; the third is held out. */
import type { Field, FieldValue } from "../../src/extraction/extraction.ts";
import type { Random } from "../dedup/random.ts";
import type { Pair } from "./document.ts";
import { type Audience, anyHabit } from "./habits.ts";
import { isoOf } from "./invoices.ts";
import { Sheet } from "./sheet.ts";
import { type LabelSet, type Language, languageOf, PEOPLE, PLACES, printedLabel } from "./words.ts";

const STATES: Record<Language, readonly string[]> = {
	en: ["Single", "Married", "Divorced"],
	de: ["Ledig", "Verheiratet", "Geschieden"],
	hi: ["Single", "Married", "Divorced"],
};
const YES_NO: Record<Language, readonly [string, string]> = {
	en: ["Yes", "No"],
	de: ["Ja", "Nein"],
	hi: ["हाँ", "नहीं"],
};
const NATIONS: Record<Audience, readonly string[]> = {
	us: ["American", "Canadian"],
	gb: ["British", "Irish"],
	in: ["Indian", "Nepalese"],
	de: ["deutsch", "österreichisch"],
	hi: ["Indian", "Bharatiya"],
};
const TONGUES = ["English", "German", "Hindi", "French", "Spanish", "Tamil", "Polish"];

export function formFields(language: Language): Field[] {
	const translated: Record<Language, Record<string, string[]>> = {
		en: {},
		de: {
			annual_income: ["Jahreseinkommen", "Jährliches Einkommen"],
			languages: ["Sprachen"],
			marital_status: ["Familienstand"],
		},
		hi: { annual_income: ["वार्षिक आय"], languages: ["भाषाएँ"], marital_status: ["वैवाहिक स्थिति"] },
	};
	const aliases = (name: string): Pick<Field, "aliases"> => {
		const own =
			translated[language][name] ??
			(name === "annual_income"
				? ["income per year", "yearly income"]
				: name === "languages"
					? ["languages spoken"]
					: name === "marital_status"
						? ["civil status"]
						: undefined);
		return own === undefined ? {} : { aliases: own };
	};
	return [
		{ name: "full_name", type: "string", required: true },
		{ name: "birth_date", type: "date" },
		{ name: "address", type: "string" },
		{ name: "email", type: "string" },
		{ name: "phone", type: "string" },
		{ name: "nationality", type: "string" },
		{ name: "marital_status", type: "string", enum: [...STATES[language]], ...aliases("marital_status") },
		{ name: "annual_income", type: "currency", ...aliases("annual_income") },
		{ name: "member_number", type: "string" },
		{ name: "newsletter", type: "boolean" },
		{ name: "languages", type: "list", ...aliases("languages") },
	];
}

interface Entry extends Pair {
	/** Boxes to tick instead of a text. */
	choices?: { text: string; isTicked: boolean }[];
}

interface Form {
	title: string;
	entries: Entry[];
}

export function anyForm(random: Random, audience: Audience, set: LabelSet) {
	const habit = anyHabit(random, audience);
	const language = languageOf(audience);
	const born = { year: random.int(1955, 2004), month: random.int(1, 12), day: random.int(1, 28) };
	const income = random.int(12, 240) * 500 + random.pick([0, 0.5, 250]);
	const person = random.pick(PEOPLE[audience]);
	const [first = "x", last = "y"] = person
		.toLowerCase()
		.normalize("NFD")
		.replace(/[\u0300-\u036f]/g, "")
		.split(" ");
	const maybe = <T>(value: T, chance = 0.8): T | null => (random.chance(chance) ? value : null);
	const tongues = random.sample(TONGUES, random.int(2, 4));
	const truth: Record<string, FieldValue | null> = {
		full_name: person,
		birth_date: maybe(isoOf(born)),
		address: maybe(random.pick(PLACES[audience]).replace("|", ", ")),
		email: maybe(`${first}.${last}@example.${audience === "de" ? "de" : "com"}`),
		phone: maybe(phoneOf(random, audience)),
		nationality: maybe(random.pick(NATIONS[audience]), 0.7),
		marital_status: maybe(random.pick(STATES[language]), 0.8),
		annual_income: maybe({ amount: income, currency: habit.currency }, 0.7),
		member_number: maybe(`M-${random.digits(5)}`, 0.6),
		newsletter: maybe(random.chance(0.5), 0.8),
		languages: maybe(tongues, 0.7),
	};
	const texts: Record<string, string> = {
		birth_date: habit.day(born),
		annual_income: habit.money(income),
		languages: tongues.join(", "),
	};
	const entries = Object.entries(truth).flatMap(([name, value]): Entry[] => {
		if (value === null) return [];
		const entry = { name, label: printedLabel(random, name, set, audience), text: texts[name] ?? String(value) };
		const options = name === "marital_status" ? STATES[language] : name === "newsletter" ? YES_NO[language] : undefined;
		if (options === undefined) return [entry];
		const isTicked = (option: string, at: number): boolean =>
			name === "newsletter" ? value === (at === 0) : option === value;
		return [{ ...entry, choices: options.map((text, at) => ({ text, isTicked: isTicked(text, at) })) }];
	});
	const facts: Form = { title: printedLabel(random, "form_title", set, audience), entries };
	return { facts, truth };
}

function phoneOf(random: Random, audience: Audience): string {
	if (audience === "us") return `(${random.digits(3)}) ${random.digits(3)}-${random.digits(4)}`;
	if (audience === "gb") return `+44 20 ${random.digits(4)} ${random.digits(4)}`;
	if (audience === "de") return `+49 221 ${random.digits(7)}`;
	return `+91 ${random.digits(5)} ${random.digits(5)}`;
}

type Draw = (form: Form) => Promise<Uint8Array>;

const ticks = ({ choices = [] }: Entry, box: (isTicked: boolean) => string): string =>
	choices.map(({ text, isTicked }) => `${box(isTicked)} ${text}`).join("   ");

/** A line for each question, its answer behind the colon. */
const lines: Draw = async ({ title, entries }) => {
	const sheet = await Sheet.create();
	sheet.text(title, 60, 70, { size: 18, bold: true });
	entries.forEach((entry, at) => {
		const y = 115 + at * 28;
		const width = sheet.text(`${entry.label}:`, 60, y, { size: 10.5 });
		sheet.text(entry.choices ? ticks(entry, (on) => (on ? "[x]" : "[ ]")) : entry.text, 60 + width + 8, y, {
			size: 10.5,
		});
		sheet.line(60, y + 5, 535, y + 5, 0.4);
	});
	return sheet.save();
};

/** Boxes in two columns with a small label at the top of each. */
const boxes: Draw = async ({ title, entries }) => {
	const sheet = await Sheet.create();
	sheet.box(45, 45, 550, 85, true);
	sheet.text(title, 55, 70, { size: 16, bold: true });
	entries.forEach((entry, at) => {
		const [x, y] = [45 + (at % 2) * 252, 100 + Math.floor(at / 2) * 46];
		sheet.box(x, y, x + 252, y + 46);
		sheet.text(entry.label, x + 6, y + 12, { size: 7.5 });
		sheet.text(entry.choices ? ticks(entry, (on) => (on ? "[X]" : "[ ]")) : entry.text, x + 6, y + 32, { size: 11 });
	});
	return sheet.save();
};

/** Held out: a numbered table of two columns, with hints behind the questions. */
const questions: Draw = async ({ title, entries }) => {
	const sheet = await Sheet.create(612, 792);
	sheet.text(title, 306, 60, { size: 15, align: "center" });
	entries.forEach((entry, at) => {
		const y = 90 + at * 26;
		sheet.box(50, y, 260, y + 26);
		sheet.box(260, y, 562, y + 26);
		const hint = entry.name === "phone" || entry.name === "email" ? " *" : "";
		sheet.text(`${at + 1}. ${entry.label}${hint}`, 56, y + 16.5);
		sheet.text(entry.choices ? ticks(entry, (on) => (on ? "(x)" : "( )")) : entry.text, 268, y + 16.5);
	});
	return sheet.save();
};

export const FORM_LAYOUTS: readonly Draw[] = [lines, boxes, questions];
