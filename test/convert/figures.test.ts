import { describe, expect, it } from "vitest";
import type { Box } from "../../src/convert/blocks.ts";
import { matchCaptions } from "../../src/convert/caption-matching.ts";
import { findFigures } from "../../src/convert/figures.ts";
import type { FoundFigure, FoundTable } from "../../src/convert/found.ts";
import { inkBox } from "../../src/convert/ink.ts";
import { toLines } from "../../src/convert/lines.ts";
import type { RawPage, Rule, Shape, Word } from "../../src/convert/raw-page.ts";

/** Words of one line from `x` on, 5 points a character, standing on `baseline`. */
function line(text: string, x: number, baseline: number, sizePt = 10): Word[] {
	let at = x;
	return text.split(" ").map((word, i) => {
		const box: Box = [at, baseline - sizePt * 0.8, at + word.length * sizePt * 0.5, baseline + sizePt * 0.2];
		at = box[2] + sizePt * 0.25;
		const looks = { font: "Times", bold: false, italic: false, mono: false, color: "ff000000" };
		return { text: word, box, baseline, sizePt, ...looks, item: x * 1000 + baseline, gapBefore: i > 0, rotation: 0 };
	});
}

const sentence = "Hung sheets dried faster in every week but the third when fog kept the shutters closed and";

/** Running text of `count` lines. */
function paragraph(x: number, baseline: number, count: number): Word[] {
	return Array.from({ length: count }, (_, i) => line(sentence, x, baseline + i * 13)).flat();
}

const rule = (x0: number, y0: number, x1: number, y1: number): Rule => ({
	x0,
	y0,
	x1,
	y1,
	widthPt: 1,
	color: "ff000000",
});
const shape = (box: Box, given: Partial<Shape> = {}): Shape => ({
	box,
	filled: true,
	stroked: false,
	fillColor: "ff336699",
	curved: false,
	...given,
});

function page(given: Partial<RawPage>): RawPage {
	return { widthPt: 600, heightPt: 800, words: [], rules: [], shapes: [], images: [], links: [], tables: [], ...given };
}

function find(given: Partial<RawPage>, tables: FoundTable[] = []): FoundFigure[] {
	const raw = page(given);
	return findFigures(raw, toLines(raw.words), tables);
}

/** Bars of different heights over grid lines, numbers beside and names below. */
function barChart(top: number): Pick<RawPage, "words" | "rules" | "shapes"> {
	const base = top + 150;
	const ticks = [0, 10, 20, 30, 40];
	return {
		rules: ticks.map((_, i) => rule(100, base - i * 35, 500, base - i * 35)),
		words: [
			...ticks.flatMap((tick, i) => line(String(tick), 80, base + 3 - i * 35, 8)),
			...[0, 1, 2, 3].flatMap((bar) => line(`Week ${bar}`, 120 + bar * 90, base + 12, 8)),
		],
		shapes: [40, 90, 120, 70].map((height, i) => shape([120 + i * 90, base - height, 160 + i * 90, base])),
	};
}

const caption = "Figure 1. Hours to dry in each of the four weeks.";
const words = (found: FoundFigure | undefined) => [...(found?.usedWords ?? [])].map((word) => word.text);

describe("figures", () => {
	it("leaves out icons, backgrounds, letterheads and what lies beside the page, and joins strips", () => {
		const images: Box[] = [
			[0, 0, 600, 800],
			[10, 10, 40, 40],
			[0, 0, 600, 90],
			[-300, 300, -100, 500],
			[300, 100, 500, 200],
			[300, 200, 500, 300],
		];
		const found = find({ words: paragraph(72, 400, 20), images });
		expect(found.map((figure) => figure.box)).toEqual([[300, 100, 500, 300]]);
	});

	it("keeps the picture of a page that has no text", () => {
		expect(find({ images: [[-5, -5, 900, 900]] }).map((figure) => figure.box)).toEqual([[0, 0, 600, 800]]);
	});

	it("finds a chart with its axis, and takes its labels and its caption out of the text", () => {
		const chart = barChart(100);
		const text = [...paragraph(72, 60, 3), ...line(caption, 72, 285), ...paragraph(72, 330, 10)];
		const [found, ...others] = find({ ...chart, words: [...chart.words, ...text] });
		expect(others).toEqual([]);
		expect(words(found)).toEqual(expect.arrayContaining(["40", "0", "Week", "3"]));
		expect(words(found)).not.toContain("Hung");
		expect(found?.box[0]).toBeLessThanOrEqual(80);
		expect(found?.caption?.map(({ text: each }) => each)).toEqual([caption]);
	});

	it("keeps two charts apart where a caption or a paragraph stands between them", () => {
		const [upper, lower] = [barChart(60), barChart(290)];
		const between = [...line(caption, 72, 245), ...line("Figure 2. The same for the second season.", 72, 475)];
		const found = find({
			words: [...upper.words, ...lower.words, ...between],
			rules: [...upper.rules, ...lower.rules],
			shapes: [...upper.shapes, ...lower.shapes],
		});
		expect(found.map((figure) => figure.caption?.[0]?.text.slice(0, 9))).toEqual(["Figure 1.", "Figure 2."]);
	});

	it("takes rules, panels behind text, frames of boxed text and underlines for no figure", () => {
		const frame = [rule(60, 80, 560, 80), rule(60, 300, 560, 300), rule(60, 80, 60, 300), rule(560, 80, 560, 300)];
		expect(find({ words: paragraph(72, 100, 14), rules: frame })).toEqual([]);
		expect(find({ words: paragraph(72, 100, 14), shapes: [shape([60, 80, 560, 300])] })).toEqual([]);
		const underline = rule(72, 101, 500, 101);
		expect(find({ words: paragraph(72, 100, 30), rules: [underline, rule(72, 700, 220, 700)] })).toEqual([]);
	});

	it("leaves a table to the table pass, but not a chart that was read as one", () => {
		const chart = barChart(100);
		const table: FoundTable = { box: [78, 95, 505, 262], table: { header: [], rows: [] }, usedWords: new Set() };
		expect(find(chart, [table])).toEqual([]);
		const captioned = { ...chart, words: [...chart.words, ...line(caption, 72, 285)] };
		expect(find(captioned, [table])).toHaveLength(1);
	});

	it("takes outlines of letters for a formula", () => {
		const letters = Array.from({ length: 40 }, (_, i) => shape([100 + i * 9, 300, 107 + i * 9, 309], { curved: true }));
		const below = letters.map((letter) => ({ ...letter, box: [letter.box[0], 315, letter.box[2], 324] as Box }));
		expect(find({ words: paragraph(72, 400, 20), shapes: [...letters, ...below] })).toEqual([]);
	});

	it("joins sub-figures over one caption, and leaves neighbours with captions of their own alone", () => {
		const images: Box[] = [
			[72, 100, 280, 250],
			[300, 100, 520, 250],
		];
		const one = find({ words: [...line(`${caption} Left hung, right exchanged, both of one vat.`, 100, 270)], images });
		expect(one.map((figure) => figure.box)).toEqual([[72, 100, 520, 250]]);
		const two = find({
			words: [...line("Figure 1. Hung.", 72, 270), ...line("Figure 2. Exchanged.", 300, 270)],
			images,
		});
		expect(two.map((figure) => figure.caption?.[0]?.text)).toEqual(["Figure 1. Hung.", "Figure 2. Exchanged."]);
	});

	it("reads a caption whose label stands in a cell of its own", () => {
		const cells = [
			...line("Diagram 3", 100, 276),
			...line("Distribution of visitors over the year", 170, 270),
			...line("and over the week", 170, 283),
		];
		const [found] = find({ words: cells, images: [[72, 100, 520, 250]] });
		const texts = found?.caption?.map(({ text }) => text);
		expect(texts).toEqual(["Diagram 3", "Distribution of visitors over the year", "and over the week"]);
	});

	it("ends a caption where the body text begins", () => {
		const text = [...line(caption, 72, 270, 9), ...line("Second line of it.", 72, 281, 9), ...paragraph(72, 300, 8)];
		const [found] = find({ words: text, images: [[72, 100, 520, 250]] });
		expect(found?.caption?.map((each) => each.text)).toEqual([caption, "Second line of it."]);
	});

	it("leaves a title over a photograph in the text", () => {
		const title = line("Coastal Workshops", 100, 200, 30);
		const photo = { words: [...title, ...line("Photo: the author", 80, 345, 6), ...paragraph(72, 500, 10)] };
		const [found] = find({ ...photo, images: [[72, 100, 520, 350]] });
		expect(words(found)).toEqual(["Photo:", "the", "author"]);
	});
});

describe("pictures whose text was recognised", () => {
	const recognised = (text: string, x: number, baseline: number) =>
		line(text, x, baseline).map((word): Word => ({ ...word, ocr: true }));

	it("stay figures, and leave their words to the text", () => {
		const inside = [0, 1, 2, 3].flatMap((i) => recognised(sentence, 80, 130 + i * 13));
		const [found] = find({ words: [...inside, ...paragraph(72, 400, 10)], images: [[72, 100, 580, 300]] });
		expect(found?.box).toEqual([72, 100, 580, 300]);
		expect(words(found)).toEqual([]);
	});

	it("are no figures where they are tables", () => {
		const cells = recognised("Week Hours", 80, 130);
		const table: FoundTable = { box: [76, 104, 570, 290], table: { header: [], rows: [] }, usedWords: new Set(cells) };
		const seen = { words: [...cells, ...paragraph(72, 400, 10)], images: [[72, 100, 580, 300] as Box] };
		expect(find(seen, [table])).toEqual([]);
		expect(find(seen)).toHaveLength(1);
	});
});

describe("matching captions", () => {
	const figures: Box[] = [
		[72, 100, 500, 250],
		[72, 300, 500, 450],
	];

	it("follows the side that the page's captions stand on", () => {
		const above: Box[] = [
			[72, 80, 400, 90],
			[72, 285, 400, 295],
		];
		const below: Box[] = [
			[72, 255, 400, 265],
			[72, 455, 400, 465],
		];
		for (const captions of [above, below])
			expect([...matchCaptions(figures, captions)].sort()).toEqual([
				[0, 0],
				[1, 1],
			]);
	});

	it("reaches across no running text, and not too far", () => {
		expect(matchCaptions(figures.slice(0, 1), [[72, 300, 400, 310]], [[72, 265, 500, 275]]).size).toBe(0);
		expect(matchCaptions(figures.slice(0, 1), [[72, 400, 400, 410]]).size).toBe(0);
	});

	it("takes one beside the figure where none is above or below", () => {
		expect([...matchCaptions([[72, 100, 300, 250]], [[310, 120, 500, 160]])]).toEqual([[0, 0]]);
	});
});

describe("the ink of a picture", () => {
	it("is what is left without white margins and specks", () => {
		const pixels = new Uint32Array(20 * 10).fill(0xffffffff);
		pixels[0] = 0xff000000;
		for (let y = 3; y < 7; y++) pixels.fill(0xff808080, y * 20 + 5, y * 20 + 12);
		expect(inkBox(pixels, 20, 20, 10)).toEqual({ left: 5, top: 3, right: 12, bottom: 7 });
		expect(inkBox(new Uint32Array(200).fill(0xfffefefe), 20, 20, 10)).toBeUndefined();
	});
});

describe("Boxes and keys", () => {
	const card = (x: number): Shape => shape([x, 100, x + 150, 220], { filled: false, stroked: true, curved: true });

	it("leave cards of text in the text", () => {
		const text = [20, 190, 360].flatMap((x) =>
			["Teachers asked for shorter", "modules and more examples", "drawn from daily life."].flatMap((words, i) =>
				line(words, x + 10, 130 + i * 13),
			),
		);
		expect(find({ words: text, shapes: [20, 190, 360].map(card) })).toEqual([]);
	});

	it("take a legend in a chart's colours for a part of it, with its labels", () => {
		const colors = ["ff4472c4", "ffed7d31", "ffa5a5a5"];
		const pie = colors.map((fillColor, i) => shape([100, 100, 200, 200 - i * 20], { curved: true, fillColor }));
		const keys = colors.map((fillColor, i) => shape([240, 120 + i * 20, 247, 127 + i * 20], { fillColor }));
		const words = ["Schools", "Farms", "Others"].flatMap((label, i) => line(label, 251, 127 + i * 20));
		const [figure] = find({ words, shapes: [...pie, ...keys] });
		expect([...(figure?.usedWords ?? [])].map((word) => word.text)).toEqual(["Schools", "Farms", "Others"]);
		const others = keys.map((key) => ({ ...key, fillColor: "ff123456" }));
		expect(find({ words, shapes: [...pie, ...others] })[0]?.usedWords.size).toBe(0);
	});

	it("find the caption of a drawing with white around it", () => {
		const boxes = [60, 140, 220].map((x) => shape([x, 300, x + 70, 360], { curved: true }));
		const caption = line("Figure 2: From the samples to the report", 60, 435);
		const [figure] = find({ words: [...paragraph(60, 100, 4), ...caption], shapes: boxes });
		expect(figure?.caption?.[0]?.text).toBe("Figure 2: From the samples to the report");
	});
});
