/**
 * Terms as the full-text table holds them: a-z and 0-9 as they are, every other UTF-16 unit as `_` and four hexadecimal digits. FTS5 folds
 * and parts what it takes for letters by tables of its own, which know fewer scripts; of this alphabet it changes nothing. Each term has
 * its library's number in front (`12_invoice`), so that no owner's words weigh on another's search.
 */

/** Sorts behind all that a term can go on with. */
const AFTER_ALL = "{";

export class TermCode {
	readonly #prefix: string;

	constructor(library: number) {
		this.#prefix = `${library}_`;
	}

	encode(term: string): string {
		const text = /^[a-z0-9]*$/.test(term) ? term : term.replace(/[^a-z0-9]/g, escaped);
		return this.#prefix + text;
	}

	decode(code: string): string {
		const text = code.slice(this.#prefix.length);
		if (!text.includes("_")) return text;
		return text.replace(/_([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)));
	}

	/** Codes of the terms that are longer than `prefix` and begin with it: those between the two, both exclusive. */
	longerThan(prefix: string): { after: string; before: string } {
		const code = this.encode(prefix);
		return { after: code, before: code + AFTER_ALL };
	}
}

function escaped(unit: string): string {
	return `_${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
