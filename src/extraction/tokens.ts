/** Tokens: what they are made of and joined to. */
import type { Box } from "../convert/convert.ts";

/** A run of characters between blanks. */
export interface Token {
	text: string;
	page: number;
	/** Where it lies for those who look beside and below it. */
	box: Box;
	/** Where it is shown, if that is elsewhere. */
	shown?: Box;
	bold?: true;
	/** Cut off the token before: no blank is printed between them. */
	glued?: true;
}

export interface Segment {
	tokens: Token[];
	text: string;
	box: Box;
	page: number;
	/** Index of its line in `DocumentText.lines`. */
	line: number;
}

export interface TextLine {
	page: number;
	index: number;
	segments: Segment[];
	box: Box;
	/** Of its letters, in points. */
	heightPt: number;
}

/** `Date:12/03/24` → `Date:` `12/03/24`; `#4711` → `#` `4711`, `:4711` → `:` `4711`. Addresses of the web and times of day stay whole. */
export function splitToken(token: Token): Token[] {
	const period = PERIOD.exec(token.text);
	if (period !== null) return cut(token, period.slice(1));
	const [, head, rest] =
		/^(\p{L}[^\d:]*:)(?!\/\/)(.+)$/u.exec(token.text) ?? /^(#|[:：])([\p{L}\p{Nd}€$£₹].*)$/u.exec(token.text) ?? [];
	return head === undefined || rest === undefined ? [token] : cut(token, [head, rest]);
}

/** `01.03.2024-31.03.2024` */
const PERIOD = /^(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})?)([-–—])(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))$/;

/** Into pieces that make it up, its width shared out by letters. */
function cut(token: Token, pieces: readonly string[]): Token[] {
	const [x0, y0, x1, y1] = token.box;
	const perLetter = (x1 - x0) / token.text.length;
	let at = 0;
	return pieces.map((text): Token => {
		const left = x0 + at * perLetter;
		const isFirst = at === 0;
		at += text.length;
		return { ...token, text, box: [left, y0, x0 + at * perLetter, y1], ...(isFirst ? {} : { glued: true }) };
	});
}

export function toSegment(tokens: Token[], line: number): Segment {
	return { tokens, text: textOf(tokens), box: boxOf(tokens), page: tokens[0]?.page ?? 1, line };
}

export function textOf(tokens: readonly Token[]): string {
	return tokens.reduce((said, { text, glued }, at) => `${said}${at === 0 || glued === true ? "" : " "}${text}`, "");
}

export function unionOf(a: Box, b: Box): Box {
	return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

export function boxOf(things: readonly { box: Box }[]): Box {
	const [first, ...rest] = things;
	return first === undefined ? [0, 0, 0, 0] : rest.reduce((box, thing) => unionOf(box, thing.box), first.box);
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
