/** Documents whose writer made headings by hand: a short line all in bold, with nothing said by a style. */
import type { Draft } from "./block-builder.ts";

const MAX_CHARACTERS = 100;
/** Bold lines that are more than this share of the paragraphs are emphasis, not headings. */
const MAX_SHARE = 0.35;

/** Changes the drafts given: weights and sizes are used up here. Promotes nothing where the document has headings of its own. */
export function promoteBoldLines(drafts: readonly Draft[]): void {
	promote(drafts);
	for (const { block } of drafts) Object.assign(block, { bold: false, sizePt: 0 });
}

function promote(drafts: readonly Draft[]): void {
	if (drafts.some(({ block }) => block.kind === "heading")) return;
	const paragraphs = drafts.filter(({ block }) => block.kind === "paragraph");
	const lines = paragraphs.filter(({ block }, i) => block.bold && isTitle(block.text) && i < paragraphs.length - 1);
	if (lines.length === 0 || lines.length > paragraphs.length * MAX_SHARE) return;
	const sizes = [...new Set(lines.map(({ block }) => block.sizePt))].sort((a, b) => b - a);
	for (const { block } of lines) {
		const level = Math.min(sizes.indexOf(block.sizePt) + 1, 6);
		const markdown = (block.source ?? block.text).replace(/\*\*/g, "").replace(/\s*\n\s*/g, " ");
		Object.assign(block, { kind: "heading", level, source: `${"#".repeat(level)} ${markdown}` });
	}
}

function isTitle(text: string): boolean {
	return text.length <= MAX_CHARACTERS && /\p{L}{2}/u.test(text) && !/[.,;:!?]$/.test(text) && !text.includes("\n");
}
