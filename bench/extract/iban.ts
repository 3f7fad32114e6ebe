import type { Random } from "../dedup/random.ts";

/** An account number with true check digits. */
export function anyIban(random: Random, country: "DE" | "GB"): string {
	const account = country === "DE" ? random.digits(18) : `${random.letters(4)}${random.digits(14)}`;
	const digits = [...`${account}${country}00`].map((each) => Number.parseInt(each, 36)).join("");
	const rest = [...digits].reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0);
	return `${country}${String(98 - rest).padStart(2, "0")}${account}`;
}
