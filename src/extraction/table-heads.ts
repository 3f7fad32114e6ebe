/** Heads of tables: which columns they have, and where. */
import type { Box } from "../convert/convert.ts";
import { humanized } from "./fold.ts";
import { keyOf, type Wanted } from "./labels.ts";
import { sharedWidth } from "./layout.ts";
import { CONCEPTS } from "./lexicon-concepts.ts";
import type { Occurrence } from "./occurrences.ts";
import type { DocumentText } from "./page-text.ts";
import { boxOf, type TextLine, type Token, textOf } from "./tokens.ts";

export interface HeadCell {
	key: string;
	box: Box;
	text: string;
}

export interface Head {
	/** Last line of the head. */
	line: TextLine;
	cells: HeadCell[];
	/** By place in the table's columns: which cell, and how sure. */
	columns: ({ cell: number; weight: number } | undefined)[];
	/** Sum of the weights. */
	quality: number;
}

/** White between the two lines of a head, in line heights. */
const SECOND_LINE_GAP = 0.9;

/** Cells of a line: its segments, those with several labels cut up. Empty where it cannot be a head. */
export function cellsOf(line: TextLine, occurrences: ReadonlyMap<TextLine, Occurrence[]>): HeadCell[] {
	const own = occurrences.get(line) ?? [];
	const cells = line.segments.flatMap((segment): HeadCell[] => {
		const labels = own.filter((each) => each.segment === segment);
		const isAllLabels =
			labels.length > 1 &&
			labels.every((each, at) => each.valueStart >= (labels[at + 1]?.start ?? segment.tokens.length)) &&
			// "Price net" is one column.
			!labels.slice(1).some(({ key }) => key.split(" ").every((name) => TAX_STATUS.has(name)));
		const runs = isAllLabels
			? labels.map(({ start, valueEnd }) => segment.tokens.slice(start, valueEnd))
			: [segment.tokens];
		return runs.map(toCell);
	});
	const isHead =
		cells.length > 0 && cells.every(({ text }) => !/[:：]$/.test(text) && (text.match(/\p{Nd}/gu)?.length ?? 0) <= 2);
	return isHead ? cells : [];
}

function toCell(tokens: readonly Token[]): HeadCell {
	const text = textOf(tokens);
	return { key: keyOfHead(text), box: boxOf(tokens), text };
}

/** Without what is in brackets, and the currency. */
function keyOfHead(text: string): string {
	return keyOf(text.replace(/[([][^)\]]*[)\]]/g, " ").replace(/(?:in\s+)?(?:EUR|USD|INR|CHF|GBP|[€$₹£])\s*$/, ""));
}

/** The head with what its second line adds; the same where that line is no part of it. */
function withSecondLine(cells: readonly HeadCell[], next: readonly HeadCell[]): HeadCell[] | undefined {
	if (next.length === 0) return undefined;
	const merged = cells.map((cell) => ({ ...cell, texts: [cell.text] }));
	for (const below of next) {
		const above = merged.find(({ box }) => sharedWidth(box, below.box) > 0.3);
		if (above === undefined) {
			merged.push({ ...below, texts: [below.text] });
			continue;
		}
		above.texts.push(below.text);
		above.box = [
			Math.min(above.box[0], below.box[0]),
			above.box[1],
			Math.max(above.box[2], below.box[2]),
			below.box[3],
		];
	}
	return merged
		.map(({ texts, box }) => {
			const text = texts.join(" ").replace(/(\p{L})- (\p{Ll})/gu, "$1$2");
			return { text, box, key: keyOfHead(text) };
		})
		.sort((a, b) => a.box[0] - b.box[0]);
}

/** Heads that fit the columns, best first. At least two columns must be there, or the only one. */
export function findHeads(
	text: DocumentText,
	columns: readonly Wanted[],
	table: Wanted,
	occurrences: ReadonlyMap<TextLine, Occurrence[]>,
): Head[] {
	const heads = text.lines.flatMap((line): Head[] => {
		const named = cellsOf(line, occurrences);
		if (named.length === 0) return [];
		const stub = stubOf(text, line, named);
		const cells = stub === undefined ? named : [stub, ...named];
		const single = toHead(line, cells, columns, table);
		const next = text.lines[line.index + 1];
		const isNear =
			next !== undefined && next.page === line.page && next.box[1] - line.box[3] < line.heightPt * SECOND_LINE_GAP;
		const merged = isNear ? withSecondLine(cells, cellsOf(next, occurrences)) : undefined;
		const double = merged && next && toHead(next, merged, columns, table);
		const best = double !== undefined && double.quality > single.quality + 0.2 ? double : single;
		const assigned = best.columns.filter((each) => each !== undefined).length;
		return assigned >= Math.min(2, columns.length) && hasItems(best, columns)
			? [{ ...best, quality: best.quality + titleBonus(text, line, table) }]
			: [];
	});
	return heads.sort((a, b) => b.quality - a.quality || a.line.index - b.line.index);
}

/** Lines under a head in which a column without one is looked for. */
const STUB_LINES = 3;

/** The head that is not there, of a column of names left of all others. */
function stubOf(text: DocumentText, line: TextLine, [first]: readonly HeadCell[]): HeadCell | undefined {
	if (first === undefined) return undefined;
	const below = text.lines.slice(line.index + 1, line.index + 1 + STUB_LINES).filter(({ page }) => page === line.page);
	const names = below.flatMap(({ segments }) => segments.slice(0, segments.length > 1 ? 1 : 0));
	const left = names.filter(({ box }) => box[2] < first.box[0] - line.heightPt * 0.3);
	if (below.length < 2 || left.length < below.length) return undefined;
	return { key: "", box: boxOf(left), text: "" };
}

/** A table whose items have names has a column for them, or one that counts them. */
function hasItems(head: Head, columns: readonly Wanted[]): boolean {
	const has = (name: string): boolean => columns.some(({ concept }, at) => concept?.name === name && head.columns[at]);
	return !columns.some(({ concept }) => concept?.name === "description") || has("description") || has("quantity");
}

/** The table's own name in its head, or close above it. */
function titleBonus(text: DocumentText, line: TextLine, table: Wanted): number {
	const near = text.lines.slice(Math.max(0, line.index - 2), line.index);
	const isTitled = near.some(
		(each) => each.page === line.page && each.segments.some((segment) => table.labels.has(keyOf(segment.text))),
	);
	return isTitled ? 0.6 : 0;
}

function toHead(line: TextLine, cells: HeadCell[], columns: readonly Wanted[], table: Wanted): Head {
	// A column that goes by the name of the table is that column.
	const isColumn = (key: string): boolean => columns.some((column) => (column.labels.get(key) ?? 0) > 0.99);
	const own = cells.findIndex(({ key }) => (table.labels.get(key) ?? 0) > 0.9 && !isColumn(key) && !COUNTERS.has(key));
	// Of two tables side by side the left one has columns of the same names.
	const isBesideOther = cells
		.slice(0, Math.max(0, own))
		.some(({ key }) => cells.slice(own).some((cell) => cell.key === key));
	const pairs = columns
		.flatMap((column, at) => cells.map((cell, index) => ({ at, index, weight: weightOf(column, cell) })))
		.filter(({ weight, index }) => weight > 0 && (index >= own || !isBesideOther));
	const textColumn = columns.findIndex(({ field }) => field.type === "string");
	// "Earnings | Amount": the column of names goes by the name of the table.
	if (own >= 0 && textColumn >= 0) pairs.push({ at: textColumn, index: own, weight: 1.2 });
	// Of its amounts the first is meant, whatever its head says.
	const amount = columns.findIndex(({ field }) => field.type === "currency");
	if (own >= 0 && amount >= 0 && cells[own + 1] !== undefined) pairs.push({ at: amount, index: own + 1, weight: 0.4 });
	pairs.sort((a, b) => b.weight - a.weight || a.index - b.index);
	const head: Head = { line, cells, columns: columns.map(() => undefined), quality: 0 };
	const used = new Set<number>();
	for (const { at, index, weight } of pairs) {
		if (head.columns[at] !== undefined || used.has(index)) continue;
		used.add(index);
		head.columns[at] = { cell: index, weight: Math.min(1, weight) };
		head.quality += weight;
	}
	const isStub = cells[0]?.text === "" && !used.has(0);
	if (isStub && textColumn >= 0 && head.columns[textColumn] === undefined)
		head.columns[textColumn] = { cell: 0, weight: BY_PLACE };
	return head;
}

/** A column of names without a head; the words of a column's name among others of a head. */
const BY_PLACE = 0.6;
const AMONG_OTHERS = 0.75;

/** Heads of columns that number the rows. */
const COUNTERS = new Set(["position", "num", "position num", "line", "line num"]);

/** Whether prices are with or without tax makes no other column of them. */
const TAX_STATUS = new Set(["taxable", "incl", "net", "gross", "tax"]);

/** "Hrs / Qty" is either. */
const BY_PART = 0.9;

function weightOf(column: Wanted, { key, text }: HeadCell): number {
	const whole = weightOfKey(column, key);
	const parts = text.split("/");
	return parts.length < 2
		? whole
		: Math.max(whole, ...parts.map((part) => BY_PART * weightOfKey(column, keyOfHead(part))));
}

function weightOfKey(column: Wanted, key: string): number {
	const exact = column.labels.get(key);
	if (exact !== undefined) return exact;
	const names = key.split(" ");
	const plain = names.filter((name) => !TAX_STATUS.has(name)).join(" ");
	const byStatus = plain === "" || plain === key ? 0 : 0.92 * (column.labels.get(plain) ?? 0);
	const own = keyOf(humanized(column.field.name)).split(" ");
	const isAmong = own.length > 1 && own.length < names.length && own.every((name) => names.includes(name));
	return Math.max(byStatus, isAmong ? AMONG_OTHERS : 0);
}

const columnKeys = new Map<string, string>();
for (const name of [
	"description",
	"quantity",
	"unit_price",
	"line_amount",
	"item_number",
	"position_number",
	"hsn_code",
]) {
	const concept = CONCEPTS.find((each) => each.name === name);
	for (const label of concept?.labels ?? []) if (!columnKeys.has(keyOf(label))) columnKeys.set(keyOf(label), name);
}

/** Whether a line heads columns of items, whatever table was asked for. */
export function isItemHead(cells: readonly HeadCell[]): boolean {
	const names = new Set(cells.flatMap(({ key }) => columnKeys.get(key) ?? []));
	// Sums of tax by rates have no items.
	const isTaxes = cells.some(({ key }) => key !== "" && key.split(" ").every((name) => TAX_STATUS.has(name)));
	const isList = names.has("description") || names.has("quantity") || (names.has("unit_price") && !isTaxes);
	return cells.length >= 2 && names.size >= 2 && isList;
}
