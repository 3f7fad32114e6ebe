/** Devanagari in a PDF as text: shaped by HarfBuzz, set glyph by glyph from an embedded font that tells each glyph's letters. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Blob, Buffer, Face, Font, shape } from "harfbuzzjs";
import {
	type PDFDocument,
	PDFHexString,
	PDFNumber,
	PDFOperator,
	PDFOperatorNames,
	type PDFPage,
	type PDFRef,
} from "pdf-lib";

const FILE = "@expo-google-fonts/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf";
const UNITS_PER_EM = 1000;

interface Glyph {
	/** Glyph, and later its code in the PDF. */
	id: number;
	advance: number;
	xOffset: number;
	yOffset: number;
}

const bytes = new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(FILE)));

export class Devanagari {
	private readonly pdf: PDFDocument;
	private readonly font = new Font(new Face(new Blob(bytes.slice().buffer)));
	private readonly ref: PDFRef;
	private readonly toUnicode: PDFRef;
	private readonly widthsRef: PDFRef;
	private readonly mapRef: PDFRef;
	private readonly codes = new Map<string, number>();
	/** By code. */
	private readonly glyphs: { glyph: number; letters: string; advance: number }[] = [];

	constructor(pdf: PDFDocument) {
		this.pdf = pdf;
		const { context } = pdf;
		const file = context.register(context.flateStream(bytes, { Length1: bytes.length }));
		const descriptor = context.register(
			context.obj({
				...{ Type: "FontDescriptor", FontName: "NotoSansDevanagari", Flags: 4, FontBBox: [-600, -450, 1500, 1100] },
				...{ ItalicAngle: 0, Ascent: 900, Descent: -300, CapHeight: 700, StemV: 80, FontFile2: file },
			}),
		);
		this.widthsRef = context.nextRef();
		this.toUnicode = context.nextRef();
		this.mapRef = context.nextRef();
		const descendant = context.register(
			context.obj({
				...{ Type: "Font", Subtype: "CIDFontType2", BaseFont: "NotoSansDevanagari", FontDescriptor: descriptor },
				CIDSystemInfo: {
					Registry: PDFHexString.fromText("Adobe"),
					Ordering: PDFHexString.fromText("Identity"),
					Supplement: 0,
				},
				...{ DW: 600, W: this.widthsRef, CIDToGIDMap: this.mapRef },
			}),
		);
		this.ref = context.register(
			context.obj({
				...{ Type: "Font", Subtype: "Type0", BaseFont: "NotoSansDevanagari", Encoding: "Identity-H" },
				...{ DescendantFonts: [descendant], ToUnicode: this.toUnicode },
			}),
		);
	}

	widthOf(text: string, size: number): number {
		return (this.shaped(text).reduce((sum, { advance }) => sum + advance, 0) * size) / UNITS_PER_EM;
	}

	draw(page: PDFPage, text: string, x: number, y: number, size: number): void {
		const name = page.node.newFontDictionary("Deva", this.ref);
		const scale = size / UNITS_PER_EM;
		const number = (value: number): PDFNumber => PDFNumber.of(Math.round(value * 1000) / 1000);
		const operators = [
			PDFOperator.of(PDFOperatorNames.BeginText),
			PDFOperator.of(PDFOperatorNames.SetFontAndSize, [name, number(size)]),
		];
		let at = x;
		for (const { id, advance, xOffset, yOffset } of this.shaped(text)) {
			const place = [1, 0, 0, 1, at + xOffset * scale, y + yOffset * scale].map(number);
			operators.push(
				PDFOperator.of(PDFOperatorNames.SetTextMatrix, place),
				PDFOperator.of(PDFOperatorNames.ShowText, [PDFHexString.of(id.toString(16).padStart(4, "0"))]),
			);
			at += advance * scale;
		}
		page.pushOperators(...operators, PDFOperator.of(PDFOperatorNames.EndText));
		this.describe();
	}

	private shaped(text: string): Glyph[] {
		const buffer = new Buffer();
		buffer.addText(text);
		buffer.guessSegmentProperties();
		shape(this.font, buffer);
		const positions = buffer.getGlyphPositions();
		const infos = buffer.getGlyphInfos();
		const glyphs = infos.map(({ codepoint }, at): Glyph => {
			const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
			return { id: codepoint, advance: xAdvance, xOffset, yOffset };
		});
		const letters = this.lettersOf(text, infos);
		return glyphs.map((glyph, at) => ({ ...glyph, id: this.codeOf(glyph.id, letters[at] ?? "", glyph.advance) }));
	}

	/**
	 * Letters of each glyph, in the order of drawing, as many programs write them: a glyph that is a letter's own says that letter, of a
	 * cluster's other glyphs the first says the rest, and those without a letter say a blank of no width.
	 */
	private lettersOf(text: string, infos: readonly { codepoint: number; cluster: number }[]): string[] {
		const starts = [...new Set(infos.map(({ cluster }) => cluster))].sort((a, b) => a - b);
		const letters = infos.map(() => "");
		for (const [index, start] of starts.entries()) {
			let rest = text.slice(start, starts[index + 1]);
			const unknown: number[] = [];
			for (const [at, { codepoint, cluster }] of infos.entries()) {
				if (cluster !== start) continue;
				const letter = [...rest].find((each) => this.plainGlyph(each) === codepoint);
				if (letter === undefined) unknown.push(at);
				else {
					letters[at] = letter;
					rest = rest.replace(letter, "");
				}
			}
			const [first] = unknown;
			if (first !== undefined) letters[first] = rest;
		}
		return letters.map((each) => (each === "" ? "\u200b" : each));
	}

	/** A code for a glyph that says these letters: the same glyph may say others elsewhere. */
	private codeOf(glyph: number, letters: string, advance: number): number {
		const key = `${glyph} ${letters}`;
		const known = this.codes.get(key);
		if (known !== undefined) return known;
		const code = this.glyphs.length;
		this.codes.set(key, code);
		this.glyphs.push({ glyph, letters, advance });
		return code;
	}

	private readonly plain = new Map<string, number>();

	/** The glyph of a letter that stands alone. */
	private plainGlyph(letter: string): number | undefined {
		if (!this.plain.has(letter)) {
			const buffer = new Buffer();
			buffer.addText(letter);
			buffer.guessSegmentProperties();
			shape(this.font, buffer);
			const [first, second] = buffer.getGlyphInfos();
			// A sign stands on a dotted circle when it is alone.
			const isSign = /\p{M}/u.test(letter);
			const own = isSign ? (second ?? first) : second === undefined ? first : undefined;
			this.plain.set(letter, own?.codepoint ?? -1);
		}
		return this.plain.get(letter);
	}

	/** Widths and letters of the glyphs set so far. */
	private describe(): void {
		const { context } = this.pdf;
		context.assign(
			this.widthsRef,
			context.obj([0, context.obj(this.glyphs.map(({ advance }) => Math.round(advance)))]),
		);
		const map = this.glyphs.flatMap(({ glyph }) => [glyph >> 8, glyph & 255]);
		context.assign(this.mapRef, context.stream(Uint8Array.from(map)));
		const hex = (text: string): string =>
			Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, "0")).join("");
		const rows = this.glyphs.map(({ letters }, code) => [code, letters] as const);
		const chunks: string[] = [];
		for (let at = 0; at < rows.length; at += 100) {
			const chunk = rows.slice(at, at + 100);
			const lines = chunk.map(([id, letters]) => `<${id.toString(16).padStart(4, "0")}> <${hex(letters)}>`);
			chunks.push(`${chunk.length} beginbfchar\n${lines.join("\n")}\nendbfchar`);
		}
		const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Deva def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${chunks.join("\n")}
endcmap CMapName currentdict /CMap defineresource pop end end`;
		context.assign(this.toUnicode, context.stream(cmap));
	}
}
