/** Helps to make the papers of one family. */
import { type Day, isoDay } from "./dates.ts";
import type { Paper } from "./paper.ts";

/** One paper of a family before it is completed. */
export interface Member {
	title: string;
	lines: string[];
	date: Day;
	mark: string;
	/** Where it is not the family's. */
	correspondent?: string;
}

export function asPapers(members: readonly Member[], family: { correspondent: string; documentType: string }): Paper[] {
	return members.map(({ title, lines, date, mark, correspondent }) => ({
		title,
		lines,
		created: isoDay(date),
		correspondent: correspondent ?? family.correspondent,
		documentType: family.documentType,
		tags: [],
		mark,
	}));
}

/** So many different values. */
export function distinct(count: number, make: () => string): string[] {
	const values = new Set<string>();
	for (let attempt = 0; values.size < count; attempt++) {
		if (attempt > count * 50) throw new Error(`there are not ${count} of them`);
		values.add(make());
	}
	return [...values];
}
