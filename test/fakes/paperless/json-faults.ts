/**
 * Where and why Python's parser refuses a text, in its words; undefined when this scanner finds no fault. Only for texts
 * that `JSON.parse` has refused.
 */
export function jsonFault(text: string): string | undefined {
	const scanner = new Scanner(text);
	try {
		scanner.value();
		scanner.blanks();
		if (scanner.at < text.length) scanner.fail("Extra data");
		return undefined;
	} catch (error) {
		if (error instanceof Fault) return error.message;
		throw error;
	}
}

class Fault extends Error {}

class Scanner {
	at = 0;
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	fail(what: string, at = this.at): never {
		const before = this.#text.slice(0, at);
		const line = before.split("\n").length;
		const column = at - before.lastIndexOf("\n");
		throw new Fault(`${what}: line ${line} column ${column} (char ${at})`);
	}

	blanks(): void {
		while (/[ \t\n\r]/.test(this.#text[this.at] ?? "")) this.at++;
	}

	value(): void {
		this.blanks();
		const next = this.#text[this.at];
		if (next === "{") this.#object();
		else if (next === "[") this.#array();
		else if (next === '"') this.#string();
		else this.#scalar();
	}

	#scalar(): void {
		const match = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(this.#text.slice(this.at));
		if (match === null) this.fail("Expecting value");
		this.at += match[0].length;
	}

	#object(): void {
		this.at++;
		this.blanks();
		if (this.#text[this.at] === "}") {
			this.at++;
			return;
		}
		for (;;) {
			if (this.#text[this.at] !== '"') this.fail("Expecting property name enclosed in double quotes");
			this.#string();
			this.blanks();
			if (this.#text[this.at] !== ":") this.fail("Expecting ':' delimiter");
			this.at++;
			this.value();
			if (this.#ends("}")) return;
			this.blanks();
		}
	}

	#array(): void {
		this.at++;
		this.blanks();
		if (this.#text[this.at] === "]") {
			this.at++;
			return;
		}
		for (;;) {
			this.value();
			if (this.#ends("]")) return;
		}
	}

	/** After an element: true at the end of the container; a comma is passed over. */
	#ends(bracket: string): boolean {
		this.blanks();
		const next = this.#text[this.at];
		if (next !== bracket && next !== ",") this.fail("Expecting ',' delimiter");
		this.at++;
		return next === bracket;
	}

	#string(): void {
		const start = this.at;
		for (this.at++; this.at < this.#text.length; this.at++) {
			const character = this.#text[this.at] ?? "";
			if (character === '"') {
				this.at++;
				return;
			}
			if (character < " ") this.fail("Invalid control character at");
			if (character === "\\") this.#escape();
		}
		this.fail("Unterminated string starting at", start);
	}

	#escape(): void {
		const next = this.#text[this.at + 1] ?? "";
		if (next === "u" && !/^[0-9a-fA-F]{4}$/.test(this.#text.slice(this.at + 2, this.at + 6))) {
			this.fail("Invalid \\uXXXX escape", this.at + 1);
		}
		if (next !== "" && !'"\\/bfnrtu'.includes(next)) this.fail("Invalid \\escape", this.at);
		this.at++;
	}
}
