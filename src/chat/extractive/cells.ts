/** Rows of tables: which of their cells answer a question, read with the heads of their columns. */
import type { Stretch } from "../quotes.ts";
import { hasNumber } from "./answer-types.ts";
import { coverage, either, type Matches, matchesOf } from "./evidence.ts";
import type { Question } from "./question.ts";
import type { Reading } from "./reading.ts";
import type { Cell } from "./tables.ts";
import type { Unit } from "./units.ts";

/** What a unit says to a question, and where. */
export interface Evidence extends Stretch {
	text: string;
	matches: Matches;
}

/** A word of the question in the cell that answers is less than one beside it. */
const OWN_VALUE = 0.5;
/** … and in a cell that is not the row's label, as a long description may have any word. */
const BESIDE_LABEL = 0.7;
/** Cells of a row that are told where none is better than the others. */
const MAX_CELLS = 6;

/** A unit that is no row speaks whole. */
export function rowEvidence(question: Question, unit: Unit, reading: Reading): Evidence {
	const { text, start, end, cells } = unit;
	if (cells === undefined) return { text, start, end, matches: matchesOf(question, reading.stems(text)) };
	const label = labelOf(cells);
	const front = frontOf(cells, label);
	const judged = cells.map((cell) => ({
		cell,
		own: matchesOf(question, reading.stems(cell.text)),
		head: matchesOf(question, reading.stems(cell.head)),
	}));
	const names = judged
		.filter(({ cell }) => cell === label || cell === front || !isValue(cell.text))
		.reduce<Matches>(
			(all, { cell, own }) => either(all, own, cell === label || cell === front ? 1 : BESIDE_LABEL),
			matchesOf(question, reading.stems(unit.group ?? "")),
		);
	const values = judged
		.filter(({ cell }) => cell !== label && cell !== front)
		.map(({ cell, own, head }) => {
			const matches = either(either(names, own, OWN_VALUE), head, 1);
			return { cell, matches, value: coverage(question, matches) + 0.15 * isWanted(question, cell) };
		});
	const most = values.reduce((best, { value }) => Math.max(best, value), 0);
	const chosen = values.filter(({ value }) => value >= most - 1e-9);
	const matches = chosen[0]?.matches ?? names;
	const told =
		chosen.length > 0 && chosen.length <= MAX_CELLS ? chosen.map(({ cell }) => cell) : cells.slice(1, 1 + MAX_CELLS);
	return { text: rowText(label, told, unit.group ?? front?.text), start, end, matches };
}

/** The first cell that is more than a number. */
function labelOf(cells: readonly Cell[]): Cell | undefined {
	return cells.find(({ text }) => /\p{L}/u.test(text)) ?? cells[0];
}

/** A year in front of the label names the row with it, as it does those below that its cell spans. */
function frontOf([first, second, ...others]: readonly Cell[], label: Cell | undefined): Cell | undefined {
	const isYear = /^(?:1[89]|20)\d{2}(?!\d)/.test(first?.text ?? "");
	return isYear && second === label && others.length > 0 ? first : undefined;
}

function isValue(text: string): boolean {
	return /^[^\p{L}]*\p{N}[^\p{L}]*(?:\p{L}{1,4}\.?)?$/u.test(text);
}

function isWanted({ kind, numbers }: Question, { text }: Cell): number {
	if (kind === "number") return hasNumber(text, numbers) ? 1 : 0;
	return kind === "date" && /\d{4}/.test(text) ? 1 : 0;
}

function rowText(label: Cell | undefined, told: readonly Cell[], group: string | undefined): string {
	const values = told.map(({ head, text }) => (head === "" ? text : `${head}: ${text}`)).join("; ");
	if (label === undefined) return values;
	return values === "" ? label.text : `${group === undefined ? "" : `${group}, `}${label.text} – ${values}`;
}
