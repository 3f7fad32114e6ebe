/** Lists: behind a label parted by commas, under it line by line, or a column of a table. */
import { blockFrom } from "./addresses.ts";
import { parseBox } from "./booleans.ts";
import type { Candidate, Reader } from "./candidates.ts";
import { citationOf } from "./citation.ts";
import type { Field } from "./flow.ts";
import { keyOf, type Wanted, wantedOf } from "./labels.ts";
import type { Occurrence } from "./occurrences.ts";
import { readTokens } from "./readings.ts";
import { type FieldResult, MISSING, type SimpleValue } from "./result.ts";
import { extractTable } from "./tables.ts";
import { type Segment, type Token, textOf } from "./tokens.ts";

const MARK = /^(?:[•·▪◦●○■□☐☑☒✓✔*–—-]|\(?\p{Nd}{1,2}[.)])$/u;
const MAX_LINES = 40;

export function extractList(wanted: Wanted, reader: Reader): FieldResult {
	const item = itemOf(wanted);
	const ticked = tickedList(wanted, reader);
	if (ticked !== undefined) return ticked;
	const found = reader.occurrences.flatMap((label): (Omit<Candidate, "value"> & { values: SimpleValue[] })[] => {
		const weight = wanted.labels.get(label.key);
		if (weight === undefined || label.isColumnHead) return [];
		const pieces = piecesOf(label, reader);
		const readings = pieces.flatMap((tokens) => readTokens(tokens, item, reader.habits) ?? []);
		if (readings.length === 0) return [];
		const fit = readings.reduce((sum, each) => sum + each.fit, 0) / Math.max(readings.length, pieces.length);
		const score = 100 * weight * label.clarity * fit * (readings.length > 1 ? 0.96 : 0.8);
		return [{ values: readings.map(({ value }) => value), tokens: readings.flatMap(({ tokens }) => tokens), score }];
	});
	const [best] = found.sort((a, b) => b.score - a.score);
	if (best !== undefined && best.score >= 45) {
		return { value: best.values, score: Math.round(best.score), citation: citationOf(best.tokens) };
	}
	return columnValues(wanted, item, reader);
}

const BY_TICKS = 92;
/** Lines below the label, or the first box, that boxes of one question reach over. */
const MAX_TICK_LINES = 14;

/** The ticked ones of the field's choices, wherever their boxes stand below the label. */
function tickedList({ field, labels }: Wanted, { text, occurrences }: Reader): FieldResult | undefined {
	const choices = field.enum ?? [];
	const label = occurrences.find(({ key, clarity }) => (labels.get(key) ?? 0) > 0.9 && clarity > 0.6);
	if (choices.length < 2 || label === undefined) return undefined;
	const lines = text.lines.slice(label.line.index, label.line.index + MAX_TICK_LINES);
	const found = lines.flatMap((line) => {
		const tokens = line.segments.flatMap((segment) => segment.tokens);
		return tokens.flatMap((token, at) => {
			const isTicked = parseBox(token.text);
			if (isTicked === undefined) return [];
			const said = tokens.slice(at + 1);
			const length = (choice: string): number => choice.split(/\s+/).length;
			const choice = choices.find((each) => keyOf(textOf(said.slice(0, length(each)))) === keyOf(each));
			return choice === undefined ? [] : [{ choice, isTicked, tokens: said.slice(0, length(choice)) }];
		});
	});
	const ticked = found.filter(({ isTicked }) => isTicked);
	if (found.length < 2 || ticked.length === 0) return undefined;
	const citation = citationOf(ticked.flatMap(({ tokens }) => tokens));
	return { value: ticked.map(({ choice }) => choice), score: BY_TICKS, citation };
}

/** What a list holds: the type of its one item, else text. */
function itemOf(wanted: Wanted): Wanted {
	const { field } = wanted;
	const [only] = field.items ?? [];
	const item: Field = only ?? {
		name: field.name,
		type: "string",
		...(field.enum === undefined ? {} : { enum: field.enum }),
	};
	const own = wantedOf(item);
	return { ...own, kind: only === undefined && own.kind === "name" ? "text" : own.kind };
}

function columnValues(wanted: Wanted, item: Wanted, reader: Reader): FieldResult {
	const column: Field = { ...item.field, name: wanted.field.name, aliases: wanted.field.aliases };
	const table: Wanted = {
		...wanted,
		field: { name: wanted.field.name, type: "table", items: [column] },
		labels: new Map(),
	};
	const isHead = reader.occurrences.some((label) => label.isColumnHead && (wanted.labels.get(label.key) ?? 0) > 0.9);
	if (!isHead) return MISSING;
	const found = extractTable(table, reader);
	if (!Array.isArray(found.value)) return MISSING;
	const values = found.value.flatMap((row) =>
		typeof row === "object" && column.name in row ? [Object.values(row)[0]] : [],
	);
	const kept = values.filter((value): value is SimpleValue => value !== null && value !== undefined);
	return kept.length === 0 ? MISSING : { ...found, value: kept };
}

function piecesOf(label: Occurrence, reader: Reader): Token[][] {
	const [place] = reader.places.of(label).filter(({ direction }) => direction !== "within");
	if (place === undefined) return [];
	if (place.direction !== "below") {
		const own = splitPieces(place.tokens);
		if (own.length > 1) return own;
		const { valueStart } = label;
		const first = place.direction === "behind" ? label.segment.tokens[valueStart] : place.tokens[0];
		const under = first === undefined ? [] : blockFrom({ ...place.segment, box: first.box }, reader).slice(1);
		return [...own, ...under.flatMap(({ tokens }) => splitPieces(tokens))];
	}
	return linesBelow(place.segment, reader).flatMap(({ tokens }) => splitPieces(tokens));
}

function linesBelow(first: Segment, reader: Reader): Segment[] {
	return blockFrom(first, reader).slice(0, MAX_LINES);
}

/** Cut at commas, semicolons and bullets; marks of items are left out, and so is what is not ticked. */
function splitPieces(tokens: readonly Token[]): Token[][] {
	const pieces: Token[][] = [];
	let open: Token[] = [];
	let isLeftOut = false;
	const close = (): void => {
		if (open.length > 0 && !isLeftOut) pieces.push(open);
		[open, isLeftOut] = [[], false];
	};
	for (const token of tokens) {
		if (MARK.test(token.text) || parseBox(token.text) !== undefined || /^[|/;,]$/.test(token.text)) {
			close();
			isLeftOut = parseBox(token.text) === false;
			continue;
		}
		open.push(token);
		if (/[,;]$/.test(token.text)) close();
	}
	close();
	return pieces.filter((piece) => /[\p{L}\p{Nd}]/u.test(textOf(piece)));
}
