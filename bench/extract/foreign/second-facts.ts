/** What the bills of the second set are about. */
import type { Random } from "../../dedup/random.ts";
import { AUDIENCES, type Audience, anyHabit, type Habit } from "../habits.ts";
import { languageOf } from "../words.ts";
import { cents } from "./kit.ts";

export type Words = Record<"en" | "de" | "hi", string>;

export const SENDERS: Record<Audience, [string, string, string]> = {
	us: ["Copperleaf Studio LLC", "1207 Grant Avenue, Suite 4", "Denver, CO 80203"],
	gb: ["Fernwood & Daughters Ltd", "Unit 6, Tannery Yard", "Norwich NR3 1HF"],
	in: ["Nilgiri Print House Pvt Ltd", "3rd Floor, 18 Brigade Road", "Bengaluru 560025"],
	de: ["Werkstatt Immergrün GmbH", "Gärtnerplatz 2", "04109 Leipzig"],
	hi: ["Saraswati Pustak Bhandar", "11 Asaf Ali Marg", "Nai Dilli 110002"],
};

export const BUYERS: Record<Audience, [string, string, string]> = {
	us: ["Juniper Dental Group", "55 W 12th Street", "Boulder, CO 80302"],
	gb: ["The Old Bakery Guest House", "3 Harbour Row", "Whitby YO21 3PU"],
	in: ["Kaveri Coaching Centre", "88 Temple Road", "Mysuru 570001"],
	de: ["Ingenieurbüro Falk Stadler", "Ringstraße 140", "99084 Erfurt"],
	hi: ["Gyan Jyoti Vidyalaya", "Sector 9, Plot 4", "Ghaziabad 201001"],
};

export function audienceOf(random: Random): { audience: Audience; habit: Habit; say: (words: Words) => string } {
	const audience = random.pick(AUDIENCES);
	return { audience, habit: anyHabit(random, audience), say: (words) => words[languageOf(audience)] };
}

export function anyLines(random: Random, names: readonly string[], count: number) {
	return random.sample(names, count).map((description) => {
		const [quantity, price] = [random.int(1, 24), random.int(150, 45_000) / 100];
		return { description, quantity, price, amount: cents(quantity * price) };
	});
}

export const rateOf = (random: Random, audience: Audience): number =>
	random.pick({ us: [8.875], gb: [20], in: [18], de: [19], hi: [18] }[audience]);
