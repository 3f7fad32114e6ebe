import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MemoryIndex } from "../../src/retrieval/memory-index.ts";
import { findChunks } from "../../src/retrieval/search.ts";
import { indexText } from "../../src/retrieval/terms.ts";
import { WordTable } from "../../src/retrieval/word-table.ts";

const bytes = readFileSync(join(import.meta.dirname, "../../public/retrieval/words.bin"));
const table = new WordTable(bytes);

function indexOf(texts: Record<string, string>): MemoryIndex {
	const index = new MemoryIndex();
	for (const [id, text] of Object.entries(texts)) index.add(id, indexText(text));
	return index;
}

async function idsFor(index: MemoryIndex, question: string): Promise<string[]> {
	return (await findChunks(index, question, { limit: 10, table })).map(({ id }) => id);
}

const papers = indexOf({
	lease: "Lease. Dogs and cats may be kept with the landlord's consent. The rent falls due on the third working day.",
	travel: "Travel rules. Hotels are refunded up to 130 a night. Journeys under four hours are made by train.",
	leave: "Leave. Everybody has 28 days of holiday a year, of which five may be carried over into March.",
	fault: "Error E-4032: the certificate could not be renewed. Restart the gateway.",
	other: "Error E-4023: the disk is full. Enlarge the volume.",
	invoice: "Invoice NW-2024-0117. Forty reams of paper at 18.50 each, in total 775.00 EUR.",
	miete: "Mietvertrag. Die Wartungskosten der Heizungsanlage gehören zur Betriebskostenabrechnung.",
	bill: "बिजली का बिल। भुगतान की अंतिम तिथि 18 अगस्त है, उसके बाद विलंब शुल्क लगेगा।",
});

describe("a search", () => {
	test.each([
		["Am I allowed to own a pet?", "lease"],
		["vacation carried forward", "leave"],
		["rail trips and accommodation", "travel"],
		["E-4032", "fault"],
		["error e4023", "other"],
		["NW 2024 0117", "invoice"],
		["Which invoice is over 775.00?", "invoice"],
		["Wer zahlt die Wartung der Heizung?", "miete"],
		["Betriebskosten", "miete"],
		["बिल के भुगतान की तिथि", "bill"],
	])("%s finds %s first", async (question, id) => {
		expect((await idsFor(papers, question))[0]).toBe(id);
	});

	test("for what is nowhere finds nothing", async () => {
		expect(await idsFor(papers, "zygomorphic 99317")).toEqual([]);
		expect(await idsFor(papers, " ?! ")).toEqual([]);
		expect(await idsFor(indexOf({}), "rent")).toEqual([]);
	});

	test("gives scores above 0 that fall with the rank, and no chunk twice", async () => {
		const found = await findChunks(papers, "When is the rent of the flat due?", { limit: 10, table });
		const scores = found.map(({ score }) => score);
		expect(scores.every((score) => score > 0)).toBe(true);
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
	});

	test("gives no more than was asked for", async () => {
		expect(await findChunks(papers, "error", { limit: 1, table })).toHaveLength(1);
	});

	test("prefers the word that was asked for to its neighbours in meaning", async () => {
		const index = indexOf({
			neighbours: "The automobile, the vehicle and the truck were parked by their drivers.",
			word: "The car was sold to somebody else by its owner.",
			nothing: "Bread is baked from rye and water.",
		});
		expect(await idsFor(index, "Who sold the car?")).toEqual(["word", "neighbours"]);
	});

	test("counts one concept once, however many neighbours of a word a chunk has", async () => {
		const index = indexOf({
			synonyms: "physicians, doctors, surgeons, nurses, clinics, hospital, patients, medicine",
			both: "The physician wrote an invoice for the visit at home last week on paper.",
			nothing: "Bread is baked from rye and water.",
		});
		expect((await idsFor(index, "physician's invoice"))[0]).toBe("both");
	});

	test("takes a whole page for a question", async () => {
		const page = Array.from({ length: 3000 }, (_, at) => `filler${"abcdefgh"[at % 8]}${"ijklmnop"[at % 7]} word`).join(
			" ",
		);
		expect((await idsFor(papers, `${page} What does the certificate's error mean?`))[0]).toBe("fault");
	});

	test("works without word vectors", async () => {
		const found = await findChunks(papers, "hotels at night", { limit: 10, table: undefined });
		expect(found[0]?.id).toBe("travel");
	});

	test("prefers words that stand together", async () => {
		const index = indexOf({
			apart: "Miller met Bob yesterday; some weeks later Jane asked Smith for the same papers again.",
			name: "Smith met Bob yesterday; some weeks later Jane Miller asked him for the same papers again.",
		});
		expect((await idsFor(index, "Jane Miller"))[0]).toBe("name");
	});
});

describe("the table of word vectors", () => {
	test("knows neighbours, the nearest first, none of the word's own stem", () => {
		const found = table.neighboursOf("physician", "physician");
		expect(found.map(({ stem }) => stem)).toContain("doctor");
		expect(found.map(({ stem }) => stem)).not.toContain("physician");
		const similarities = found.map(({ similarity }) => similarity);
		expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
		expect(Math.min(...similarities)).toBeGreaterThan(0);
	});

	test("knows nothing of a word that is none", () => {
		expect(table.neighboursOf("zzxqy", "zzxqy")).toEqual([]);
		expect(table.rankOf("zzxqy")).toBeUndefined();
	});

	test("can be read from bytes at an odd place", () => {
		const moved = new Uint8Array(bytes.length + 1);
		moved.set(bytes, 1);
		expect(new WordTable(moved.subarray(1)).rankOf("doctor")).toBe(table.rankOf("doctor"));
	});

	test("refuses what is none", () => {
		expect(() => new WordTable(new Uint8Array(0))).toThrow("no word table");
		expect(() => new WordTable(bytes.subarray(0, 5000))).toThrow("cut off");
	});
});
