import { chooseCandidates, isRareKey, keyWeight, planLookups, type Tally } from "../../src/dedup/candidates.ts";
import { PairComparer } from "../../src/dedup/evidence.ts";
import { decodeEvidence, encodeEvidence } from "../../src/dedup/evidence-bytes.ts";
import { fingerprint } from "../../src/dedup/fingerprint.ts";
import { LibraryAnalysis } from "../../src/dedup/library-analysis.ts";
import { type ComparedPair, groupPapers, judgePairs, type Paper } from "../../src/dedup/papers.ts";
import { type DedupSettings, defaultDedupSettings } from "../../src/dedup/settings.ts";
import { readTokens } from "../../src/dedup/tokens.ts";

/** Mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const words =
	"contract delivery garden insurance mortgage payment council window harbour engine medical kitchen travel printing water energy school letter market paper bridge account member report valley winter summer office ladder carpet timber signal planet bottle copper".split(
		" ",
	);

export function prose(count: number, random: () => number): string {
	const sentences: string[] = [];
	for (let left = count; left > 0; left -= 10) {
		const sentence = Array.from({ length: Math.min(10, left) }, () => words[Math.floor(random() * words.length)]).join(
			" ",
		);
		sentences.push(`${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`);
	}
	return sentences.join("\n");
}

const months = "January February March April May June July August September October November December".split(" ");

/** Twelve payslips of one person: month, hours and date differ. */
export function payslips(random: () => number): string[] {
	const text = prose(120, random);
	const number = 100_000 + Math.floor(random() * 900_000);
	const gross = (2000 + random() * 3000).toFixed(2);
	return months.map((month, at) => {
		const hours = 140 + Math.floor(random() * 40);
		const date = `0${1 + Math.floor(random() * 8)}.${String(at + 1).padStart(2, "0")}.2019`;
		return `Harlow Media Group\nPayslip for ${month} 2019\nEmployee number: ${number}\nWorking hours ${hours}\nGross salary ${gross} EUR\nPaid on ${date}\n${text}`;
	});
}

const misreadings = [
	["m", "rn"],
	["l", "1"],
	["o", "0"],
	["e", "c"],
	["t", "f"],
	["n", "ri"],
] as const;

/** A second scan: this share of the words has one letter misread, lines break elsewhere. */
export function rescan(text: string, share: number, random: () => number): string {
	const scanned = text.split(/\s+/).map((word) => {
		if (random() >= share || !/^[A-Za-z.]+$/.test(word)) return word;
		const [from, to] = misreadings[Math.floor(random() * misreadings.length)] ?? ["m", "rn"];
		return word.replace(from, to);
	});
	let column = 0;
	return scanned.reduce((all, word) => {
		column += word.length + 1;
		if (column < 72) return `${all} ${word}`;
		column = word.length;
		return `${all}\n${word}`;
	});
}

export function groupsOf(texts: readonly string[], settings: DedupSettings = defaultDedupSettings): number[][] {
	const analysis = new LibraryAnalysis(settings);
	for (const text of texts) analysis.add(text);
	return analysis.groups().map(({ documents }) => documents);
}

/** The same as a Worker does it: document by document against a table of keys, texts read anew, evidence through bytes. */
export function groupsInSlices(texts: readonly string[], settings: DedupSettings = defaultDedupSettings): number[][] {
	const papers: (Paper<number> & { keys: Uint32Array; documents: number[] })[] = [];
	const table = new Map<number, number[]>();
	for (const [document, text] of texts.entries()) {
		const { contentHash, keys, skipped } = fingerprint(text, settings);
		if (skipped !== undefined) continue;
		const known = papers.find((paper) => paper.contentHash === contentHash);
		if (known !== undefined) known.documents.push(document);
		else {
			for (const key of keys) table.set(key, [...(table.get(key) ?? []), papers.length]);
			papers.push({ contentHash, keys, documents: [document] });
		}
	}
	const textOf = (paper: number): string => texts[papers[paper]?.documents[0] ?? -1] ?? "";
	const stored = new Map<string, Uint8Array>();
	for (const [number, { keys }] of papers.entries()) {
		const counts = [...keys].map((key) => ({ key, documents: table.get(key)?.length ?? 0 }));
		const tallies = new Map<number, Tally & { paper: number }>();
		const lookups = planLookups(counts);
		for (const { key, documents } of [...lookups].reverse()) {
			for (const other of table.get(key) ?? []) {
				if (other === number) continue;
				const contentHash = papers[other]?.contentHash ?? "";
				const tally = tallies.get(other) ?? { paper: other, contentHash, shared: 0, rare: 0, weight: 0 };
				tally.shared++;
				tally.weight += keyWeight(documents);
				if (isRareKey(documents)) tally.rare++;
				tallies.set(other, tally);
			}
		}
		const counted = { keyCount: keys.length, lookedUp: lookups.length };
		for (const { paper, rare } of chooseCandidates(counted, tallies.values())) {
			const [a, b] = number < paper ? [number, paper] : [paper, number];
			const comparer = new PairComparer(settings);
			const evidence = comparer.compare(readTokens(textOf(a)), readTokens(textOf(b)), rare);
			stored.set(`${a} ${b}`, encodeEvidence(evidence));
		}
	}
	const pairs = [...stored].map(([name, bytes]): ComparedPair => {
		const [a = 0, b = 0] = name.split(" ").map(Number);
		return { a, b, evidence: decodeEvidence(bytes) };
	});
	return groupPapers(papers, judgePairs(pairs, settings))
		.map(({ documents }) => documents.sort((x, y) => x - y))
		.sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0));
}
