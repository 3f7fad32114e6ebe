import type { DocumentListing, DocumentState } from "../../paperless/paperless.ts";
import { listingFingerprintOf } from "../../paperless/paperless.ts";
import { isSameInstant } from "./instants.ts";

/* What two lists of documents have to say to each other: the server's and ours. Pure. */

/** A document as the library has it. */
export interface KnownState {
	paperlessId: number;
	modifiedDate: string | null;
	/** JSON array of numbers, sorted. */
	tagIds: string;
	correspondentId: number | null;
	documentTypeId: number | null;
}

/** Ids of what is new or not as it was; `hashes` are ours, by id. */
export function changedListings(
	listings: readonly DocumentListing[],
	hashes: ReadonlyMap<number, string | null>,
): number[] {
	const changed = listings.filter((listing) => hashes.get(listing.id) !== listingFingerprintOf(listing));
	return changed.map(({ id }) => id);
}

/** JSON array of tag ids as the library keeps it. */
export function toTagIds(ids: readonly number[]): string {
	return JSON.stringify([...new Set(ids)].sort((a, b) => a - b));
}

/** How far a walk over the ids has come; `count` is what the server said at its beginning. */
export interface WalkState {
	/** The highest id met. */
	lastId: number;
	/** Ids met, each once. */
	distinct: number;
	count: number | null;
	/** The set changed under way: who is missing can't be told. */
	isDisturbed: boolean;
}

export const walkStart: WalkState = { lastId: 0, distinct: 0, count: null, isDisturbed: false };

/** A page of the walk, which is ordered by id. */
export interface WalkPage {
	states: readonly DocumentState[];
	/** Documents that are there and can't be read. */
	otherIds: readonly number[];
	/** Undefined for a page beyond the end: the set shrank. */
	count: number | undefined;
	hasNext: boolean;
}

export interface WalkFindings {
	walk: WalkState;
	/** New ones and those that differ from `known`. */
	changed: number[];
	/** Known ones, between the last page and this one, that the server did not name. */
	missing: number[];
	/** Every page was met, and as many documents as the server counts. */
	isComplete: boolean;
}

/** The ids between two pages that are looked up in the library: from `after`, exclusive, to `upTo`, inclusive; null: to the end. */
export function walkRange(walk: WalkState, page: WalkPage): { after: number; upTo: number | null } {
	const highest = Math.max(walk.lastId, ...page.states.map(({ id }) => id), ...page.otherIds);
	return { after: walk.lastId, upTo: page.hasNext ? highest : null };
}

/** `known`: the library's documents in `walkRange`. */
export function compareWalk(walk: WalkState, page: WalkPage, known: readonly KnownState[]): WalkFindings {
	const met = new Set([...page.states.map(({ id }) => id), ...page.otherIds].filter((id) => id > walk.lastId));
	const byId = new Map(known.map((document) => [document.paperlessId, document]));
	const changed = page.states.filter((state) => {
		const ours = byId.get(state.id);
		// What lies before the range was met on an earlier page, or joined it meanwhile: the next run sees it.
		return state.id > walk.lastId && (ours === undefined || isChanged(state, ours));
	});
	const count = walk.count ?? page.count ?? null;
	const next: WalkState = {
		lastId: Math.max(walk.lastId, ...met),
		distinct: walk.distinct + met.size,
		count,
		isDisturbed: walk.isDisturbed || page.count === undefined || page.count !== count,
	};
	return {
		walk: next,
		changed: [...new Set(changed.map(({ id }) => id))],
		missing: known.map(({ paperlessId }) => paperlessId).filter((id) => !met.has(id)),
		isComplete: !page.hasNext && !next.isDisturbed && next.distinct === count,
	};
}

function isChanged(state: DocumentState, known: KnownState): boolean {
	return (
		known.modifiedDate === null ||
		!isSameInstant(state.modified, known.modifiedDate) ||
		toTagIds(state.tagIds) !== known.tagIds ||
		state.correspondentId !== known.correspondentId ||
		state.documentTypeId !== known.documentTypeId
	);
}
