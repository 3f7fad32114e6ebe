/** A value out of a given list: written out, or ticked. */
import { parseBox } from "./booleans.ts";
import { wordsOf } from "./fold.ts";
import type { Reading } from "./readings.ts";
import { type Token, textOf } from "./tokens.ts";

interface Place {
	choice: string;
	start: number;
	end: number;
}

/** Of several that stand there, the ticked one; without a tick it must stand alone. */
export function readChoice(tokens: readonly Token[], choices: readonly string[]): Reading | undefined {
	const places = placesOf(tokens, choices);
	const tickOf = standBefore(tokens, places) ? tickBefore : tickBehind;
	const ticked = places.filter((place) => tickOf(tokens, place) === true);
	const taken = (place: Place, fit: number): Reading => ({
		value: place.choice,
		tokens: tokens.slice(place.start, place.end),
		fit,
	});
	if (ticked[0] !== undefined) return ticked.length === 1 ? taken(ticked[0], 1) : undefined;
	const free = places.filter((place) => tickOf(tokens, place) === undefined);
	if (free[0] === undefined || places.length > 1) return undefined;
	return taken(free[0], free[0].end - free[0].start === tokens.length ? 1 : 0.8);
}

/** Whether boxes stand before what they tick: one before the first choice, none behind the last, else whichever side they are nearer to. */
function standBefore(tokens: readonly Token[], places: readonly Place[]): boolean {
	const [first, last] = [places[0], places.at(-1)];
	if (first === undefined || last === undefined) return true;
	if (tokens.slice(Math.max(0, first.start - 2), first.start).some(isSign)) return true;
	if (tokens.slice(last.end, last.end + 1).some(isSign)) return false;
	const gaps = places.slice(1).flatMap(({ start }, at) => {
		const mark = tokens.slice(places[at]?.end ?? 0, start).find(isSign);
		const [left, right] = [tokens[(places[at]?.end ?? 0) - 1], tokens[start]];
		if (mark === undefined || left === undefined || right === undefined) return [];
		return [mark.box[0] - left.box[2] - (right.box[0] - mark.box[2])];
	});
	return gaps.length === 0 || gaps.reduce((sum, gap) => sum + gap, 0) >= 0;
}

/** Of several boxes with words the words of the one ticked, none where none or several are; undefined where there are no boxes. */
export function tickedWords(tokens: readonly Token[]): Token[] | undefined {
	const at = tokens.flatMap(({ text }, index) => (parseBox(text) === undefined ? [] : [index]));
	if (at.length === 0 || (at.length === 1 && tokens.length > 1 && at[0] !== 0 && at[0] !== tokens.length - 1))
		return undefined;
	const isBefore = at[0] === 0;
	const runs = at.map((index, place) =>
		isBefore ? tokens.slice(index + 1, at[place + 1]) : tokens.slice((at[place - 1] ?? -1) + 1, index),
	);
	const ticked = runs.filter((_, place) => parseBox(tokens[at[place] ?? 0]?.text ?? "") === true);
	return ticked.length === 1 ? (ticked[0] ?? []) : [];
}

function isSign({ text }: Token): boolean {
	return /^[[({☐☑☒□■◯○◉●✓✔✗✘❏❑]/u.test(text);
}

function placesOf(tokens: readonly Token[], choices: readonly string[]): Place[] {
	const places: Place[] = [];
	for (let start = 0; start < tokens.length; start++) {
		let best: Place | undefined;
		for (let end = start + 1; end <= Math.min(tokens.length, start + 8); end++) {
			const said = wordsOf(textOf(tokens.slice(start, end))).join(" ");
			const choice = said === "" ? undefined : choices.find((each) => wordsOf(each).join(" ") === said);
			if (choice !== undefined && choice !== best?.choice) best = { choice, start, end };
		}
		if (best !== undefined) {
			// A box before it is no part of it.
			if (wordsOf(tokens[best.start]?.text ?? "").length === 0) best.start++;
			places.push(best);
			start = best.end - 1;
		}
	}
	return places;
}

/** Of the box before it, which may be two tokens (`[` `]`); undefined where there is none. */
function tickBefore(tokens: readonly Token[], { start }: Place): boolean | undefined {
	const one = parseBox(tokens[start - 1]?.text ?? "");
	return one ?? parseBox(textOf(tokens.slice(Math.max(0, start - 2), start)));
}

/** The same for boxes that stand behind what they tick. */
function tickBehind(tokens: readonly Token[], { end }: Place): boolean | undefined {
	return parseBox(tokens[end]?.text ?? "") ?? parseBox(textOf(tokens.slice(end, end + 2)));
}
