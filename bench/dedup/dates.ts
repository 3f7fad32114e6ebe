/** Calendar days as they are printed. */
import type { Random } from "./random.ts";

export interface Day {
	year: number;
	/** 1 to 12 */
	month: number;
	day: number;
}

const english = "January February March April May June July August September October November December".split(" ");
const german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");

export function anyDay(random: Random): Day {
	return { year: random.int(2009, 2024), month: random.int(1, 12), day: random.int(1, 28) };
}

/** So many months later; the day stays (28 at most). */
export function monthsLater({ year, month, day }: Day, months: number): Day {
	const all = year * 12 + month - 1 + months;
	return { year: Math.floor(all / 12), month: (all % 12) + 1, day };
}

/** So many days later, by the calendar. */
export function daysLater({ year, month, day }: Day, days: number): Day {
	const date = new Date(Date.UTC(year, month - 1, day + days));
	return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function isoDay({ year, month, day }: Day): string {
	return `${year}-${two(month)}-${two(day)}`;
}

/** 04.10.2024 */
export function dottedDay({ year, month, day }: Day): string {
	return `${two(day)}.${two(month)}.${year}`;
}

/** 4 October 2024 */
export function longDay(date: Day): string {
	return `${date.day} ${monthName(date)}`;
}

/** 4. Oktober 2024 */
export function longGermanDay(date: Day): string {
	return `${date.day}. ${germanMonthName(date)}`;
}

/** October 2024 */
export function monthName({ year, month }: Day): string {
	return `${english[month - 1]} ${year}`;
}

/** Oktober 2024 */
export function germanMonthName({ year, month }: Day): string {
	return `${german[month - 1]} ${year}`;
}

function two(number: number): string {
	return String(number).padStart(2, "0");
}
