/** Wrong pairs, to be judged by eye. */
import type { Labelled } from "./paper.ts";

export interface Mistake {
	what: "false pair" | "missed pair";
	one: Labelled;
	other: Labelled;
}

/** One pair for each two papers that share a group, and one for each copy without its original; at most so many of each. */
export function mistakes(
	library: readonly Labelled[],
	groups: readonly (readonly number[])[],
	most: number,
): Mistake[] {
	const at = (id: number): Labelled => {
		const found = library[id - 1];
		if (found === undefined) throw new Error(`no document ${id}`);
		return found;
	};
	const groupOf = new Map(groups.flatMap((group, place) => group.map((id) => [id, place] as const)));
	const wrong = groups.flatMap((group) => {
		const papers = [...new Map(group.map((id) => [at(id).original, at(id)])).values()];
		const [first, ...others] = papers;
		return first === undefined ? [] : others.map((other): Mistake => ({ what: "false pair", one: first, other }));
	});
	const missed = library.flatMap((copy): Mistake[] => {
		const { original, document } = copy;
		const group = groupOf.get(original);
		if (document.id === original || (group !== undefined && group === groupOf.get(document.id))) return [];
		return [{ what: "missed pair", one: at(original), other: copy }];
	});
	return [...wrong.slice(0, most), ...missed.slice(0, most)];
}

const LONGEST_SHOWN = 12;

/** The lines of each that the other has not, a few of them. */
export function describeMistake({ what, one, other }: Mistake): string {
	const name = ({ document, kind, family }: Labelled): string => {
		const scanned = family === null ? "single" : `family ${family}`;
		return `${document.id} (${kind}, ${scanned}, ${document.content.length} characters, "${document.title}")`;
	};
	const [a, b] = [one, other].map(({ document }) => document.content.split("\n"));
	const onlyIn = (lines: string[] = [], others: string[] = []): string[] =>
		lines.filter((line) => line.trim() !== "" && !others.includes(line)).slice(0, LONGEST_SHOWN);
	return [
		`${what}: ${name(one)} and ${name(other)}`,
		...onlyIn(a, b).map((line) => `  < ${line}`),
		...onlyIn(b, a).map((line) => `  > ${line}`),
	].join("\n");
}
