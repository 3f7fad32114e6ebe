import { EDIT, isCleanEdit } from "./edits.ts";
import type { PairEvidence } from "./evidence.ts";
import { NAME_LOST_AND_ADDED } from "./token-pair.ts";

/** Neighbours that must differ at a place before it is a field of the template. */
export const LEAST_VARIANTS = 3;
/** Neighbours, the one judged left out, that make a template. */
export const LEAST_NEIGHBOURS = 3;

/** One pair as one of its documents sees it. */
export interface Neighbour {
	evidence: PairEvidence;
	/** Whether the document is the pair's a. */
	first: boolean;
}

/** Where the papers of a document's template differ from it: per token position, how many of them do. */
export interface FieldProfile {
	neighbours: number;
	variants: ReadonlyMap<number, number>;
}

/** Of all verified pairs of one document. */
export function profileFields(pairs: readonly Neighbour[]): FieldProfile {
	const siblings = pairs.filter(({ evidence }) => coverage(evidence) >= 0.5);
	const variants = new Map<number, number>();
	if (siblings.length <= LEAST_NEIGHBOURS) return { neighbours: siblings.length, variants };
	for (const { evidence, first } of siblings) {
		for (const place of changedPlaces(evidence, first)) variants.set(place, (variants.get(place) ?? 0) + 1);
	}
	return { neighbours: siblings.length, variants };
}

/** Positions of this side's tokens that plainly differ. */
function changedPlaces({ edits }: PairEvidence, first: boolean): Set<number> {
	const places = new Set<number>();
	for (let at = 0; at < edits.length; at += EDIT) {
		const kind = edits[at] ?? 0;
		if (isCleanEdit(kind) || kind === NAME_LOST_AND_ADDED) places.add(edits[at + (first ? 1 : 2)] ?? 0);
	}
	return places;
}

/** Share of the shorter text that has a partner in the other. */
export function coverage({ tokensA, tokensB, lostA, lostB, unreadA, unreadB }: PairEvidence): number {
	const shorter = Math.min(tokensA - unreadA, tokensB - unreadB);
	return shorter <= 0 ? 0 : Math.min(tokensA - unreadA - lostA, tokensB - unreadB - lostB) / shorter;
}
