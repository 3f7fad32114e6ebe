import type { DedupSettings } from "./settings.ts";
import { scatter } from "./token-hash.ts";
import { CAPITALISED, TokenReader, type Tokens } from "./tokens.ts";

/** Why a document is left out: no text at all, or too few words. */
export type SkipReason = "noContent" | "tooShort";

export interface Fingerprint {
	/** 16 hex digits of the sequence of tokens: equal for texts that differ in white space, case and punctuation at most. */
	contentHash: string;
	/** At most 128 distinct keys in ascending order, each an unsigned 32-bit integer. */
	keys: Uint32Array;
	tokenCount: number;
	skipped: SkipReason | undefined;
}

export const MAX_KEYS = 128;

/** Runs of two digits or more, or mostly of names, are eight times as likely to become keys: fields tell the papers of a family apart. */
const FIELD_SHIFT = 3;
const DIGITS_OF_FIELD = 2;
const NAME_SHARE = 0.6;
const MULTIPLIER = 0x2c1b3c6d;

/** What is indexed of a text. Depends on it and on `ngramSize` and `minWords` only. */
export function fingerprint(
	text: string,
	settings: Pick<DedupSettings, "ngramSize" | "minWords">,
	reader = new TokenReader(),
): Fingerprint {
	return fingerprintTokens(reader.read(text), settings);
}

/** The same of a text already read. */
export function fingerprintTokens(
	tokens: Tokens,
	{ ngramSize, minWords }: Pick<DedupSettings, "ngramSize" | "minWords">,
): Fingerprint {
	const { count } = tokens;
	const skipped = count === 0 ? "noContent" : count < minWords ? "tooShort" : undefined;
	const keys = skipped === undefined ? keysOf(tokens, runLength(ngramSize)) : new Uint32Array();
	return { contentHash: hashTokens(tokens), keys, tokenCount: count, skipped };
}

/** Four characters a word: short enough to survive between two misreadings, long enough not to be every letter's phrase. */
function runLength(ngramSize: number): number {
	return Math.max(4, 4 * ngramSize);
}

/** Two independent 32-bit hashes of the token hashes. */
function hashTokens({ hashes, count }: Tokens): string {
	let [one, other] = [0x9e3779b9 | 0, 0x7f4a7c15 | 0];
	for (let at = 0; at < count; at++) {
		const hash = hashes[at] ?? 0;
		one = Math.imul(scatter(one ^ hash), 0x2545f491) + 0x1b873593;
		other = Math.imul(other ^ scatter(hash + at), 0x01000193) ^ (other >>> 15);
	}
	return [one, other ^ count].map((half) => (scatter(half) >>> 0).toString(16).padStart(8, "0")).join("");
}

/**
 * The smallest values of a hash over all runs of letters and digits (a bottom-k sketch, Broder 1997): of two texts the same runs are
 * chosen, wherever they stand, and of half a text about half of them.
 */
function keysOf(tokens: Tokens, length: number): Uint32Array {
	const solid = solidCodes(tokens);
	const { values, weight } = runValues(solid, Math.min(length, solid.codes.length));
	// Somewhat more than is needed, as runs come more than once.
	let limit = Math.min(2 ** 32, (2 ** 32 * 1.4 * MAX_KEYS) / Math.max(1, weight));
	for (;;) {
		const found = smallestBelow(values, limit);
		if (found.length >= MAX_KEYS || limit >= 2 ** 32) return found.slice(0, MAX_KEYS);
		limit = Math.min(2 ** 32, limit * 4);
	}
}

/** In ascending order, each once. */
function smallestBelow(values: Uint32Array, limit: number): Uint32Array {
	const chosen: number[] = [];
	for (let at = 0; at < values.length; at++) {
		const value = values[at] ?? 0;
		if (value < limit) chosen.push(value);
	}
	const small = Uint32Array.from(chosen).sort();
	let count = 0;
	for (let at = 0; at < small.length; at++) {
		const value = small[at] ?? 0;
		if (at === 0 || value !== small[count - 1]) small[count++] = value;
	}
	return small.subarray(0, count);
}

interface SolidCodes {
	codes: Uint16Array;
	/** 1 where the letter is one of two capitalised words in a row: as a rule a name. */
	named: Uint8Array;
}

function solidCodes({ letters, ends, flags, count }: Tokens): SolidCodes {
	const codes = new Uint16Array(letters.length);
	const named = new Uint8Array(letters.length);
	let [length, at] = [0, 0];
	for (let token = 0; token < count; token++) {
		const neighbours = ((flags[token - 1] ?? 0) | (flags[token + 1] ?? 0)) & CAPITALISED;
		const name = ((flags[token] ?? 0) & neighbours) !== 0 ? 1 : 0;
		for (const end = ends[token] ?? 0; at < end; at++) {
			const code = letters.charCodeAt(at);
			if (code > 127 || (code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
				named[length] = name;
				codes[length++] = code;
			}
		}
	}
	return { codes: codes.subarray(0, length), named };
}

/** A rolling polynomial hash modulo 2^32, scattered, smaller where the run holds a field; `weight` counts these as often as they are likelier. */
function runValues({ codes, named }: SolidCodes, size: number): { values: Uint32Array; weight: number } {
	const values = new Uint32Array(Math.max(0, codes.length - size + 1));
	if (size === 0) return { values: new Uint32Array(), weight: 0 };
	let outgoing = 1;
	for (let at = 0; at < size; at++) outgoing = Math.imul(outgoing, MULTIPLIER);
	let [hash, digits, names, weight] = [0, 0, 0, 0];
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? 0;
		hash = (Math.imul(hash, MULTIPLIER) + code + 1) | 0;
		if (code >= 48 && code <= 57) digits++;
		names += named[at] ?? 0;
		if (at >= size) {
			const left = codes[at - size] ?? 0;
			hash = (hash - Math.imul(left + 1, outgoing)) | 0;
			if (left >= 48 && left <= 57) digits--;
			names -= named[at - size] ?? 0;
		}
		if (at < size - 1) continue;
		const shift = digits >= DIGITS_OF_FIELD || names > NAME_SHARE * size ? FIELD_SHIFT : 0;
		values[at - size + 1] = scatter(hash) >>> shift;
		weight += 1 << shift;
	}
	return { values, weight };
}
