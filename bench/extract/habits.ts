/** How five audiences write numbers, money and days. */
import type { Day } from "../dedup/dates.ts";
import type { Random } from "../dedup/random.ts";

export type Audience = "us" | "gb" | "in" | "de" | "hi";
export const AUDIENCES: readonly Audience[] = ["us", "gb", "in", "de", "hi"];

export interface Habit {
	audience: Audience;
	currency: string;
	number(value: number, decimals: number): string;
	money(value: number): string;
	/** Without its sign, for columns. */
	amount(value: number): string;
	day(day: Day): string;
	percent(value: number): string;
}

const english = "January February March April May June July August September October November December".split(" ");
const german = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");
const hindi = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(" ");

export function monthName(audience: Audience, { month, year }: Day): string {
	const names = audience === "de" ? german : audience === "hi" ? hindi : english;
	return `${names[month - 1]} ${year}`;
}

function grouped(value: number, decimals: number, style: { group: string; decimal: string; lakhs: boolean }): string {
	const [whole = "0", cents = ""] = Math.abs(value).toFixed(decimals).split(".");
	const pattern = style.lakhs ? /(?<=\d)(?=(?:\d\d)+\d{3}$)|(?<=\d)(?=\d{3}$)/g : /(?<=\d)(?=(?:\d{3})+$)/g;
	return `${value < 0 ? "-" : ""}${whole.replace(pattern, style.group)}${cents === "" ? "" : style.decimal + cents}`;
}

function devanagari(text: string): string {
	return text.replace(/\d/g, (digit) => String.fromCharCode(0x0966 + Number(digit)));
}

const two = (value: number): string => String(value).padStart(2, "0");

/** One way of each audience, the same for a whole document. */
export function anyHabit(random: Random, audience: Audience): Habit {
	const style = {
		group:
			audience === "de"
				? random.weighted([
						[4, "."],
						[1, " "],
					])
				: ",",
		decimal: audience === "de" ? "," : ".",
		lakhs: audience === "in" || audience === "hi",
	};
	const ownDigits = audience === "hi" && random.chance(0.5);
	const digits = (text: string): string => (ownDigits ? devanagari(text) : text);
	const number = (value: number, decimals: number): string => digits(grouped(value, decimals, style));
	const amount = (value: number): string => number(value, 2);
	const sign = random.next();
	return {
		audience,
		currency: { us: "USD", gb: "GBP", in: "INR", de: "EUR", hi: "INR" }[audience],
		number,
		amount,
		money: (value) => withSign(audience, amount(value), sign),
		day: dayStyle(random, audience, digits),
		percent: (value) => `${digits(String(value).replace(".", style.decimal))}${audience === "de" ? " " : ""}%`,
	};
}

function withSign(audience: Audience, amount: string, chance: number): string {
	if (audience === "us") return chance < 0.7 ? `$${amount}` : `USD ${amount}`;
	if (audience === "gb") return chance < 0.8 ? `£${amount}` : `GBP ${amount}`;
	if (audience === "de") return chance < 0.5 ? `${amount} €` : `${amount} EUR`;
	if (chance < 0.5) return `₹ ${amount}`;
	return audience === "hi" ? `रु. ${amount}` : `Rs. ${amount}`;
}

function dayStyle(random: Random, audience: Audience, digits: (text: string) => string): Habit["day"] {
	const pick = random.int(0, 2);
	const styles: Record<Audience, ((day: Day) => string)[]> = {
		us: [
			({ year, month, day }) => `${two(month)}/${two(day)}/${year}`,
			({ year, month, day }) => `${english[month - 1]} ${day}, ${year}`,
			({ year, month, day }) => `${english[month - 1]?.slice(0, 3)} ${two(day)}, ${year}`,
		],
		gb: [
			({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
			({ year, month, day }) => `${day} ${english[month - 1]} ${year}`,
			({ year, month, day }) => `${year}-${two(month)}-${two(day)}`,
		],
		in: [
			({ year, month, day }) => `${two(day)}-${two(month)}-${year}`,
			({ year, month, day }) => `${two(day)}-${english[month - 1]?.slice(0, 3)}-${year}`,
			({ year, month, day }) => `${two(day)}/${two(month)}/${String(year).slice(2)}`,
		],
		de: [
			({ year, month, day }) => `${two(day)}.${two(month)}.${year}`,
			({ year, month, day }) => `${day}. ${german[month - 1]} ${year}`,
			({ year, month, day }) => `${day}.${month}.${String(year).slice(2)}`,
		],
		hi: [
			({ year, month, day }) => `${day} ${hindi[month - 1]} ${year}`,
			({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
			({ year, month, day }) => `${two(day)}-${two(month)}-${year}`,
		],
	};
	const style = styles[audience][pick] ?? styles.gb[0];
	return (day) => digits(style?.(day) ?? "");
}
