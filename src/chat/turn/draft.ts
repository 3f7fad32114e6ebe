import type { FoundChunk, WordTable } from "../../retrieval/retrieval.ts";
import type { Citation } from "../citation.ts";
import { writeEmbedded } from "./embedded.ts";
import { writeHosted } from "./hosted.ts";
import type { Maker } from "./maker.ts";
import type { Exchange } from "./store.ts";

/** What an answer is made of, and where its pieces go. */
export interface Material extends Maker {
	question: string;
	/** The best first; of a document as a whole, its first. */
	found: readonly FoundChunk[];
	isOfWhole: boolean;
	/** The oldest first. */
	history: readonly Exchange[];
	signal: AbortSignal;
	/** Words near to each other in meaning; without it less is understood. */
	table: WordTable | undefined;
	/** Is told the answer's text from its beginning to its end. */
	emit(piece: string): void;
}

/** A whole answer. */
export interface Draft {
	/** What was emitted. */
	text: string;
	citations: readonly Citation[];
	/** In and out; null where none were counted. */
	tokenCount: number | null;
}

/** Throws `ModelError`, or the signal's reason. */
export async function writeDraft(material: Material): Promise<Draft> {
	const { model } = material;
	return model === undefined ? await writeEmbedded(material) : await writeHosted(model, material);
}
