/** A chunk → what of it can be an answer: sentences, list items, rows of tables, each with where it stands. */
import { plainOf } from "../plain.ts";
import type { Stretch } from "../quotes.ts";
import { sentencesOf } from "./sentences.ts";
import { type Cell, type Row, rowsOfHtmlTable, rowsOfPipeTable } from "./tables.ts";

export interface Unit extends Stretch {
	kind: "sentence" | "item" | "row" | "code";
	/** Plain. */
	text: string;
	/** What stands over it and is read with it: headings in the chunk, the sentence that leads to a list, a table's caption. */
	labels?: readonly string[];
	/** Of a row. */
	cells?: readonly Cell[];
	/** Of a row whose first cells are empty, what it goes on with. */
	group?: string;
	/** Whether it names a table that follows. */
	isTableCaption?: boolean;
	/** Units of one paragraph, list or table share it. */
	block: number;
}

/** A line above or below a table that is shorter may be its caption. */
const MAX_CAPTION = 220;
/** A list item that is longer is cut into its sentences. */
const MAX_ITEM = 320;

const BLOCK =
	/<table>[\s\S]*?(?:<\/table>|$(?![\s\S]))|^(`{3,12})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))|(?:^[ \t]*\|.*(?:\n|$))+|(?:^<tr>.*(?:\n|$))+|^#{1,6}[ \t].*$|(?:^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+.*(?:\n|$)(?:^[ \t]{2,}\S.*(?:\n|$))*)+|(?:^(?![ \t]*(?:\||#{1,6}[ \t]|(?:[-*+]|\d{1,9}[.)])[ \t]|`{3}|<t(?:able|r)>))[ \t]*\S.*(?:\n|$))+/gm;

/** `from` is where the document's own text begins in the content. */
export function unitsOf(content: string, from: number): Unit[] {
	const units: Unit[] = [];
	let headings: string[] = [];
	let hadText = false;
	let lead = "";
	let block = 0;
	const blocks = [...content.slice(from).matchAll(BLOCK)].map((match) => ({
		text: match[0].trimEnd(),
		start: from + match.index,
	}));
	for (const [at, { text, start }] of blocks.entries()) {
		block++;
		if (/^#{1,6}[ \t]/.test(text)) {
			headings = hadText ? [plainOf(text)] : [...headings, plainOf(text)];
			hadText = false;
			lead = "";
			continue;
		}
		hadText = true;
		if (/^\s*\||^<t(?:able|r)>/.test(text)) {
			const caption = captionOf(lead, blocks[at + 1]?.text);
			const rows = text.startsWith("<") ? rowsOfHtmlTable(text, start) : rowsOfPipeTable(text, start);
			const above = units.at(-1);
			if (above !== undefined && above.block === block - 1 && isCaption(above.text)) {
				units.splice(-1, 1, { ...above, isTableCaption: true });
			}
			units.push(...rows.map((row) => rowUnit(row, [...headings, ...caption], block)));
			lead = "";
		} else if (text.startsWith("```")) {
			units.push({ kind: "code", text: plainOf(text), start, end: start + text.length, labels: headings, block });
		} else if (/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/.test(text)) {
			units.push(...itemUnits(text, start, [...headings, ...(lead === "" ? [] : [lead])], block));
		} else {
			const own = sentenceUnits(text, start, headings, block);
			units.push(...own);
			lead = leadOf(own.at(-1)?.text ?? "");
		}
	}
	return units;
}

function leadOf(sentence: string): string {
	return sentence.length <= MAX_CAPTION ? sentence : "";
}

/** "Table 3: Mills by province" */
function isCaption(text: string): boolean {
	return /^\W*\p{L}+\.?\s*\p{Lu}{0,3}[\d०-९]/u.test(text) && text.length <= MAX_CAPTION;
}

/** The line above, and one below that says that it is one. */
function captionOf(above: string, below: string | undefined): string[] {
	const caption = above === "" ? [] : [above];
	if (below !== undefined && /^\W*(?:tab|abb|table|tableau|tabla|तालिका)/iu.test(below)) {
		caption.push(plainOf(below).slice(0, MAX_CAPTION));
	}
	return caption;
}

function rowUnit({ start, end, cells, inherited }: Row, labels: readonly string[], block: number): Unit {
	const text = cells.map((cell) => cell.text).join(" | ");
	const row: Unit = { kind: "row", text, start, end, cells, labels, block };
	return inherited === "" ? row : { ...row, labels: [...labels, inherited], group: inherited };
}

function sentenceUnits(text: string, start: number, labels: readonly string[], block: number): Unit[] {
	return sentencesOf(text).flatMap((sentence): Unit[] => {
		const plain = plainOf(text.slice(sentence.start, sentence.end));
		if (plain === "") return [];
		return [{ kind: "sentence", text: plain, start: start + sentence.start, end: start + sentence.end, labels, block }];
	});
}

function itemUnits(text: string, start: number, labels: readonly string[], block: number): Unit[] {
	const units: Unit[] = [];
	for (const match of text.matchAll(
		/^[ \t]*(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*(?:\n[ \t]{2,}(?![-*+]|\d{1,9}[.)]).*)*)/gm,
	)) {
		const [whole, , own = ""] = match;
		const from = start + match.index + whole.length - own.length;
		if (own.length > MAX_ITEM) {
			units.push(...sentenceUnits(own, from, labels, block).map((unit): Unit => ({ ...unit, kind: "item" })));
			continue;
		}
		const plain = plainOf(own);
		if (plain !== "")
			units.push({ kind: "item", text: plain, start: from, end: from + own.trimEnd().length, labels, block });
	}
	return units;
}
