/** A long text as a model is given it: its beginning, its end, and a word about what is missing (contracts/library.md 14.3). */

const MARKER = "\n\n[... the middle of this document was left out ...]\n\n";
const HEAD_SHARE = 0.6;
/** A piece ends at a line's end that lies within this share of it. */
const EDGE_SHARE = 0.2;

/** At most `maxLength` UTF-16 units; no character is cut in two. */
export function truncateText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const budget = Math.max(0, maxLength - MARKER.length);
	const headLength = Math.floor(budget * HEAD_SHARE);
	const head = text.slice(0, headLength).replace(/[\ud800-\udbff]$/, "");
	const tail = text.slice(text.length - (budget - headLength)).replace(/^[\udc00-\udfff]/, "");
	return `${untilLineEnd(head)}${MARKER}${fromLineStart(tail)}`;
}

function untilLineEnd(head: string): string {
	const end = head.lastIndexOf("\n");
	return end >= head.length * (1 - EDGE_SHARE) ? head.slice(0, end) : head;
}

function fromLineStart(tail: string): string {
	const end = tail.indexOf("\n");
	return end >= 0 && end < tail.length * EDGE_SHARE ? tail.slice(end + 1) : tail;
}
