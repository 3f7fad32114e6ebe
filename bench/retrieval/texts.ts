/** Texts that read like those of a library, as many as are wanted, out of real sentences. */

/** The same numbers in every run, 0 up to 1 (mulberry32, public domain). */
function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export interface MadeDocument {
	id: string;
	title: string;
	text: string;
}

/** Documents are about few of the sources each; of the rest they have some sentences. */
const [SOURCES, OWN_SHARE] = [4, 0.8];
/** Words are exchanged for others of the same source, so that sentences differ; the rarest are names and numbers of their own. */
const [EXCHANGED, NAMED] = [0.25, 0.04];
const SYLLABLES =
	"ba ber ca den dor el fal gar hem in jo kel lan mar nor ol per quin ras sel tor ul ver wick yar zen".split(" ");

/** Words follow Zipf's law as in their sources, with a long tail of names, codes and amounts, most of which are rare. */
export class TextMaker {
	readonly #random: () => number;
	/** Sentences of each source, as words. */
	readonly #sources: string[][][];
	#count = 0;

	constructor(texts: readonly string[], seed: number) {
		this.#random = randomNumbers(seed);
		this.#sources = texts
			.map((text) => text.split(/(?<=[.!?।])\s+|\n+/u).map((sentence) => sentence.split(/\s+/).filter(Boolean)))
			.map((sentences) => sentences.filter((words) => words.length >= 4))
			.filter((sentences) => sentences.length > 0);
	}

	/** Of about so many characters, in paragraphs. */
	document(characters: number): MadeDocument {
		const own = Array.from({ length: SOURCES }, () => this.#one(this.#sources));
		let text = "";
		while (text.length < characters) {
			const sentences = 3 + Math.floor(this.#random() * 5);
			const paragraph = Array.from({ length: sentences }, () => this.#sentence(own)).join(" ");
			text += `${text === "" ? "" : "\n\n"}${paragraph}`;
		}
		const id = `made-${++this.#count}`;
		return { id, title: `${this.#name()} ${this.#one(this.#one(this.#one(own)))} ${this.#count}`, text };
	}

	#sentence(own: readonly string[][][]): string {
		const source = this.#random() < OWN_SHARE ? this.#one(own) : this.#one(this.#sources);
		const words = this.#one(source).map((word) => {
			const chance = this.#random();
			if (chance < NAMED) return this.#rare();
			return chance < NAMED + EXCHANGED ? this.#one(this.#one(source)) : word;
		});
		return words.join(" ");
	}

	#rare(): string {
		const chance = this.#random();
		if (chance < 0.4) return this.#name();
		if (chance < 0.7)
			return `${Math.floor(this.#random() * 3000)}.${String(Math.floor(this.#random() * 100)).padStart(2, "0")}`;
		return `${this.#name().slice(0, 2).toUpperCase()}-${1990 + Math.floor(this.#random() * 40)}-${Math.floor(this.#random() * 5000)}`;
	}

	/** Squared: some names are far more frequent than others. */
	#name(): string {
		const syllables = 2 + Math.floor(this.#random() ** 2 * 3);
		const name = Array.from(
			{ length: syllables },
			() => SYLLABLES[Math.floor(this.#random() ** 2 * SYLLABLES.length)] ?? "",
		);
		const joined = name.join("");
		return joined.charAt(0).toUpperCase() + joined.slice(1);
	}

	#one<T>(list: readonly T[]): T {
		const found = list[Math.floor(this.#random() * list.length)];
		if (found === undefined) throw new Error("There is nothing to choose from.");
		return found;
	}
}
