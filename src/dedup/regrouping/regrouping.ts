import type { Context } from "../../context.ts";
import { newId } from "../../lib/ids.ts";
import { explainGroup } from "../explanation.ts";
import { planGroups, widenSearch } from "../group-plan.ts";
import { recipeOf } from "../indexing/indexing.ts";
import { readEvidence } from "../pairing/verdicts.ts";
import { type FoundGroup, groupPapers, type Paper, type ScoredPair } from "../papers.ts";
import { algorithmVersion, type DedupSettings } from "../settings.ts";
import { scored } from "./scored.ts";
import * as store from "./store.ts";

/** Groups whose pairs are read at once to say why they are groups. */
const explainedGroups = 200;
/** Links of a group that its explanation looks at. */
const explainedLinks = 50;

export interface Regrouped {
	created: number;
	updated: number;
	removed: number;
	/** Linked pairs. */
	links: number;
}

interface Work {
	owner: string;
	library: number;
	settings: DedupSettings;
	/** So many documents were looked at that groups are made of the whole library. */
	isWide: boolean;
}

/**
 * Groups the documents that were looked at, with all that hang together with them, and writes the outcome at once: memory grows with the
 * linked pairs of those components, not with the library. Running it again changes nothing more.
 */
export async function regroup(ctx: Context, work: Work): Promise<Regrouped> {
	const { owner, library, settings, isWide } = work;
	const recipe = recipeOf(settings);
	const looked = await store.searchedDocuments(ctx, { owner, library, recipe });
	const searched = widenSearch(await store.groupsWith(ctx, owner, isWide ? undefined : looked), looked);
	const { found, links, documents, numbers } = await findGroups(ctx, work, [...searched]);
	const members = found.map((group) => group.documents);
	const existing = await store.groupsWith(ctx, owner, isWide ? undefined : [...searched, ...members.flat()]);
	const plan = planGroups(existing, members, searched);
	const explanations = await explainGroups(ctx, library, found, numbers);
	const write = (at: number, id: string, isNew: boolean, primary: string | null): store.GroupWrite[] => {
		const group = found[at];
		if (group === undefined) return [];
		const kept = primary ?? firstOf(group.documents, documents);
		return [
			{
				id,
				isNew,
				...group.scores,
				explanation: explanations[at] ?? "",
				members: group.documents.map((documentId) => ({ id: newId(), documentId, isPrimary: documentId === kept })),
			},
		];
	};
	const writes = [
		...plan.updates.flatMap(({ id, found: at }) => write(at, id, false, null)),
		...plan.creates.flatMap(({ id, found: at, primary }) => write(at, id ?? newId(), true, primary)),
	];
	await store.storeGroups(ctx, { owner, library, recipe, algorithmVersion, writes, deletes: plan.deletes });
	return {
		created: plan.creates.length,
		updated: plan.updates.length,
		removed: plan.deletes.length,
		links: links.length,
	};
}

interface Findings {
	found: FoundGroup<string>[];
	links: ScoredPair[];
	/** By id. */
	documents: Map<string, store.PaperDocument>;
	/** Of the papers that `links` speak of by their place. */
	numbers: number[];
}

async function findGroups(
	ctx: Context,
	{ library, settings, isWide }: Work,
	searched: readonly string[],
): Promise<Findings> {
	const [linked, alike] = await Promise.all(
		isWide
			? [store.allLinks(ctx, library, settings), store.identicalDocuments(ctx, library)]
			: [store.linksAround(ctx, library, searched, settings), store.documentsLike(ctx, searched)],
	);
	const joined = [...new Set(linked.flatMap(({ low, high }) => [low, high]))];
	const rows = [...alike, ...(await store.documentsOf(ctx, joined))];
	const documents = new Map(rows.map((row) => [row.id, row]));
	const byPaper = Map.groupBy(documents.values(), ({ paper }) => paper);
	const numbers = [...byPaper.keys()].sort((a, b) => a - b);
	const papers = numbers.map((number): Paper<string> => {
		const same = byPaper.get(number) ?? [];
		return { contentHash: same[0]?.contentHash ?? "", documents: same.map(({ id }) => id) };
	});
	const places = new Map(numbers.map((number, place) => [number, place]));
	const conflicts = joined.length === 0 ? [] : await store.conflictsAmong(ctx, library, joined);
	const links = scored(linked, places, settings);
	const found = groupPapers(papers, [...links, ...scored(conflicts, places, settings).filter(({ linked }) => !linked)]);
	return { found, links, documents, numbers };
}

/** Of Paperless the lowest number, else the oldest upload. */
function firstOf(ids: readonly string[], documents: ReadonlyMap<string, store.PaperDocument>): string | undefined {
	const rank = (id: string): [number, number] => {
		const row = documents.get(id);
		return [row?.paperlessId ?? Number.MAX_SAFE_INTEGER, row?.number ?? Number.MAX_SAFE_INTEGER];
	};
	return [...ids].sort((one, other) => {
		const [a, b] = [rank(one), rank(other)];
		return a[0] - b[0] || a[1] - b[1];
	})[0];
}

async function explainGroups(
	ctx: Context,
	library: number,
	found: readonly FoundGroup<string>[],
	numbers: readonly number[],
): Promise<string[]> {
	const explanations: string[] = [];
	for (let at = 0; at < found.length; at += explainedGroups) {
		const slice = found.slice(at, at + explainedGroups);
		const linksOf = (group: FoundGroup<string>) =>
			group.links.slice(0, explainedLinks).map(({ a, b }) => [numbers[a] ?? 0, numbers[b] ?? 0] as const);
		const evidence = await store.evidenceOf(ctx, library, slice.flatMap(linksOf));
		for (const group of slice) {
			const read = linksOf(group).flatMap(([low, high]) => {
				const stored = evidence.get(`${low} ${high}`);
				return stored === undefined ? [] : [readEvidence(stored)];
			});
			explanations.push(explainGroup(group, read));
		}
	}
	return explanations;
}
