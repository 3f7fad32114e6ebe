/** Sentences, names and figures of the first library. */
import {
	adjectives,
	adverbs,
	companyHeads,
	companyTrades,
	connectives,
	deeds,
	firstNames,
	legalForms,
	nouns,
	prepositions,
	streetKinds,
	streets,
	surnameHeads,
	surnameTails,
	townTails,
	units,
} from "./first-words.ts";
import type { Random } from "./random.ts";

/** What one letter is about: its own few words, as a letter has. */
export interface Subject {
	nouns: string[];
	adjectives: string[];
	deeds: string[];
	adverbs: string[];
}

export function subject(random: Random): Subject {
	return {
		nouns: random.sample(nouns, random.int(12, 22)),
		adjectives: random.sample(adjectives, random.int(7, 12)),
		deeds: random.sample(deeds, random.int(8, 14)),
		adverbs: random.sample(adverbs, random.int(2, 4)),
	};
}

function thing({ nouns: own, adjectives: like }: Subject, random: Random): string {
	return random.chance(0.4) ? `the ${random.pick(like)} ${random.pick(own)}` : `the ${random.pick(own)}`;
}

function clause(about: Subject, random: Random): string {
	const verb = random.pick([
		"has been",
		"had been",
		"was",
		"is being",
		"will be",
		"could not be",
		"must be",
		"should have been",
		"may be",
	]);
	const places = random.weighted([
		[30, 0],
		[45, 1],
		[25, 2],
	] as const);
	const tail = Array.from({ length: places }, () => ` ${random.pick(prepositions)} ${thing(about, random)}`).join("");
	return `${thing(about, random)} ${verb} ${random.pick(about.deeds)}${tail}`;
}

export function sentence(about: Subject, random: Random): string {
	const opening = random.chance(0.2) ? `${random.pick(about.adverbs)}, ` : "";
	const count = random.chance(0.1) ? ` (${random.int(3, 480)} ${random.pick(units)})` : "";
	const second = random.chance(0.35) ? `, ${random.pick(connectives)} ${clause(about, random)}` : "";
	return `${capitalised(`${opening}${clause(about, random)}`)}${count}${second}.`;
}

export function paragraph(about: Subject, sentences: number, random: Random): string {
	return Array.from({ length: sentences }, () => sentence(about, random)).join(" ");
}

export function heading(about: Subject, random: Random): string {
	const joiner = random.pick(["and", "for", "of", "with", "without"]);
	return capitalised(`${random.pick(about.adjectives)} ${random.pick(about.nouns)} ${joiner} ${thing(about, random)}`);
}

export function capitalised(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function person(random: Random): string {
	return `${random.pick(firstNames)} ${random.pick(surnameHeads)}${random.pick(surnameTails)}`;
}

export function town(random: Random): string {
	return `${random.int(10_000, 99_899)} ${random.pick(surnameHeads)}${random.pick(townTails)}`;
}

export function street(random: Random): string {
	return `${random.int(1, 190)} ${random.pick(streets)} ${random.pick(streetKinds)}`;
}

export function company(random: Random): string {
	return `${random.pick(companyHeads)} ${random.pick(companyTrades)} ${random.pick(legalForms)}`;
}

/** 1,234.56 of an amount in cents. */
export function money(cents: number): string {
	const whole = String(Math.floor(cents / 100)).replace(/\B(?=(?:\d{3})+$)/g, ",");
	return `${whole}.${String(cents % 100).padStart(2, "0")}`;
}

export function iban(random: Random): string {
	return `DE${random.digits(2)} ${random.digits(4)} ${random.digits(4)} ${random.digits(4)} ${random.digits(4)} ${random.digits(2)}`;
}
