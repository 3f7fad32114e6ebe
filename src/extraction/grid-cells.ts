/** Amounts that a field names by their row and their column: "gross pay, year to date". */
import type { Candidate, Reader } from "./candidates.ts";
import { humanized, wordsOf } from "./fold.ts";
import { isTotalsKey, keyOf, labelKey, type Wanted, wantedOf } from "./labels.ts";
import { misalignment } from "./layout.ts";
import type { Occurrence } from "./occurrences.ts";
import { readTokens } from "./readings.ts";
import type { Segment, TextLine } from "./tokens.ts";

type Column = "current" | "year";

/** What heads of such columns say, and fields that mean them. */
const SAID: Record<Column, readonly string[]> = {
	year: [
		...["ytd", "year to date", "to date", "year", "annual", "yearly", "cumulative", "this year", "total year"],
		...["jahr", "jahreswert", "jahreswerte", "jahressumme", "kumuliert", "kumulativ", "laufendes jahr", "aufgelaufen"],
		...["cumul", "cumul annuel", "annuel", "acumulado", "anual", "वार्षिक", "वर्ष", "कुल वर्ष"],
	],
	current: [
		...[
			"this period",
			"current",
			"current period",
			"this month",
			"month",
			"monthly",
			"period",
			"this pay",
			"current pay",
		],
		...["monat", "monatlich", "monatswert", "laufender monat", "mensuel", "mois", "mensual", "मासिक", "इस माह", "माह"],
	],
};

const columnOf = new Map<string, Column>(
	Object.entries(SAID).flatMap(([column, texts]) =>
		texts.map((text): [string, Column] => [keyOf(text), column === "year" ? "year" : "current"]),
	),
);
/** Heads of amounts, which stand for the current ones where another column of the same line is the year's. */
const AMOUNTS = new Set(["amount", "pay", "total amount", "sum", "earnings", "deduction"]);
const INCOME_TAX = wantedOf({ name: "income_tax", type: "currency" }).labels;

export interface Cell {
	row: Wanted;
	/** Undefined for a field that names none: then the current amount is meant. */
	column: Column | undefined;
}

/** The rows and columns that a field's names say. */
export function cellsNamedBy(wanted: Wanted): Cell[] {
	const { field } = wanted;
	if (!isAmount(wanted)) return [];
	const said = [humanized(field.name), ...(field.aliases ?? []), field.description ?? ""];
	const cells = said.flatMap((text): Cell[] => {
		const words = wordsOf(text);
		const range = words.length > MAX_WORDS ? undefined : columnWords(words);
		if (range === undefined) return [];
		const rest = [...words.slice(0, range.start), ...words.slice(range.end)].join(" ");
		return keyOf(rest) === "" ? [] : [{ row: rowNamed(rest, field.type), column: range.column }];
	});
	return cells.length > 0 ? cells : [{ row: wanted, column: undefined }];
}

function isAmount({ field, kind }: Wanted): boolean {
	return (field.type === "currency" || field.type === "number") && kind !== "percent" && kind !== "id";
}

const MAX_WORDS = 8;

/** The longest run of words that names a column, and leaves some over. */
function columnWords(words: readonly string[]): { start: number; end: number; column: Column } | undefined {
	for (let length = words.length - 1; length > 0; length--) {
		for (let start = 0; start + length <= words.length; start++) {
			const column = columnOf.get(labelKey(words.slice(start, start + length)));
			if (column !== undefined) return { start, end: start + length, column };
		}
	}
	return undefined;
}

function rowNamed(name: string, type: Wanted["field"]["type"]): Wanted {
	const row = wantedOf({ name, type });
	// On a payslip the tax is that on the income.
	if (keyOf(name) === "tax")
		for (const [key, weight] of INCOME_TAX) if (!row.labels.has(key)) row.labels.set(key, weight);
	return row;
}

const SUMMING = new Set(["total", "grand", "sum", "subtotal"]);
const BY_COLUMN = 92;

/** The sum at the foot of the column that the field's label heads. */
export function columnTotals(wanted: Wanted, { occurrences, text, habits }: Reader): Candidate[] {
	const { labels } = wanted;
	if (!isAmount(wanted)) return [];
	return occurrences.flatMap((label): Candidate[] => {
		const weight = labels.get(label.key);
		const { line, segment } = label;
		if (weight === undefined || label.hasColon || line.segments.length < 3 || /\p{Nd}{2}/u.test(segment.text))
			return [];
		const foot = occurrences.find(
			(each) =>
				each.line.index > line.index &&
				each.line.index - line.index < REACH &&
				each.line.page === line.page &&
				each.start <= 1 &&
				each.key.split(" ").every((name) => SUMMING.has(name)) &&
				isTotalsKey(each.key, true),
		);
		const cells = foot === undefined ? [] : text.lines[foot.line.index]?.segments.slice(foot.at + 1);
		const cell = cells?.find((each) => headOver(line.segments, each, line.heightPt) === segment);
		const reading = cell && readTokens(cell.tokens, wanted, habits);
		if (reading === undefined) return [];
		const score = BY_COLUMN * weight * label.clarity * reading.fit;
		return [{ value: reading.value, tokens: reading.tokens, score, label }];
	});
}

/** Under which of a line's segments something stands. */
function headOver(heads: readonly Segment[], { box }: Segment, heightPt: number): Segment | undefined {
	const [nearest] = heads.toSorted((a, b) => misalignment(a.box, box) - misalignment(b.box, box));
	return nearest !== undefined && misalignment(nearest.box, box) < heightPt * MAX_AWAY ? nearest : undefined;
}

interface GridHead {
	line: TextLine;
	segments: { segment: Segment; column: Column | undefined }[];
}

const BY_CELL = 97;
/** Lines under a head that its columns reach. */
const REACH = 60;

/** Candidates by row and column; none where no line above the row heads a column of a year's amounts. */
export function cellCandidates(wanted: Wanted, reader: Reader): Candidate[] {
	const heads = headsIn(reader);
	if (heads.length === 0) return [];
	return cellsNamedBy(wanted).flatMap(({ row, column }) =>
		reader.occurrences.flatMap((label): Candidate[] => {
			const weight = label.start <= 1 ? row.labels.get(label.key) : undefined;
			if (weight === undefined) return [];
			const cell = cellOf(label, column ?? "current", heads);
			const reading = cell && readTokens(cell.tokens, wanted, reader.habits);
			if (reading === undefined) return [];
			const score = BY_CELL * weight * label.clarity * reading.fit;
			return [{ value: reading.value, tokens: reading.tokens, score, label }];
		}),
	);
}

function headsIn({ text }: Reader): GridHead[] {
	return text.lines.flatMap((line): GridHead[] => {
		if (line.segments.length < 2) return [];
		const named = line.segments.map((segment) => ({ segment, column: columnNamed(segment.text) }));
		if (!named.some(({ column }) => column === "year")) return [];
		if (line.segments.some(({ text: own }) => (own.match(/\p{Nd}/gu)?.length ?? 0) > 4)) return [];
		// Of the columns of amounts that say nothing of a time the last is the current one.
		const plain = named
			.filter(({ segment, column }) => column === undefined && AMOUNTS.has(bareKey(segment.text)))
			.at(-1);
		if (plain !== undefined && !named.some(({ column }) => column === "current")) plain.column = "current";
		return [{ line, segments: named }];
	});
}

/** Without the currency, and that it is an amount. */
function bareKey(text: string): string {
	return keyOf(text.replace(/[([][^)\]]*[)\]]/g, " ").replace(/\b(?:EUR|USD|INR|GBP|CHF)\b|[€$£₹]/g, " "));
}

function columnNamed(text: string): Column | undefined {
	const key = bareKey(text);
	const names = key.split(" ").filter((name) => !AMOUNTS.has(name));
	return columnOf.get(key) ?? columnOf.get(names.join(" "));
}

/** What stands in the label's line under the head of the column. */
function cellOf(label: Occurrence, column: Column, heads: readonly GridHead[]): Segment | undefined {
	const { line, segment } = label;
	const head = heads.findLast(
		(each) => each.line.page === line.page && each.line.index < line.index && line.index - each.line.index < REACH,
	);
	// Of two tables side by side the columns right of the label are its own.
	const wanted = head?.segments.find((each) => each.column === column && each.segment.box[2] > segment.box[2])?.segment;
	if (head === undefined || wanted === undefined) return undefined;
	const over = head.segments.map((each) => each.segment);
	return line.segments
		.slice(line.segments.indexOf(segment) + 1)
		.find((cell) => headOver(over, cell, line.heightPt) === wanted);
}

/** Between the edges of a head and of what stands under it, in line heights. */
const MAX_AWAY = 6;
