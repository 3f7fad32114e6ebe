import { PDFDocument, type PDFFont, type PDFPage, StandardFonts } from "pdf-lib";
import { assemble } from "../../scripts/engine.ts";
import type {
	Assembled,
	Converter,
	FigureImage,
	OutlineEntry,
	PageRange,
	Part,
	Source,
} from "../../src/convert/convert.ts";

/** A source that arrives in pieces, as from storage. */
export function chunked(bytes: Uint8Array, size = 10_000): Source {
	return {
		sizeBytes: bytes.length,
		async open() {
			let at = 0;
			return new ReadableStream<Uint8Array>({
				pull(controller) {
					if (at >= bytes.length) return controller.close();
					controller.enqueue(bytes.slice(at, at + size));
					at += size;
				},
			});
		},
	};
}

export interface Document extends Assembled {
	parts: Part[];
	pictures: FigureImage[];
}

/** Reads a PDF whole, or in the given parts, and assembles it. */
export async function convert(
	converter: Converter,
	bytes: Uint8Array,
	ranges?: PageRange[],
	outline: readonly OutlineEntry[] = [],
): Promise<Document> {
	const parts: Part[] = [];
	const pictures: FigureImage[] = [];
	const onFigure = async (figure: FigureImage) => void pictures.push(figure);
	if (ranges === undefined) parts.push(await converter.read(chunked(bytes), "pdf", { outline, onFigure }));
	else {
		for await (const { range, bytes: part, trees } of converter.split(chunked(bytes), ranges)) {
			const read = await converter.read(chunked(part), "pdf", { firstPage: range.first, outline, trees, onFigure });
			parts.push(JSON.parse(JSON.stringify(read)));
		}
	}
	return { ...assemble(parts), parts, pictures };
}

export interface Pen {
	page: PDFPage;
	plain: PDFFont;
	bold: PDFFont;
	document: PDFDocument;
}

/** A PDF of A4 pages, each drawn by `draw`. */
export async function makePdf(
	pageCount: number,
	draw: (pen: Pen, page: number) => void | Promise<void>,
): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	document.setTitle("Made for tests");
	const plain = await document.embedFont(StandardFonts.TimesRoman);
	const bold = await document.embedFont(StandardFonts.TimesRomanBold);
	for (let number = 1; number <= pageCount; number++) {
		const page = document.addPage([595, 842]);
		await draw({ page, plain, bold, document }, number);
	}
	return document.save();
}

/** Lines of body text from `y` (from the bottom) down. */
export function write(pen: Pen, lines: string[], y: number, size = 11): void {
	for (const [i, line] of lines.entries())
		pen.page.drawText(line, { x: 72, y: y - i * size * 1.25, size, font: pen.plain });
}

/** A book: running header and page number, a heading a page, text that runs over every page border, a figure every third page. */
export function makeBook(pageCount: number): Promise<Uint8Array> {
	return makePdf(pageCount, (pen, number) => {
		pen.page.drawText("The Book of Tests", { x: 72, y: 800, size: 9, font: pen.plain });
		pen.page.drawText(String(number), { x: 290, y: 30, size: 9, font: pen.plain });
		write(
			pen,
			[`of tide-${number} that carried on from the page before and ends here, as`, "all sentences must in the end."],
			760,
		);
		pen.page.drawText(`${number}. Section about item ${number}`, { x: 72, y: 700, size: 16, font: pen.bold });
		write(
			pen,
			[
				`Paragraph number ${number} tells of unique-${number} things in plain words and`,
				"goes on for a second line that fills it.",
			],
			670,
		);
		if (number % 3 === 0) {
			for (let i = 0; i < 1 + number; i++) pen.page.drawCircle({ x: 200 + i, y: 500, size: 40 + i });
			write(pen, [`See Figure ${number} for the shape of what was said above in the text.`], 400);
		}
		write(
			pen,
			[
				"The last lines of this page do not end, because the writer thought",
				`about word-${number} and its slow and steady turning`,
			],
			120,
		);
	});
}
