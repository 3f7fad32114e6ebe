import type { DocumentPage } from "./documents.ts";

/**
 * What a walk over all pages in the order of their ids has seen so far: plain data, for a checkpoint between steps. A
 * document deleted meanwhile shifts the rows behind it, so that another is skipped while the sums still agree; the count
 * of each page betrays it. A deletion and an insertion between the same two pages do not show: what a walk has not seen
 * is gone only if `findMissing` says so too.
 */
export interface Walk {
	/** As the first page gave it; null before that. */
	count: number | null;
	seen: number;
	lastId: number;
	isDisturbed: boolean;
}

export const startOfWalk: Walk = { count: null, seen: 0, lastId: 0, isDisturbed: false };

/** The walk after one more page, asked for with the ordering `id`. */
export function afterPage(walk: Walk, page: DocumentPage<{ id: number }>): Walk {
	const ids = [...page.documents, ...page.unreadable].map(({ id }) => id).sort((a, b) => a - b);
	const isSteady =
		!page.isBeyondEnd &&
		(walk.count === null || walk.count === page.count) &&
		(ids[0] ?? Number.POSITIVE_INFINITY) > walk.lastId;
	return {
		count: walk.count ?? page.count ?? null,
		seen: walk.seen + ids.length,
		lastId: ids.at(-1) ?? walk.lastId,
		isDisturbed: walk.isDisturbed || !isSteady,
	};
}

/** After the last page: whether every document was seen, once, as far as that can be told. */
export function isCompleteWalk({ count, seen, isDisturbed }: Walk): boolean {
	return !isDisturbed && seen === count;
}
