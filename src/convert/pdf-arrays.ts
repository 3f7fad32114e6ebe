/**
 * How long the longest arrays of a PDF are, told from its text outside of streams and in object streams. PDFium goes through an element's
 * children once for each entry that a page has in the structure tree, so these lengths bound what reading the tree can cost.
 */

/** Strings and comments, which may hold brackets; what opens and closes; names and other words. */
const TOKEN = /\((?:[^()\\]|\\[\s\S]){0,4000}\)|%[^\r\n]*|<<|[[\]]|\/?[^\s()<>[\]{}/%]+/g;
/** No array of `SHORT_ITEMS` references is written in fewer characters. */
const SHORT_CHARACTERS = 6000;
const SHORT_ITEMS = 1000;

interface OpenArray {
	references: number;
	/** References are three words each. */
	words: number;
	/** Widths of a font's letters, which have thousands of numbers and are no children. */
	isWidths: boolean;
}

export class LongestArrays {
	/** References and dictionaries in one array, at most. */
	references = SHORT_ITEMS;
	/** Anything in one array, at most. */
	items = SHORT_ITEMS;
	private open: OpenArray[] = [];
	private isWidths = false;
	private rest = "";

	/** Text that is whole: from one stream to the next. */
	add(text: string): void {
		if (text.length >= SHORT_CHARACTERS) this.addPiece(`${text}\n`);
		this.open = [];
		this.rest = "";
	}

	/** A piece of a longer text, which `add("")` ends. */
	addPiece(piece: string): void {
		const text = this.rest + piece;
		const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf(" ")) + 1;
		this.rest = text.slice(end).slice(-SHORT_CHARACTERS);
		for (const [token] of text.slice(0, end).matchAll(TOKEN)) this.take(token);
	}

	private take(token: string): void {
		const array = this.open.at(-1);
		if (token === "[") {
			if (array !== undefined) array.words++;
			this.open.push({ references: 0, words: 0, isWidths: this.isWidths || array?.isWidths === true });
		} else if (token === "]") {
			this.open.pop();
		} else if (token === "obj") {
			// What was left open before belongs to no object.
			this.open = [];
		} else if (array !== undefined) this.count(array, token);
		this.isWidths = token === "/W";
	}

	private count(array: OpenArray, token: string): void {
		array.words++;
		if (token === "R" || token === "<<") {
			array.references++;
			this.references = Math.max(this.references, array.references);
			if (token === "R") array.words -= 2;
		}
		if (!array.isWidths) this.items = Math.max(this.items, array.words);
	}
}
