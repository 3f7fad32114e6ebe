import type { Context } from "../../context.ts";
import { fingerprint } from "../fingerprint.ts";
import { algorithmVersion, type DedupSettings } from "../settings.ts";
import { TokenReader } from "../tokens.ts";
import * as store from "./store.ts";

/** Documents of one slice, and words of them: both bound its memory. */
const sliceDocuments = 60;
const sliceWords = 150_000;

type KeySettings = Pick<DedupSettings, "ngramSize" | "minWords">;

/** What a fingerprint depends on beside the text. */
export function recipeOf({ ngramSize, minWords }: KeySettings): string {
	return `${algorithmVersion}/${ngramSize}/${minWords}`;
}

export interface IndexedSlice {
	/** Number of the last document; undefined where there was none. */
	last: number | undefined;
	/** There are no more. */
	isEnd: boolean;
	documents: number;
	generated: number;
	reused: number;
	noContent: number;
	tooShort: number;
}

/** Reads the next pending documents after `after`, unless what is known of them was made of the same text under the same settings. */
export async function indexSlice(
	ctx: Context,
	work: { owner: string; library: number; settings: KeySettings },
	after: number,
): Promise<IndexedSlice> {
	const pending = await store.pendingDocuments(ctx, work.owner, { after, limit: sliceDocuments });
	const slice = withinWords(pending);
	const fresh = slice.filter((document) => document.madeOf !== madeOf(document, work.settings));
	const read = await readDocuments(ctx, fresh, work.settings);
	if (read.length > 0) await store.storeFingerprints(ctx, work.library, read);
	const known = slice.filter((document) => !fresh.includes(document));
	const skips = [...known, ...read].map(({ skipped }) => skipped);
	return {
		last: slice.at(-1)?.number,
		isEnd: slice.length === pending.length && pending.length < sliceDocuments,
		documents: slice.length,
		generated: read.filter(({ skipped }) => skipped === null).length,
		reused: known.filter(({ skipped }) => skipped === null).length,
		noContent: skips.filter((reason) => reason === "noContent").length,
		tooShort: skips.filter((reason) => reason === "tooShort").length,
	};
}

/** At least one document, however long. */
function withinWords(documents: readonly store.PendingDocument[]): store.PendingDocument[] {
	let words = 0;
	const fitting = documents.findIndex(({ wordCount }, at) => {
		words += wordCount;
		return at > 0 && words > sliceWords;
	});
	return fitting < 0 ? [...documents] : documents.slice(0, fitting);
}

/** Stands for text and settings: with the same, the fingerprint is the same. */
function madeOf({ contentHash }: Pick<store.PendingDocument, "contentHash">, settings: KeySettings): string {
	return `${contentHash ?? ""}/${recipeOf(settings)}`;
}

async function readDocuments(
	ctx: Context,
	documents: readonly store.PendingDocument[],
	settings: KeySettings,
): Promise<store.ReadDocument[]> {
	if (documents.length === 0) return [];
	const texts = await store.textsOf(
		ctx,
		documents.map(({ id }) => id),
	);
	const reader = new TokenReader();
	return documents.map((document) => {
		const { contentHash, keys, skipped } = fingerprint(texts.get(document.id) ?? "", settings, reader);
		return {
			number: document.number,
			madeOf: madeOf(document, settings),
			// Keys of other settings make another paper.
			contentHash: skipped === undefined ? `${contentHash}/${settings.ngramSize}/${algorithmVersion}` : null,
			skipped: skipped ?? null,
			keys: [...keys],
			formerPaper: document.paper,
		};
	});
}
