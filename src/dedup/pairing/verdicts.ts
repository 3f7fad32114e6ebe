import { z } from "zod";
import type { Context } from "../../context.ts";
import { scorePair } from "../confidence.ts";
import type { PairEvidence } from "../evidence.ts";
import { decodeEvidence } from "../evidence-bytes.ts";
import { type FieldProfile, LEAST_NEIGHBOURS, LEAST_VARIANTS, type Neighbour, profileFields } from "../fields.ts";
import { judgePair } from "../judgement.ts";
import type { DedupSettings } from "../settings.ts";
import * as store from "./store.ts";

/** Papers of one slice: a pair takes half a kilobyte as a rule and 3 KB at most, and one in a large family has hundreds of them. */
const slicePapers = 25;

/** Learns of the next papers how their templates vary. */
export async function profileSlice(ctx: Context, library: number): Promise<{ papers: number; isEnd: boolean }> {
	await store.passUnprofiled(ctx, library, LEAST_NEIGHBOURS);
	const papers = await store.stagedPapers(ctx, library, { stages: ["profile"], after: 0, limit: slicePapers });
	if (papers.length === 0) return { papers: 0, isEnd: true };
	const numbers = papers.map(({ number }) => number);
	const pairs = await store.pairsOf(ctx, library, numbers, { unjudged: false });
	const neighbours = new Map<number, Neighbour[]>(numbers.map((number) => [number, []]));
	const met = new Set<string>();
	for (const { low, high, evidence } of pairs) {
		// One between two papers of the slice comes from both.
		const name = `${low} ${high}`;
		if (met.size === met.add(name).size) continue;
		const read = readEvidence(evidence);
		neighbours.get(low)?.push({ evidence: read, first: true });
		neighbours.get(high)?.push({ evidence: read, first: false });
	}
	await store.storeProfiles(
		ctx,
		numbers.map((number) => [number, writeProfile(profileFields(neighbours.get(number) ?? []))] as const),
	);
	return { papers: numbers.length, isEnd: numbers.length < slicePapers };
}

/** Judges the pairs of the next papers after `after`. `last`: the number of the last of them. */
export async function judgeSlice(
	ctx: Context,
	library: number,
	settings: DedupSettings,
	after: number,
): Promise<{ last: number | undefined; papers: number; isEnd: boolean }> {
	const papers = await store.stagedPapers(ctx, library, { stages: ["judge"], after, limit: slicePapers });
	const numbers = papers.map(({ number }) => number);
	const pairs = numbers.length === 0 ? [] : await store.pairsOf(ctx, library, numbers, { unjudged: true });
	const verdicts = pairs.map(({ low, high, evidence, lowProfile, highProfile }): store.Verdict => {
		const read = readEvidence(evidence);
		const { score } = judgePair(read, readProfile(lowProfile), readProfile(highProfile));
		const { jaccardSimilarity, fuzzyTextRatio, discriminativeScore } = scorePair(read, score, settings);
		return { low, high, score, jaccardSimilarity, fuzzyTextRatio, discriminativeScore };
	});
	await store.storeVerdicts(ctx, library, verdicts);
	return { last: numbers.at(-1), papers: numbers.length, isEnd: numbers.length < slicePapers };
}

export function readEvidence(base64: string): PairEvidence {
	return decodeEvidence(Buffer.from(base64, "base64"));
}

const Profile = z.tuple([z.number(), z.array(z.tuple([z.number(), z.number()]))]);

/** Null for one that tells nothing: places where fewer papers differ are no fields. */
function writeProfile({ neighbours, variants }: FieldProfile): string | null {
	if (neighbours <= LEAST_NEIGHBOURS) return null;
	const fields = [...variants].filter(([, differing]) => differing >= LEAST_VARIANTS);
	return JSON.stringify([neighbours, fields]);
}

function readProfile(text: string | null): FieldProfile {
	if (text === null) return { neighbours: 0, variants: new Map() };
	const [neighbours, fields] = Profile.parse(JSON.parse(text));
	return { neighbours, variants: new Map(fields) };
}
