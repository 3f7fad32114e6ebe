/** What the papers of the sixth and seventh set are made of: names, places, sums and how they are printed. */
import type { Field, FieldValue, Money } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";

export interface Drawn {
	sheet: { save(): Promise<Uint8Array> };
	fields: Field[];
	truth: Record<string, FieldValue | null>;
}

export interface Layout {
	name: string;
	draw: (random: Random) => Promise<Drawn>;
}

export const money = (cents: number, currency: string): Money => ({ amount: cents / 100, currency });

function grouped(whole: number, mark: string): string {
	return String(whole).replace(/\B(?=(\d{3})+$)/g, mark);
}

function split(cents: number): [sign: string, whole: number, rest: string] {
	const size = Math.abs(cents);
	return [cents < 0 ? "-" : "", Math.floor(size / 100), String(size % 100).padStart(2, "0")];
}

/** 1,234.50 */
export function english(cents: number): string {
	const [sign, whole, rest] = split(cents);
	return `${sign}${grouped(whole, ",")}.${rest}`;
}

/** 1.234,50 */
export function german(cents: number): string {
	const [sign, whole, rest] = split(cents);
	return `${sign}${grouped(whole, ".")},${rest}`;
}

/** 1,23,456.00 */
export function indian(cents: number): string {
	const [sign, whole, rest] = split(cents);
	return `${sign}${String(whole).replace(/\B(?=(\d{2})*\d{3}$)/g, ",")}.${rest}`;
}

export class Day {
	readonly year: number;
	readonly month: number;
	readonly day: number;

	constructor(year: number, month: number, day: number) {
		const date = new Date(Date.UTC(year, month - 1, day));
		[this.year, this.month, this.day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
	}

	plus(days: number): Day {
		return new Day(this.year, this.month, this.day + days);
	}

	get iso(): string {
		return `${this.year}-${two(this.month)}-${two(this.day)}`;
	}

	get german(): string {
		return `${two(this.day)}.${two(this.month)}.${this.year}`;
	}

	get slashed(): string {
		return `${two(this.day)}/${two(this.month)}/${this.year}`;
	}

	get american(): string {
		return `${two(this.month)}/${two(this.day)}/${this.year}`;
	}

	/** 7-Mar-25 */
	get dashed(): string {
		return `${this.day}-${MONTHS[this.month - 1]}-${String(this.year).slice(2)}`;
	}

	/** 07 Mar 2025 */
	get spaced(): string {
		return `${two(this.day)} ${MONTHS[this.month - 1]} ${this.year}`;
	}
}

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function two(value: number): string {
	return String(value).padStart(2, "0");
}

export function anyDay(random: Random): Day {
	return new Day(random.int(2022, 2026), random.int(1, 12), random.int(1, 28));
}

export const GERMANS = ["Annika Brodersen", "Tobias Kehl", "Selma Yildirim", "Jörg Wanninger", "Friederike Mosbach"];
export const BRITONS = ["Gareth Penhallow", "Imogen Sadler", "Rashid Qureshi", "Moira Tulloch", "Callum Fairweather"];
export const INDIANS = ["Sunita Deshpande", "Arvind Menon", "Farhan Siddiqui", "Lakshmi Iyer", "Rohit Bansal"];
export const HINDI_NAMES = ["सुनील वर्मा", "रेखा शर्मा", "अनिल गुप्ता", "कविता सिंह", "मोहन यादव"];
