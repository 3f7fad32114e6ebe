import { EDIT } from "./edits.ts";
import { labelOf } from "./field-labels.ts";
import {
	HARD,
	HIDDEN,
	MISREAD_NAME,
	NAME,
	NAME_LOST_AND_ADDED,
	REPEATED_NUMBER,
	REPLACED,
	SOFT,
} from "./token-pair.ts";
import { type Tokens, tokenText } from "./tokens.ts";

/** A place at which two papers differ: what stands there, in words ("invoice number"), and both values, folded. */
export interface Difference {
	label: string;
	a: string;
	b: string;
}

const MAX_DIFFERENCES = 5;
const MAX_VALUE = 24;

/** Most telling first. */
const order = [HARD, REPEATED_NUMBER, NAME, NAME_LOST_AND_ADDED, SOFT, HIDDEN, REPLACED, MISREAD_NAME];

/** `edits`: as in `PairEvidence`. */
export function describeDifferences(a: Tokens, b: Tokens, edits: readonly number[]): Difference[] {
	const chosen: { rank: number; i: number; j: number; kind: number }[] = [];
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		const rank = order.indexOf(kind);
		if (rank >= 0) chosen.push({ rank, i: edits[at + 1] ?? 0, j: edits[at + 2] ?? 0, kind });
	}
	chosen.sort((x, y) => x.rank - y.rank || x.i - y.i);
	return chosen.slice(0, MAX_DIFFERENCES).map(({ i, j, kind }) => ({
		label: labelOf(a, i, kind),
		a: tokenText(a, i).slice(0, MAX_VALUE).toWellFormed(),
		b: tokenText(b, j).slice(0, MAX_VALUE).toWellFormed(),
	}));
}
