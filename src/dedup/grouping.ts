/** A compared pair of documents, by their numbers. */
export interface JudgedPair {
	a: number;
	b: number;
	/** The higher, the earlier the pair is joined. */
	score: number;
	linked: boolean;
	/** Proof that the two are not one paper. */
	conflict: boolean;
}

/**
 * Joins linked documents, best pairs first; two sets are never joined if a conflict lies between them (union-find with cannot-link). So a
 * bad scan joins its own paper and pulls no family together. `nameOf` orders documents where scores are equal, whatever their numbers.
 * Returns sets of two or more, each ascending, by their first member.
 */
export function groupPairs(pairs: readonly JudgedPair[], nameOf: (document: number) => string): number[][] {
	const conflicts = conflictsOf(pairs);
	const sets = new Map<number, number[]>();
	for (const { a, b } of linksInOrder(pairs, nameOf)) {
		const [one, other] = [sets.get(a) ?? [a], sets.get(b) ?? [b]];
		if (one === other) continue;
		const [small, large] = one.length < other.length ? [one, other] : [other, one];
		if (hasConflict(small, large, sets, conflicts)) continue;
		large.push(...small);
		for (const document of large.length === small.length + 1 ? large : small) sets.set(document, large);
	}
	return [...new Set(sets.values())].map((set) => set.sort((x, y) => x - y)).sort((x, y) => (x[0] ?? 0) - (y[0] ?? 0));
}

function conflictsOf(pairs: readonly JudgedPair[]): Map<number, number[]> {
	const conflicts = new Map<number, number[]>();
	const add = (from: number, to: number): void => {
		const known = conflicts.get(from);
		if (known === undefined) conflicts.set(from, [to]);
		else known.push(to);
	};
	for (const { a, b, conflict } of pairs) {
		if (!conflict) continue;
		add(a, b);
		add(b, a);
	}
	return conflicts;
}

function hasConflict(
	small: readonly number[],
	large: readonly number[],
	sets: ReadonlyMap<number, readonly number[]>,
	conflicts: ReadonlyMap<number, readonly number[]>,
): boolean {
	return small.some((document) =>
		conflicts.get(document)?.some((other) => sets.get(other) === large || (large.length === 1 && large[0] === other)),
	);
}

function linksInOrder(pairs: readonly JudgedPair[], nameOf: (document: number) => string): JudgedPair[] {
	const names = (pair: JudgedPair): string => [nameOf(pair.a), nameOf(pair.b)].sort().join(" ");
	return pairs
		.filter(({ linked }) => linked)
		.sort((x, y) => {
			if (x.score !== y.score) return y.score - x.score;
			const [one, other] = [names(x), names(y)];
			return one < other ? -1 : one > other ? 1 : 0;
		});
}
