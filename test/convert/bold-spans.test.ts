import { describe, expect, it } from "vitest";
import { withBoldEnds } from "../../src/convert/bold-spans.ts";
import type { Word } from "../../src/convert/raw-page.ts";

/** Ems of a letter in the made-up text font; its bold is a tenth wider. */
const widthOf = (letter: string) => 0.3 + (letter.charCodeAt(0) % 7) * 0.06;

function set(text: string, item: number, boldWords: number, font = "Serif"): Word[] {
	let x = 72;
	return text.split(" ").map((word, i) => {
		const ems = [...word].reduce((sum, letter) => sum + widthOf(letter), 0) * (i < boldWords ? 1.1 : 1);
		const box: Word["box"] = [x, 100, x + ems * 10, 112];
		x += ems * 10 + 2.5;
		return {
			...{ text: word, box, baseline: 110, sizePt: 10, font, bold: font !== "Serif", italic: false, mono: false },
			...{ color: "ff000000", item, gapBefore: i > 0, rotation: 0 },
		};
	});
}

const prose =
	"the quick brown fox jumps over a lazy dog while safety: thread many words teach how wide each letter of this font is set";
const lessons = Array.from({ length: 4 }, (_, i) => set(prose, i, 0)).flat();
const boldOf = (words: readonly Word[], item: number) =>
	words.filter((word) => word.item === item).map((word) => word.bold);

describe("bold items", () => {
	it("end where their words are as wide as the text font's", () => {
		const words = [...lessons, ...set("thread safety: words that follow the bold start", 9, 2, "Serif-Bold")];
		expect(boldOf(withBoldEnds(words), 9)).toEqual([true, true, false, false, false, false, false, false]);
	});

	it("stay bold where all words are, and where the page teaches too little", () => {
		const bold = set("many words that are bold", 9, 99, "Serif-Bold");
		expect(boldOf(withBoldEnds([...lessons, ...bold]), 9)).not.toContain(false);
		const mixed = set("thread safety: words that follow the bold start", 9, 2, "Serif-Bold");
		expect(boldOf(withBoldEnds([...lessons.slice(0, 20), ...mixed]), 9)).not.toContain(false);
	});

	it("stay bold where they are set in another size, as titles are", () => {
		const title = set("thread safety: words that follow the bold start", 9, 2, "Serif-Bold").map((word) => ({
			...word,
			sizePt: 12,
			box: [word.box[0] * 1.2, 100, word.box[2] * 1.2, 114] as Word["box"],
		}));
		expect(boldOf(withBoldEnds([...lessons, ...title]), 9)).not.toContain(false);
	});
});
