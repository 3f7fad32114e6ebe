/** A column that no head names, known by what comes out: how many times how much is the amount. */

import type { Wanted } from "./labels.ts";
import type { Habits } from "./locale.ts";
import { readTokens } from "./readings.ts";
import type { Head } from "./table-heads.ts";
import type { Row } from "./table-rows.ts";

/** Share of the rows in which it must come out. */
const ENOUGH = 0.6;
const WEIGHT = 0.8;
const CENT = 0.011;

const ROLES = ["quantity", "unit_price", "line_amount"] as const;

/** The head with the missing columns of quantity, price and amount, one or two, where other cells of the rows have what fits. */
export function withFactors(head: Head, rows: readonly Row[], columns: readonly Wanted[], habits: Habits): Head {
	const places = ROLES.map((role) => columns.findIndex(({ concept }) => concept?.name === role));
	const missing = places.filter((at) => at >= 0 && head.columns[at] === undefined);
	if (places.includes(-1) || missing.length === 0 || missing.length > 2) return head;
	const used = new Set(head.columns.map((column) => column?.cell));
	const free = head.cells.map((_, cell) => cell).filter((cell) => !used.has(cell));
	const tries = free.flatMap((one) =>
		missing.length === 1 ? [[one]] : free.flatMap((other) => (other === one ? [] : [[one, other]])),
	);
	for (const cells of tries) {
		const filled = head.columns.map((column, at) => {
			const cell = cells[missing.indexOf(at)];
			return cell === undefined ? column : { cell, weight: WEIGHT };
		});
		if (comesOut({ ...head, columns: filled }, rows, columns, places, habits)) return { ...head, columns: filled };
	}
	return head;
}

function comesOut(
	head: Head,
	rows: readonly Row[],
	columns: readonly Wanted[],
	places: readonly number[],
	habits: Habits,
): boolean {
	const right = rows.filter((row) => {
		const [quantity, price, amount] = places.map((at) => {
			const [column, place] = [columns[at], head.columns[at]];
			return column && place && numberIn(row, place.cell, column, habits);
		});
		if (quantity === undefined || price === undefined || amount === undefined || amount === 0) return false;
		return Math.abs(quantity * price - amount) <= CENT * Math.max(1, Math.abs(quantity) / 2);
	});
	return rows.length > 0 && right.length >= rows.length * ENOUGH;
}

/** Share of the rows in which a column of names has letters, and one of numbers has none. */
const MOSTLY = 0.6;

/** The head with a column of names, where the one it has holds numbers or it has none, and another holds words. */
export function withNames(head: Head, rows: readonly Row[], columns: readonly Wanted[]): Head {
	const at = columns.findIndex(({ concept }) => concept?.name === "description");
	if (at < 0 || rows.length === 0) return head;
	const letters = (cell: number): number =>
		rows.filter((row) => (row.cells[cell] ?? []).some(({ text }) => /[\p{L}\p{M}]{2}/u.test(text))).length;
	const own = head.columns[at];
	if (own !== undefined && letters(own.cell) > 0) return head;
	const used = new Set(
		head.columns.flatMap((column, place) => (column === undefined || place === at ? [] : [column.cell])),
	);
	const free = head.cells.map((_, cell) => cell).filter((cell) => !used.has(cell));
	const lengthOf = (cell: number): number =>
		rows.reduce((sum, row) => sum + (row.cells[cell] ?? []).reduce((length, { text }) => length + text.length, 0), 0);
	const [best] = free.filter((cell) => letters(cell) >= rows.length * MOSTLY).sort((a, b) => lengthOf(b) - lengthOf(a));
	if (best === undefined) return head;
	return {
		...head,
		columns: head.columns.map((column, place) => (place === at ? { cell: best, weight: WEIGHT } : column)),
	};
}

function numberIn(row: Row, cell: number, column: Wanted, habits: Habits): number | undefined {
	const value = readTokens(row.cells[cell] ?? [], column, habits)?.value;
	return typeof value === "number" ? value : typeof value === "object" ? value.amount : undefined;
}
