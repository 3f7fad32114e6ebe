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

/** The head with the one missing column of quantity, price and amount, where some other cell of the rows has what fits. */
export function withFactors(head: Head, rows: readonly Row[], columns: readonly Wanted[], habits: Habits): Head {
	const places = ROLES.map((role) => columns.findIndex(({ concept }) => concept?.name === role));
	const missing = places.findIndex((at) => at >= 0 && head.columns[at] === undefined);
	const others = places.filter((_, role) => role !== missing);
	const at = places[missing];
	if (at === undefined || others.some((place) => place < 0 || head.columns[place] === undefined)) return head;
	const used = new Set(head.columns.map((column) => column?.cell));
	const free = head.cells.map((_, cell) => cell).filter((cell) => !used.has(cell));
	const fits = (cell: number): boolean => {
		const works = rows.filter((row) => {
			const [quantity, price, amount] = places.map((place, role) => {
				const column = columns[place];
				const own = role === missing ? cell : head.columns[place]?.cell;
				return column === undefined || own === undefined ? undefined : numberIn(row, own, column, habits);
			});
			if (quantity === undefined || price === undefined || amount === undefined) return false;
			return amount !== 0 && Math.abs(quantity * price - amount) <= CENT * Math.max(1, Math.abs(quantity) / 2);
		});
		return rows.length > 0 && works.length >= rows.length * ENOUGH;
	};
	const cell = free.find(fits);
	if (cell === undefined) return head;
	return { ...head, columns: head.columns.map((column, place) => (place === at ? { cell, weight: WEIGHT } : column)) };
}

function numberIn(row: Row, cell: number, column: Wanted, habits: Habits): number | undefined {
	const value = readTokens(row.cells[cell] ?? [], column, habits)?.value;
	return typeof value === "number" ? value : typeof value === "object" ? value.amount : undefined;
}
