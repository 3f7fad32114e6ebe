import { describe, expect, it } from "vitest";
import { anyMonthlyFamily, monthlyFamily, payslip } from "../../bench/dedup/first-families.ts";
import { characterReader, plainMisreader, type Reader, scannerMisreader } from "../../bench/dedup/misreadings.ts";
import type { Labelled } from "../../bench/dedup/paper.ts";
import { substance } from "../../bench/dedup/paper.ts";
import { Random } from "../../bench/dedup/random.ts";
import { dropLines, editDistance, keepBeginning, keepLines, render } from "../../bench/dedup/renditions.ts";
import { lookalikes } from "../../bench/dedup/second-families.ts";
import { wordReader } from "../../bench/dedup/word-misreadings.ts";
import { firstLibrary } from "../../bench/dedup-library-first.ts";
import { secondLibrary } from "../../bench/dedup-library-second.ts";

const libraries = [
	{ name: "first", make: firstLibrary },
	{ name: "second", make: secondLibrary },
];

const original = (library: readonly Labelled[], { original: id }: Labelled): Labelled => {
	const found = library[id - 1];
	if (found === undefined) throw new Error(`no document ${id}`);
	return found;
};

const plain = (text: string): string => text.replace(/-\n/g, "").replace(/\s+/g, " ");

/** Share of the words that are others, one word more or less included. */
function wrongWords(before: string, after: string): number {
	const numbers = new Map<string, string>();
	const sentence = (text: string): string =>
		text.split(" ").reduce((codes, word) => {
			const code = numbers.get(word) ?? String.fromCharCode(numbers.size);
			numbers.set(word, code);
			return codes + code;
		}, "");
	return editDistance(sentence(before), sentence(after)) / before.split(" ").length;
}

/** Share of the words that were edited, line ends apart. */
function editedShare(library: readonly Labelled[], kind: string): number {
	const copies = library.filter((each) => each.kind === kind);
	expect(copies.length).toBeGreaterThan(40);
	const pairs = copies.map((copy) => [original(library, copy), copy].map(({ document }) => plain(document.content)));
	return pairs.reduce((sum, [one = "", other = ""]) => sum + wrongWords(one, other), 0) / pairs.length;
}

describe.each(libraries)("the $name library", ({ make }) => {
	const library = make(1500, 7);

	it("is the same for the same seed and another for another", () => {
		expect(make(300, 7)).toEqual(make(300, 7));
		const contents = new Set(make(300, 7).map(({ document }) => document.content));
		expect(make(300, 8).some(({ document }) => contents.has(document.content))).toBe(false);
	});

	it("numbers its documents from 1 and names an original of each", () => {
		expect(library.map(({ document }) => document.id)).toEqual(library.map((_, at) => at + 1));
		for (const each of library) {
			const source = original(library, each);
			expect(source.kind).toBe("original");
			expect(source.original).toBe(source.document.id);
			expect(each.family).toBe(source.family);
			expect(each.kind === "original").toBe(each === source);
		}
	});

	it("has no two originals with the same words", () => {
		const originals = library.filter(({ kind }) => kind === "original");
		expect(new Set(originals.map(({ document }) => substance([document.content]))).size).toBe(originals.length);
	});

	it("has about a third of look-alikes and a tenth of copies", () => {
		const large = make(6000, 3);
		const originals = large.filter(({ kind }) => kind === "original");
		const inFamilies = originals.filter(({ family }) => family !== null).length / originals.length;
		expect(inFamilies).toBeGreaterThan(0.28);
		expect(inFamilies).toBeLessThan(0.45);
		expect(originals.length / large.length).toBeGreaterThan(0.84);
		expect(originals.length / large.length).toBeLessThan(0.92);
	});

	it("does not betray copies by their place", () => {
		const neighbours = library.filter((each) => Math.abs(each.document.id - each.original) === 1).length;
		expect(neighbours).toBeLessThan(5);
	});
});

describe("the families of the libraries", () => {
	const families = [
		...Array.from({ length: 60 }, (_, at) => anyMonthlyFamily(new Random(at, 1))),
		...Array.from({ length: 300 }, (_, at) => lookalikes(new Random(at, 2))),
	];

	it("are of two papers at least", () => {
		expect(Math.min(...families.map((papers) => papers.length))).toBe(2);
		expect(Math.max(...families.map((papers) => papers.length))).toBeGreaterThan(40);
	});

	it("have on each paper a mark that no other of them has, in the first half, on one line", () => {
		for (const papers of families) {
			const texts = papers.map(({ lines }) => lines.join("\n"));
			for (const [at, { lines, mark }] of papers.entries()) {
				if (mark === null) throw new Error("a member has no mark");
				const place = lines.findIndex((line) => line.includes(mark));
				expect(place, `${mark} in ${lines.slice(0, 12).join(" / ")}`).toBeGreaterThanOrEqual(0);
				expect(lines.slice(0, place + 1).join("").length).toBeLessThan(0.5 * lines.join("").length + 200);
				const others = texts.filter((text, other) => other !== at && text.includes(mark));
				expect(
					others.map((text) => text.slice(0, 400)),
					mark,
				).toEqual([]);
			}
		}
	});

	it("keep amounts and names in payslips from month to month", () => {
		const payslips = monthlyFamily(payslip, 36, new Random(5));
		const moving = payslips.map(({ lines }) =>
			lines.filter((line) => !/^Payslip|^Working|^Paid/.test(line)).join("\n"),
		);
		expect(payslips.length).toBe(36);
		expect(new Set(moving).size).toBe(1);
	});
});

describe("the noise of the libraries", () => {
	it("never makes a paper's mark more like a sibling's", () => {
		const own = "Lohnzettel für 03/2018";
		const siblings = ["01", "02", "05", "08"].map((month) => `Lohnzettel für ${month}/2018`);
		const lines = ["Werkstatt Nord", own, "Brutto 2.310,00 €", ...Array.from({ length: 20 }, (_, at) => `Zeile ${at}`)];
		const changes = [dropLines(0.3), keepBeginning(0.5, 0.7)];
		const readers: Reader[] = [wordReader(scannerMisreader), characterReader(scannerMisreader)];
		const rendition = { kind: "worst", rate: [0.2, 0.3] as const, changes, layout: keepLines };
		for (let seed = 0; seed < 200; seed++) {
			const reader = readers[seed % 2] ?? wordReader(scannerMisreader);
			const reading = { rendition, reader, random: new Random(seed) };
			const read = render(lines, { own, siblings }, reading);
			const nearest = (text: string) => Math.min(...read.map((line) => editDistance(line, text)));
			for (const other of siblings) expect(nearest(own)).toBeLessThanOrEqual(nearest(other));
		}
	});

	it("is what its name says, in words", () => {
		const library = firstLibrary(1500, 7);
		for (const [kind, rate] of [
			["edit-1", 0.01],
			["edit-5", 0.05],
			["edit-15", 0.15],
		] as const) {
			const share = editedShare(library, kind);
			expect(share).toBeGreaterThan(rate * 0.75);
			expect(share).toBeLessThan(rate * 1.25);
		}
	});

	it("damages more than half of the words where it is counted in characters", () => {
		expect(editedShare(firstLibrary(1500, 7, "characters"), "edit-15")).toBeGreaterThan(0.5);
	});

	it("errs in a letter or two of a word, and in every word where all are to be wrong", () => {
		const words = Array.from({ length: 400 }, (_, at) => `Nebenkosten${at}abrechnung`);
		const read = wordReader(plainMisreader)([words.join(" ")], 0.02, new Random(3))
			.join("")
			.split(" ");
		const wrong = read.filter((word) => !words.includes(word));
		expect(wrong.length).toBeGreaterThan(2);
		for (const word of wrong) {
			expect(Math.min(...words.map((other) => editDistance(word, other)))).toBeLessThanOrEqual(4);
		}
		expect(
			wrongWords(words.join(" "), wordReader(plainMisreader)([words.join(" ")], 1, new Random(4)).join(" ")),
		).toBeGreaterThan(0.97);
	});

	it("takes two characters for a word where the script sets no blanks", () => {
		const text = "市政府办公室学校教师学生图书馆大楼道路桥梁河流农田农民收成市场商店".repeat(20);
		const read = wordReader(plainMisreader)([text], 0.1, new Random(3)).join("");
		const share = editDistance(text, read) / text.length;
		expect(share).toBeGreaterThan(0.03);
		expect(share).toBeLessThan(0.12);
	});

	it("loses lines, pages, order and accents where it says so", () => {
		const library = secondLibrary(3000, 7);
		const of = (kind: string) =>
			library
				.filter((each) => each.kind === kind)
				.map((copy) => ({ before: original(library, copy).document.content, after: copy.document.content }));
		const lengths = (kind: string) => {
			const all = of(kind);
			return all.reduce((sum, { before, after }) => sum + after.length / before.length, 0) / all.length;
		};
		expect(lengths("drops")).toBeGreaterThan(0.88);
		expect(lengths("drops")).toBeLessThan(0.97);
		expect(lengths("part")).toBeGreaterThan(0.5);
		expect(lengths("part")).toBeLessThan(0.72);
		expect(lengths("header")).toBeGreaterThan(1.02);
		for (const { before, after } of of("swap")) expect(after.slice(0, 25)).not.toBe(before.slice(0, 25));
		const headed = of("header");
		expect(headed.filter(({ after }) => after.startsWith("FAX")).length / headed.length).toBeGreaterThan(0.8);
		const accents = of("accents").map(({ after }) => (after.match(/[äöüß]/g) ?? []).length / after.length);
		expect(Math.max(...accents)).toBeLessThan(0.01);
	});
});
