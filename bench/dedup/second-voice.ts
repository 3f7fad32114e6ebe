/** The second library's two languages behind one set of names. */
import { type Day, dottedDay, longDay, longGermanDay } from "./dates.ts";
import type { Random } from "./random.ts";
import * as en from "./second-english.ts";
import * as de from "./second-german.ts";

export interface Voice {
	german: boolean;
	sentences: readonly string[];
	/** One sentence with its places filled. */
	fill(sentence: string, random: Random): string;
	/** A matter, as a heading. */
	matter(random: Random): string;
	person(random: Random): string;
	firm(random: Random): string;
	street(random: Random): string;
	/** With its postal code. */
	town(random: Random): string;
	/** Without. */
	place(random: Random): string;
	day(date: Day): string;
	/** Of an amount in cents, with its currency. */
	money(cents: number): string;
}

function someDay(random: Random): Day {
	return { year: random.int(2011, 2025), month: random.int(1, 12), day: random.int(1, 28) };
}

function hour(random: Random): string {
	return `${random.int(6, 21)}:${random.pick(["00", "10", "15", "20", "30", "40", "45"])}`;
}

function reference(random: Random): string {
	return random.pick([
		() => `${random.letters(2)} ${random.digits(4)}`,
		() => `${random.digits(3)}/${random.digits(4)}`,
		() => `${random.letters(1)}-${random.digits(6)}`,
	])();
}

/** Replaces each {place} by a new value of its own. */
function filled(sentence: string, places: Record<string, () => string>): string {
	const text = sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = places[name];
		if (value === undefined) throw new Error(`{${name}} means nothing`);
		return value();
	});
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function grouped(cents: number, separator: string, point: string): string {
	const sign = cents < 0 ? "-" : "";
	const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(?:\d{3})+$)/g, separator);
	return `${sign}${whole}${point}${String(Math.abs(cents) % 100).padStart(2, "0")}`;
}

export const germanVoice: Voice = {
	german: true,
	sentences: de.germanSentences,
	fill(sentence, random) {
		const matter = (at: 0 | 1 | 2) => () => `${random.pick(de.germanMatters)[at]} ${random.pick(de.germanObjects)}`;
		return filled(sentence, {
			nom: matter(0),
			akk: matter(1),
			dat: matter(2),
			wer: () => this.person(random),
			wo: () => this.place(random),
			tag: () => this.day(someDay(random)),
			betrag: () => this.money(random.int(900, 4_000_000)),
			zahl: () => String(random.int(2, 48)),
			nr: () => reference(random),
			zeit: () => hour(random),
			stelle: () => random.pick(de.germanOffices).replace(/^das /, "dem ").replace(/^die /, "der "),
		});
	},
	matter: (random) => `${random.pick(de.germanMatters)[0].slice(4)} ${random.pick(de.germanObjects)}`,
	person: (random) => `${random.pick(de.germanFirstNames)} ${random.pick(de.germanSurnames)}`,
	firm: (random) => `${random.pick(de.germanSurnames)} ${random.pick(de.germanTrades)} ${random.pick(de.germanForms)}`,
	street: (random) => `${random.pick(de.germanStreets)} ${random.int(1, 148)}`,
	town: (random) => `${random.int(10_000, 99_899)} ${random.pick(de.germanTowns)}`,
	place: (random) => random.pick(de.germanTowns),
	day: (date) => (date.day % 3 === 0 ? longGermanDay(date) : dottedDay(date)),
	money: (cents) => `${grouped(cents, ".", ",")} €`,
};

export const englishVoice: Voice = {
	german: false,
	sentences: en.englishSentences,
	fill(sentence, random) {
		return filled(sentence, {
			item: () => `${random.pick(en.englishDeeds)} ${random.pick(en.englishObjects)}`,
			who: () => this.person(random),
			where: () => `${random.pick(en.englishStreets)} ${random.pick(en.englishStreetKinds)}`,
			day: () => this.day(someDay(random)),
			sum: () => this.money(random.int(900, 4_000_000)),
			few: () => String(random.int(2, 48)),
			ref: () => reference(random),
			hour: () => hour(random),
			office: () => random.pick(en.englishOffices),
		});
	},
	matter: (random) => `${random.pick(en.englishDeeds).slice(4)} ${random.pick(en.englishObjects)}`,
	person: (random) => `${random.pick(en.englishFirstNames)} ${random.pick(en.englishSurnames)}`,
	firm: (random) =>
		`${random.pick(en.englishSurnames)} ${random.pick(en.englishTrades)} ${random.pick(en.englishForms)}`,
	street: (random) => `${random.int(1, 148)} ${random.pick(en.englishStreets)} ${random.pick(en.englishStreetKinds)}`,
	town: (random) =>
		`${random.pick(en.englishTowns)} ${random.letters(2)}${random.int(1, 30)} ${random.int(1, 9)}${random.letters(2)}`,
	place: (random) => random.pick(en.englishTowns),
	day: longDay,
	money: (cents) => `£${grouped(cents, ",", ".")}`,
};

export function anyVoice(random: Random): Voice {
	return random.chance(0.55) ? germanVoice : englishVoice;
}

/** So many different sentences, each with values of its own. */
export function prose(voice: Voice, sentences: number, random: Random): string {
	return random
		.sample(voice.sentences, sentences)
		.map((each) => voice.fill(each, random))
		.join(" ");
}
