/** Pages to set text on, from the top left in points; Devanagari is shaped and keeps its text. */
import { degrees, PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "pdf-lib";
import { Devanagari } from "./devanagari.ts";

const INK = rgb(0.1, 0.1, 0.12);
const SHADE = rgb(0.92, 0.93, 0.95);

export interface Look {
	size?: number;
	bold?: boolean;
	align?: "left" | "right" | "center";
}

const FAMILIES = {
	sans: [StandardFonts.Helvetica, StandardFonts.HelveticaBold],
	serif: [StandardFonts.TimesRoman, StandardFonts.TimesRomanBold],
	mono: [StandardFonts.Courier, StandardFonts.CourierBold],
} as const;

export class Sheet {
	readonly widthPt: number;
	readonly heightPt: number;
	private readonly pdf: PDFDocument;
	private readonly fonts: { plain: PDFFont; bold: PDFFont };
	private devanagari: Devanagari | undefined;
	private dingbats: PDFFont | undefined;
	private page: PDFPage;

	private constructor(pdf: PDFDocument, fonts: Sheet["fonts"], widthPt: number, heightPt: number) {
		this.pdf = pdf;
		this.fonts = fonts;
		[this.widthPt, this.heightPt] = [widthPt, heightPt];
		this.page = pdf.addPage([widthPt, heightPt]);
	}

	static async create(widthPt = 595, heightPt = 842, family: keyof typeof FAMILIES = "sans"): Promise<Sheet> {
		const pdf = await PDFDocument.create();
		const [plain, bold] = FAMILIES[family];
		const fonts = { plain: await pdf.embedFont(plain), bold: await pdf.embedFont(bold) };
		const sheet = new Sheet(pdf, fonts, widthPt, heightPt);
		sheet.dingbats = await pdf.embedFont(StandardFonts.ZapfDingbats);
		return sheet;
	}

	addPage(): void {
		this.page = this.pdf.addPage([this.widthPt, this.heightPt]);
	}

	/** `y` is the baseline. Gives the width. */
	text(text: string, x: number, y: number, look: Look = {}): number {
		const { size = 9.5, bold = false, align = "left" } = look;
		const runs = runsOf(text);
		const widths = runs.map((run) => this.widthOf(run, size, bold));
		const width = widths.reduce((sum, each) => sum + each, 0);
		let at = align === "left" ? x : align === "right" ? x - width : x - width / 2;
		for (const [index, run] of runs.entries()) {
			const base = this.heightPt - y;
			if (isDevanagari(run)) this.shaper().draw(this.page, run, at, base, size);
			else
				this.page.drawText(run, { x: at, y: base, size, font: bold ? this.fonts.bold : this.fonts.plain, color: INK });
			at += widths[index] ?? 0;
		}
		return width;
	}

	widthOf(text: string, size = 9.5, bold = false): number {
		return runsOf(text).reduce((sum, run) => {
			if (isDevanagari(run)) return sum + this.shaper().widthOf(run, size);
			return sum + (bold ? this.fonts.bold : this.fonts.plain).widthOfTextAtSize(run, size);
		}, 0);
	}

	line(x0: number, y0: number, x1: number, y1: number, thickness = 0.6): void {
		const [start, end] = [
			{ x: x0, y: this.heightPt - y0 },
			{ x: x1, y: this.heightPt - y1 },
		];
		this.page.drawLine({ start, end, thickness, color: INK });
	}

	box(x0: number, y0: number, x1: number, y1: number, isFilled = false): void {
		const place = { x: x0, y: this.heightPt - y1, width: x1 - x0, height: y1 - y0 };
		this.page.drawRectangle(isFilled ? { ...place, color: SHADE } : { ...place, borderWidth: 0.6, borderColor: INK });
	}

	circle(x: number, y: number, radius: number, isFilled = false): void {
		const place = { x, y: this.heightPt - y, size: radius };
		this.page.drawCircle(isFilled ? { ...place, color: INK } : { ...place, borderWidth: 0.6, borderColor: INK });
	}

	/** A letter of ZapfDingbats, such as a tick (`\u2714`) or a cross (`\u2718`). */
	sign(letter: string, x: number, y: number, size = 9): void {
		if (this.dingbats !== undefined)
			this.page.drawText(letter, { x, y: this.heightPt - y, size, font: this.dingbats, color: INK });
	}

	/** Set askew, as with a rubber stamp. */
	stamp(text: string, x: number, y: number, size = 28): void {
		const place = { x, y: this.heightPt - y, size, rotate: degrees(18) };
		this.page.drawText(text, { ...place, font: this.fonts.bold, color: rgb(0.75, 0.2, 0.2) });
	}

	async save(): Promise<Uint8Array> {
		return this.pdf.save();
	}

	private shaper(): Devanagari {
		this.devanagari ??= new Devanagari(this.pdf);
		return this.devanagari;
	}
}

function isDevanagari(text: string): boolean {
	return /[\u0900-\u097f₹]/.test(text);
}

/** Runs of one font: Devanagari with the blanks inside of it, the rest. */
function runsOf(text: string): string[] {
	return text.match(/[\u0900-\u097f₹]+(?:[ ]+[\u0900-\u097f₹]+)*|[^\u0900-\u097f₹]+/g) ?? [];
}
