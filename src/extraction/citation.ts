import type { Box } from "../convert/convert.ts";
import type { FieldCitation } from "./result.ts";
import { type Token, textOf, unionOf } from "./tokens.ts";

/** The place of tokens in reading order, at least one; of those on several pages, of the ones on the first. */
export function citationOf(tokens: readonly Token[]): FieldCitation | null {
	const [first] = tokens;
	if (first === undefined) return null;
	const here = tokens.filter(({ page }) => page === first.page);
	const bbox = here.reduce<Box>((box, { box: own, shown }) => unionOf(box, shown ?? own), first.shown ?? first.box);
	// A box to tick may be drawn: what is quoted is the words beside it.
	const words = here.filter(({ text }) => !/^[☐☑]$/.test(text));
	return { page: first.page, bbox, text: textOf(words.length > 0 ? words : here) };
}
