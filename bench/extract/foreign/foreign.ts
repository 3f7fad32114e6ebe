/** Sets of layouts that are foreign to the rules: each was written, and measured once, before the rules were changed for it. */
import { Random } from "../../dedup/random.ts";
import type { Paper } from "../document.ts";
import { FIRST_BILLS } from "./first-bills.ts";
import { FIRST_PAPERS } from "./first-papers.ts";
import { FOURTH } from "./fourth.ts";
import type { Foreign } from "./kit.ts";
import { SECOND_BILLS } from "./second-bills.ts";
import { SECOND_PAPERS } from "./second-papers.ts";
import { THIRD } from "./third.ts";

export const SETS: Record<string, readonly Foreign[]> = {
	first: [...FIRST_BILLS, ...FIRST_PAPERS],
	second: [...SECOND_BILLS, ...SECOND_PAPERS],
	third: THIRD,
	fourth: FOURTH,
};

/** Each layout so many times with other facts; the same for the same seed. */
export async function foreignPapers(set: string, each: number, seed: number): Promise<Paper[]> {
	const layouts = SETS[set];
	if (layouts === undefined) throw new Error(`There is no set ${set}: ${Object.keys(SETS).join(", ")}.`);
	const papers: Paper[] = [];
	for (const [at, layout] of layouts.entries()) {
		for (let copy = 0; copy < each; copy++) {
			const { sheet, fields, truth } = await layout.draw(new Random(seed, at, copy));
			const name = `${layout.name}-${copy + 1}`;
			papers.push({ name, layout: layout.name, isHeldOut: true, fields, truth, pdf: await sheet.save() });
		}
	}
	return papers;
}
