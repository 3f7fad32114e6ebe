import type { Difference } from "./differences.ts";
import { EDIT } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";

const FORMAT = 1;
const counts = [
	"tokensA",
	"tokensB",
	"equal",
	"equalNumbers",
	"names",
	"misread",
	"lostA",
	"lostB",
	"unreadA",
	"unreadB",
	"twoSided",
	"burst",
	"runsShared",
	"runsAll",
	"rareKeys",
] as const;
/** `tokenLength` is kept in steps of this size. */
const LENGTH_STEP = 1 / 256;

/** Some hundred bytes for a clean pair, 2 KB at most for a noisy one: variable-length integers, positions as differences. */
export function encodeEvidence(evidence: PairEvidence): Uint8Array {
	const bytes: number[] = [FORMAT];
	for (const name of counts) putNumber(bytes, evidence[name]);
	putNumber(bytes, Math.round(evidence.tokenLength / LENGTH_STEP));
	putRows(bytes, evidence.blocks, [0, 1], 3);
	putRows(bytes, evidence.edits, [1, 2], EDIT);
	putNumber(bytes, evidence.differences.length);
	for (const { label, a, b } of evidence.differences) for (const text of [label, a, b]) putText(bytes, text);
	return Uint8Array.from(bytes);
}

/** Throws a RangeError at bytes that `encodeEvidence` has not written. */
export function decodeEvidence(bytes: Uint8Array): PairEvidence {
	const reader = new ByteReader(bytes);
	if (reader.number() !== FORMAT) throw new RangeError("evidence of another format");
	const read = Object.fromEntries(counts.map((name) => [name, reader.number()]));
	const count = (name: (typeof counts)[number]): number => read[name] ?? 0;
	return {
		tokensA: count("tokensA"),
		tokensB: count("tokensB"),
		equal: count("equal"),
		equalNumbers: count("equalNumbers"),
		names: count("names"),
		misread: count("misread"),
		lostA: count("lostA"),
		lostB: count("lostB"),
		unreadA: count("unreadA"),
		unreadB: count("unreadB"),
		twoSided: count("twoSided"),
		burst: count("burst"),
		runsShared: count("runsShared"),
		runsAll: count("runsAll"),
		rareKeys: count("rareKeys"),
		tokenLength: reader.number() * LENGTH_STEP,
		blocks: reader.rows([0, 1], 3),
		edits: reader.rows([1, 2], EDIT),
		differences: Array.from({ length: reader.number() }, (): Difference => {
			const [label, a, b] = [reader.text(), reader.text(), reader.text()];
			return { label, a, b };
		}),
	};
}

function putNumber(bytes: number[], value: number): void {
	let rest = value >>> 0;
	for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
	bytes.push(rest);
}

function putText(bytes: number[], text: string): void {
	const encoded = new TextEncoder().encode(text);
	putNumber(bytes, encoded.length);
	bytes.push(...encoded);
}

/** Columns listed in `ascending` as zigzag differences to the row before. */
function putRows(bytes: number[], rows: Int32Array, ascending: readonly number[], width: number): void {
	putNumber(bytes, rows.length / width);
	for (let at = 0; at < rows.length; at++) {
		const value = rows[at] ?? 0;
		const step = value - (at >= width ? (rows[at - width] ?? 0) : 0);
		putNumber(bytes, ascending.includes(at % width) ? (step << 1) ^ (step >> 31) : value);
	}
}

class ByteReader {
	private readonly bytes: Uint8Array;
	private at = 0;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}

	number(): number {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.bytes[this.at++];
			if (byte === undefined) break;
			value |= (byte & 127) << shift;
			if (byte < 128) return value >>> 0;
		}
		throw new RangeError("evidence is cut short");
	}

	text(): string {
		const length = this.number();
		this.at += length;
		if (this.at > this.bytes.length) throw new RangeError("evidence is cut short");
		return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
	}

	rows(ascending: readonly number[], width: number): Int32Array {
		const length = this.number() * width;
		if (length > 4 * this.bytes.length) throw new RangeError("evidence is cut short");
		const rows = new Int32Array(length);
		for (let at = 0; at < length; at++) {
			const value = this.number();
			const step = (value >>> 1) ^ -(value & 1);
			rows[at] = ascending.includes(at % width) ? step + (at >= width ? (rows[at - width] ?? 0) : 0) : value;
		}
		return rows;
	}
}
