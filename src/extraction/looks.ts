/** How words look, and what that tells: the heads of a row of boxes look alike, and other than what stands in the boxes. */
import type { Token } from "./tokens.ts";

interface Look {
	heightPt: number;
	isBold: boolean;
	/** Undefined without letters enough to tell. */
	isCapitals: boolean | undefined;
}

/** Sizes nearer than this are one. */
const SAME_SIZE = 0.07;
const TELLING_LETTERS = 3;

function lookOf(tokens: readonly Token[]): Look {
	const letters = tokens.map(({ text }) => text.replace(/\P{L}/gu, "")).join("");
	return {
		heightPt: Math.max(1, ...tokens.map(({ box }) => box[3] - box[1])),
		isBold: tokens.filter(({ bold }) => bold === true).length > tokens.length / 2,
		isCapitals:
			letters.length < TELLING_LETTERS ? undefined : letters === letters.toUpperCase() && /\p{Lu}/u.test(letters),
	};
}

/** Same size, same weight, capitals or not. */
export function isAlike(some: readonly Token[], others: readonly Token[]): boolean {
	const [a, b] = [lookOf(some), lookOf(others)];
	const isSize = Math.abs(a.heightPt - b.heightPt) <= SAME_SIZE * Math.max(a.heightPt, b.heightPt);
	const isCase = a.isCapitals === undefined || b.isCapitals === undefined || a.isCapitals === b.isCapitals;
	return isSize && a.isBold === b.isBold && isCase;
}
