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
	const solid = readSolid(tokens);
	const { runs, weight } = readValues(solid, Math.min(length, solid));
	// Somewhat more than is needed, as runs come more than once.
	let limit = Math.min(2 ** 32, (2 ** 32 * 1.4 * MAX_KEYS) / Math.max(1, weight));
	for (;;) {
		const found = smallestBelow(runs, limit);
		if (found.length >= MAX_KEYS || limit >= 2 ** 32) return found.slice(0, MAX_KEYS);
		limit = Math.min(2 ** 32, limit * 4);
	}
}

/** Space for one text, kept for the next: letters and digits, 1 where these are of a name, values of the runs, the smallest of these. */
let codes = new Uint16Array(1 << 12);
let named = new Uint8Array(1 << 12);
let values = new Uint32Array(1 << 12);
let chosen = new Uint32Array(1 << 12);

/** Of the first `runs` values, in ascending order, each once. Valid until the next call. */
function smallestBelow(runs: number, limit: number): Uint32Array {
	let count = 0;
	for (let at = 0; at < runs; at++) {
		const value = values[at] ?? 0;
		if (value < limit) chosen[count++] = value;
	}
	const small = chosen.subarray(0, count).sort();
	let kept = 0;
	for (let at = 0; at < count; at++) {
		const value = small[at] ?? 0;
		if (at === 0 || value !== small[kept - 1]) small[kept++] = value;
	}
	return small.subarray(0, kept);
}

/** Reads letters and digits into `codes`, and into `named` 1 for each of two capitalised words in a row, a name as a rule; returns how many. */
function readSolid({ letters, ends, flags, count }: Tokens): number {
	if (codes.length < letters.length) {
		const size = 2 * letters.length;
		codes = new Uint16Array(size);
		named = new Uint8Array(size);
		values = new Uint32Array(size);
		chosen = new Uint32Array(size);
	}
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
	return length;
}

/**
 * Reads into `values`, for each run of `size` among the first `length` codes, a rolling polynomial hash modulo 2^32, scattered, smaller where the
 * run holds a field. Returns how many runs there are, and their weight: fields count as often as they are likelier.
 */
function readValues(length: number, size: number): { runs: number; weight: number } {
	if (size === 0) return { runs: 0, weight: 0 };
	let outgoing = 1;
	for (let at = 0; at < size; at++) outgoing = Math.imul(outgoing, MULTIPLIER);
	let [hash, digits, names, weight] = [0, 0, 0, 0];
	for (let at = 0; at < length; at++) {
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
	return { runs: length - size + 1, weight };
}
