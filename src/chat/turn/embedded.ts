import type { Draft, Material } from "./draft.ts";

/** An answer picked from what was found, by rules. */
export function writeEmbedded({ found, emit }: Material): Draft {
	const text = found[0]?.content.slice(found[0].headLength) ?? "I found nothing that answers this.";
	emit(text);
	return { text, citations: [], tokenCount: null };
}
