/** Whether a quote stands in its box, as another reader of PDFs sees it: pdf.js, character by character. */
import { getDocumentProxy } from "unpdf";
import type { FieldCitation } from "../../src/extraction/extraction.ts";

interface Piece {
	text: string;
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Points by which letters may stick out of the box. */
const SLACK = 2;

export class QuoteChecker {
	static async create(): Promise<QuoteChecker> {
		return new QuoteChecker();
	}

	async checkerFor(pdf: Uint8Array): Promise<(citation: FieldCitation | null) => boolean> {
		const document = await getDocumentProxy(pdf.slice());
		const pages = new Map<number, Piece[]>();
		for (let number = 1; number <= document.numPages; number++) pages.set(number, await piecesOf(document, number));
		await document.loadingTask.destroy();
		return (citation) => citation !== null && stands(citation, pages.get(citation.page) ?? []);
	}
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

async function piecesOf(document: Document, number: number): Promise<Piece[]> {
	const page = await document.getPage(number);
	const { height } = page.getViewport({ scale: 1 });
	const { items } = await page.getTextContent();
	const printed = items.flatMap((item): Piece[] => {
		if (!("str" in item) || item.str.trim() === "") return [];
		const [, , , , x = 0, y = 0] = item.transform as number[];
		return [{ text: item.str, x, y: height - y, width: item.width, height: item.height }];
	});
	return [...printed, ...filledIn(await page.getAnnotations(), height)];
}

/** Usual width of a letter in a field. */
const LETTER_PT = 5;

/** What was filled in on the screen stands within its field. */
function filledIn(annotations: readonly Record<string, unknown>[], height: number): Piece[] {
	return annotations.flatMap(({ subtype, fieldValue, rect }): Piece[] => {
		const [x0, y0, x1, y1] = Array.isArray(rect) ? rect.map(Number) : [];
		if (subtype !== "Widget" || typeof fieldValue !== "string" || x0 === undefined || y0 === undefined) return [];
		if (x1 === undefined || y1 === undefined) return [];
		const width = Math.min(x1 - x0, fieldValue.length * LETTER_PT);
		return [{ text: fieldValue, x: x0, y: height - (y0 + y1) / 2, width, height: y1 - y0 }];
	});
}

/** Every word of the quote is among the letters in the box. A piece that sticks out gives the letters inside of it, by share of its width. */
function stands({ text, bbox }: FieldCitation, pieces: readonly Piece[]): boolean {
	const [x0, y0, x1, y1] = bbox;
	const inside = pieces
		.filter(({ x, y, width }) => y > y0 - SLACK && y < y1 + SLACK && x < x1 + SLACK && x + width > x0 - SLACK)
		.map(({ text: own, x, width }) => {
			const perLetter = width / Math.max(1, own.length);
			const from = Math.max(0, Math.floor((x0 - x) / Math.max(0.1, perLetter)) - 3);
			const to = Math.ceil((x1 - x) / Math.max(0.1, perLetter)) + 3;
			return own.slice(from, to);
		})
		.join("");
	const letters = plain(inside);
	// pdf.js puts shaped runs together and tells no places within them: what counts for those is the line.
	const onLines = plain(
		pieces
			.filter(({ y }) => y > y0 - SLACK && y < y1 + SLACK)
			.map((piece) => piece.text)
			.join(""),
	);
	return text.split(/\s+/).every((word) => letters.includes(plain(word)) || isSpread(plain(word), onLines));
}

/** Letters of shaped scripts come glyph by glyph, in the order in which readers put them. */
function isSpread(word: string, letters: string): boolean {
	return /[^\x20-\x7e]/.test(word) && [...word].every((letter) => letters.includes(letter));
}

function plain(text: string): string {
	return text.normalize("NFKC").replace(/[\s\u200b\u0900-\u0903\u093c\u094d]+/g, "");
}
