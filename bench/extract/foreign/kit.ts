/** What the foreign layouts are drawn with: short names for short programs. */
import type { Field, FieldType, FieldValue } from "../../../src/extraction/extraction.ts";
import { type Day, daysLater } from "../../dedup/dates.ts";
import type { Random } from "../../dedup/random.ts";
import type { Sheet } from "../sheet.ts";

export interface Drawn {
	fields: Field[];
	truth: Record<string, FieldValue | null>;
	sheet: Sheet;
}

/** A layout with a wording of its own. */
export interface Foreign {
	name: string;
	draw(random: Random): Promise<Drawn>;
}

export function field(name: string, type: FieldType = "string", more: Partial<Field> = {}): Field {
	return { name, type, ...more };
}

export function table(name: string, columns: Record<string, FieldType>, more: Partial<Field> = {}): Field {
	const items = Object.entries(columns).map(([column, type]) => field(column, type));
	return { name, type: "table", items, ...more };
}

export const cents = (value: number): number => Math.round(value * 100) / 100;
export const total = (amounts: readonly number[]): number => cents(amounts.reduce((sum, each) => sum + each, 0));
export const iso = ({ year, month, day }: Day): string => `${year}-${two(month)}-${two(day)}`;
export const two = (value: number): string => String(value).padStart(2, "0");
export const money = (amount: number, currency: string | null): FieldValue => ({ amount: cents(amount), currency });

export function anyDay(random: Random, first = 2019, last = 2026): Day {
	return { year: random.int(first, last), month: random.int(1, 12), day: random.int(1, 28) };
}

export { daysLater };

/** 1234.5 → `1,234.50`, with the marks given. */
export function grouped(value: number, group: string, decimal: string, decimals = 2): string {
	const [whole = "", behind] = Math.abs(value).toFixed(decimals).split(".");
	const parted = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
	return `${value < 0 ? "-" : ""}${parted}${behind === undefined ? "" : decimal + behind}`;
}

export const english = (value: number): string => grouped(value, ",", ".");
export const german = (value: number): string => grouped(value, ".", ",");
export const french = (value: number): string => grouped(value, " ", ",");
export const swiss = (value: number): string => grouped(value, "'", ".");

/** 1234567.5 → `12,34,567.50` */
export function indian(value: number): string {
	const [whole = "", behind = "00"] = Math.abs(value).toFixed(2).split(".");
	const [head, tail] = [whole.slice(0, -3), whole.slice(-3)];
	return `${head === "" ? "" : `${head.replace(/\B(?=(\d{2})+(?!\d))/g, ",")},`}${tail}.${behind}`;
}

export const dotted = ({ year, month, day }: Day): string => `${two(day)}.${two(month)}.${year}`;
export const slashed = ({ year, month, day }: Day): string => `${two(day)}/${two(month)}/${year}`;
export const american = ({ year, month, day }: Day): string => `${two(month)}/${two(day)}/${year}`;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
export const named = ({ year, month, day }: Day): string => `${two(day)} ${MONTHS[month - 1]} ${year}`;
const LONG = "January February March April May June July August September October November December".split(" ");
export const spelled = ({ year, month, day }: Day): string => `${day} ${LONG[month - 1]} ${year}`;

/** Lines under each other from a baseline down; gives the next baseline. */
export function lines(sheet: Sheet, texts: readonly string[], x: number, y: number, step = 12, size = 9): number {
	texts.forEach((text, at) => {
		sheet.text(text, x, y + at * step, { size });
	});
	return y + texts.length * step;
}

/** Pairs of label and value, values at an x of their own. */
export function pairs(
	sheet: Sheet,
	rows: readonly (readonly [label: string, value: string])[],
	{
		x,
		at,
		y,
		step = 14,
		size = 9,
		right = false,
	}: { x: number; at: number; y: number; step?: number; size?: number; right?: boolean },
): number {
	rows.forEach(([label, value], index) => {
		sheet.text(label, x, y + index * step, { size });
		sheet.text(value, at, y + index * step, { size, align: right ? "right" : "left" });
	});
	return y + rows.length * step;
}

/** A row of cells: at each x, left of it where the number is negative. */
export function row(
	sheet: Sheet,
	cells: readonly string[],
	xs: readonly number[],
	y: number,
	look: { size?: number; bold?: boolean } = {},
): void {
	cells.forEach((cell, at) => {
		const x = xs[at] ?? 0;
		if (cell !== "") sheet.text(cell, Math.abs(x), y, { size: 8.5, ...look, align: x < 0 ? "right" : "left" });
	});
}

/** Where the next line is set, as a till prints them. */
export class Pen {
	y: number;

	constructor(y: number) {
		this.y = y;
	}

	/** The baseline so many points further down. */
	down(points: number): number {
		this.y += points;
		return this.y;
	}
}
