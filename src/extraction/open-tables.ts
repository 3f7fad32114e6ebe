/** Tables whose columns the flow leaves open: the document's own, by its own column heads. */
import type { Block } from "../convert/convert.ts";
import type { Field } from "./flow.ts";
import { humanized, wordsOf } from "./fold.ts";
import { type FieldResult, MISSING } from "./result.ts";

type OpenRow = Record<string, string | null>;

/** Points of a table that is called what the field is called, and of the only one there is. Among several nameless ones none is the one meant. */
const NAMED = 85;
const ONLY = 55;

export function isOpenTable({ type, items = [] }: Field): boolean {
	return type === "table" && items.length === 0;
}

/** Its rows by the words over their columns; null where no table can be told to be the one that is meant. */
export function openTable(field: Field, blocks: readonly Block[]): FieldResult {
	const tables = blocks.flatMap((block, at) => {
		const rows = rowsOf(block);
		return rows.length === 0 ? [] : [{ block, rows, isNamed: isNamed(field, block, blocks[at - 1]) }];
	});
	const named = tables.filter((table) => table.isNamed);
	const [chosen, ...others] = named.length > 0 ? named : tables;
	if (chosen === undefined || (others.length > 0 && named.length === 0)) return MISSING;
	const { page, bbox, text } = chosen.block;
	return {
		value: chosen.rows,
		score: named.length > 0 ? NAMED : ONLY,
		citation: { page, bbox, text: text.replace(/\s+/g, " ").trim() },
	};
}

/** The heading or caption over it has all words of one of the field's names, or its column heads have. */
function isNamed({ name, aliases = [] }: Field, { table }: Block, before: Block | undefined): boolean {
	const over = before === undefined || before.table !== undefined ? "" : before.text.slice(0, 200);
	const places = [over, (table?.header ?? []).flat().join(" ")].map((text) => new Set(wordsOf(text)));
	return [humanized(name), ...aliases].some((label) => {
		const words = wordsOf(label);
		return words.length > 0 && places.some((place) => words.every((word) => place.has(word)));
	});
}

/** Of a table without a head of its own, the first row is taken for one, as Markdown does. */
function rowsOf({ table }: Block): OpenRow[] {
	if (table === undefined) return [];
	const [first = [], ...rest] = table.rows;
	const [head, rows] = table.header.length > 0 ? [table.header, table.rows] : [[first], rest];
	const width = Math.max(0, ...[...head, ...rows].map((row) => row.length));
	const names = namesOf(head, width);
	return rows
		.map((row): OpenRow => Object.fromEntries(names.map((name, at) => [name, row[at]?.trim() || null])))
		.filter((row) => Object.values(row).some((cell) => cell !== null));
}

/** Each once: a second `Amount` is `Amount 2`, one without a word `Column 3`. */
function namesOf(head: readonly (readonly string[])[], width: number): string[] {
	const names: string[] = [];
	for (let column = 0; column < width; column += 1) {
		const words = [...new Set(head.map((row) => row[column]?.trim() ?? ""))].filter((word) => word !== "");
		const base = words.join(" ").replace(/\s+/g, " ") || `Column ${column + 1}`;
		let name = base;
		for (let count = 2; names.includes(name); count += 1) name = `${base} ${count}`;
		names.push(name);
	}
	return names;
}
