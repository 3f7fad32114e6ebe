/** Line items: tables with typed columns. */

import type { Reader } from "./candidates.ts";
import { citationOf } from "./citation.ts";
import { withFactors, withNames } from "./factors.ts";
import { type Wanted, wantedOf } from "./labels.ts";
import type { Occurrence } from "./occurrences.ts";
import { readTokens } from "./readings.ts";
import { receiptRows } from "./receipt-rows.ts";
import type { FieldResult, SimpleValue } from "./result.ts";
import { MISSING } from "./result.ts";
import { findHeads, type Head } from "./table-heads.ts";
import { type Row, rowsUnder } from "./table-rows.ts";
import { boxOf, type TextLine, type Token } from "./tokens.ts";

export type Item = Record<string, SimpleValue | null>;

export interface FoundItems {
	items: Item[];
	tokens: Token[];
	/** 0…100. */
	score: number;
}

export function columnsOf(table: Wanted): Wanted[] {
	return (table.field.items ?? []).map((field) => wantedOf(field, "column"));
}

export function extractTable(table: Wanted, reader: Reader): FieldResult {
	const columns = columnsOf(table);
	if (columns.length === 0) return MISSING;
	const found = findItems(table, columns, reader) ?? receiptRows(columns, reader);
	if (found === undefined) return MISSING;
	const citation = citationOf(withinBox(found.tokens, reader));
	return { value: found.items, score: Math.round(found.score), citation };
}

export function byLine(occurrences: readonly Occurrence[]): Map<TextLine, Occurrence[]> {
	const lines = new Map<TextLine, Occurrence[]>();
	for (const each of occurrences) {
		const known = lines.get(each.line);
		if (known === undefined) lines.set(each.line, [each]);
		else known.push(each);
	}
	return lines;
}

function findItems(table: Wanted, columns: readonly Wanted[], reader: Reader): FoundItems | undefined {
	const occurrences = byLine(reader.occurrences);
	const heads = findHeads(reader.text, columns, table, occurrences);
	let best: FoundItems | undefined;
	for (const head of heads.slice(0, 4)) {
		if (best !== undefined && head.quality < (heads[0]?.quality ?? 0) - 0.3) break;
		const rows = rowsUnder({ head, columns, reader, occurrences });
		const known = withNames(withFactors(head, rows, columns, reader.habits), rows, columns);
		const found = toItems(known, rows, columns, reader);
		if (found !== undefined && (best === undefined || found.score > best.score + 5)) best = found;
	}
	return best;
}

function toItems(head: Head, rows: readonly Row[], columns: readonly Wanted[], reader: Reader): FoundItems | undefined {
	const tokens: Token[] = [];
	let [cells, read] = [0, 0];
	const items = rows.flatMap((row): Item[] => {
		const item: Item = {};
		for (const [at, column] of columns.entries()) {
			const place = head.columns[at];
			const own = place === undefined ? [] : (row.cells[place.cell] ?? []);
			const reading = readTokens(own, column, reader.habits);
			item[column.field.name] = reading?.value ?? null;
			if (own.length > 0) {
				cells++;
				read += reading === undefined ? 0 : reading.fit;
			}
			if (reading !== undefined) tokens.push(...own);
		}
		return Object.values(item).some((value) => value !== null) ? [item] : [];
	});
	if (items.length === 0 || cells === 0) return undefined;
	const known = head.columns.flatMap((column) => (column === undefined ? [] : [column.weight]));
	const certainty = known.reduce((sum, weight) => sum + weight, 0) / Math.max(1, columns.length);
	return { items, tokens, score: 100 * (read / cells) * (0.6 + 0.4 * certainty) };
}

/** All tokens of the first page that stand in the box of those given, line by line. */
function withinBox(tokens: readonly Token[], { text }: Reader): Token[] {
	const page = Math.min(...tokens.map((token) => token.page));
	const box = boxOf(tokens.filter((token) => token.page === page));
	const isInside = (token: Token): boolean => {
		const [x, y] = [(token.box[0] + token.box[2]) / 2, (token.box[1] + token.box[3]) / 2];
		return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
	};
	return text.lines
		.filter((line) => line.page === page)
		.flatMap((line) => line.segments.flatMap((segment) => segment.tokens.filter(isInside)));
}
