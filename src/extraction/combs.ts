/** Letters set one by one, in the cells of a form or widely spaced, put together again. */
import { boxOf, type Token } from "./tokens.ts";

/** Fewer letters may stand apart by chance. */
const MIN_LETTERS = 3;
/** Steps from letter to letter that differ by no more than this share are even; twice the step is a blank. */
const EVEN = 0.28;

/** The tokens of a line, with each run of evenly spaced single letters or digits as one. */
export function withoutCombs(tokens: readonly Token[]): Token[] {
	const joined: Token[] = [];
	for (let at = 0; at < tokens.length; ) {
		const run = combAt(tokens, at);
		const [first] = run;
		if (first === undefined || run.length < MIN_LETTERS) {
			joined.push(...tokens.slice(at, at + 1));
			at++;
		} else {
			joined.push({ ...first, text: run.map(({ text }) => text).join(""), box: boxOf(run) });
			at += run.length;
		}
	}
	return joined;
}

function combAt(tokens: readonly Token[], start: number): Token[] {
	const run: Token[] = [];
	let step: number | undefined;
	for (const token of tokens.slice(start)) {
		if (!/^[\p{L}\p{Nd}]$/u.test(token.text)) break;
		const last = run.at(-1);
		if (last !== undefined) {
			const own = middleOf(token) - middleOf(last);
			// Closer than that, they are words of one letter, with blanks.
			const isFar = token.box[0] - last.box[2] > (token.box[3] - token.box[1]) * 0.2;
			if (!isFar || (step !== undefined && Math.abs(own - step) > step * EVEN)) break;
			step ??= own;
		}
		run.push(token);
	}
	return run;
}

function middleOf({ box }: Token): number {
	return (box[0] + box[2]) / 2;
}
