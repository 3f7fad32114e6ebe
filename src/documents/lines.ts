/** A document's printed lines with their boxes, kept for those who look for single values: a few pages to an object. */
import { z } from "zod";
import type { Context } from "../context.ts";
import type { Box, PrintedLine, PrintedPage, PrintedWord } from "../convert/convert.ts";
import { linesOf } from "../lib/lines.ts";
import { keys } from "../platform/keys.ts";
import { deleteObjects } from "./objects.ts";

/** Some 300 KB. */
const pagesAtOnce = 16;

/** A word: its text, its corners in tenths of a point, what it is (`isGlued`, `isBold`), and its corners as displayed where these are others. */
const StoredWord = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.int()], z.number());
type StoredWord = z.infer<typeof StoredWord>;
const StoredPage = z.object({ page: z.int().positive(), lines: z.array(z.array(StoredWord)) });

const isGlued = 1;
const isBold = 2;

/**
 * Stores the pages of a part as they are read. The same part gives the same objects, so that a second reading takes the place of the first.
 */
export class LineWriter {
	readonly #ctx: Context;
	readonly #documentId: string;
	readonly #jobId: string;
	#pages: string[] = [];
	#firstPage = 0;
	/** Characters held at most, each a byte or two. */
	heldBytes = 0;

	/** `jobId` is that of the conversion. */
	constructor(ctx: Context, documentId: string, jobId: string) {
		this.#ctx = ctx;
		this.#documentId = documentId;
		this.#jobId = jobId;
	}

	/** The next page. */
	async add(page: PrintedPage): Promise<void> {
		if (this.#pages.length === 0) this.#firstPage = page.page;
		this.#pages.push(`${JSON.stringify({ page: page.page, lines: page.lines.map(toStored) })}\n`);
		const held = this.#pages.reduce((sum, { length }) => sum + length, 0);
		this.heldBytes = Math.max(this.heldBytes, held);
		if (this.#pages.length === pagesAtOnce) await this.close();
	}

	async close(): Promise<void> {
		if (this.#pages.length === 0) return;
		const key = keys.lineGroup(this.#documentId, this.#jobId, this.#firstPage);
		await this.#ctx.files.put(key, this.#pages.join(""));
		this.#pages = [];
	}
}

/** The lines that a conversion has stored, page after page; nothing for formats whose text has no places. */
export async function* readLines(ctx: Context, documentId: string, jobId: string): AsyncGenerator<PrintedPage> {
	for (let cursor: string | undefined, more = true; more; ) {
		const prefix = keys.linesOf(documentId, jobId);
		const listed = await ctx.files.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
		for (const { key } of listed.objects) {
			const stored = await ctx.files.get(key);
			if (stored === null) continue;
			for await (const line of linesOf(stored.body)) {
				const { page, lines } = StoredPage.parse(JSON.parse(line));
				yield { page, lines: lines.map(toLine) };
			}
		}
		more = listed.truncated;
		cursor = listed.truncated ? listed.cursor : undefined;
	}
}

/** Removes the lines of all conversions but this one. */
export async function removeOldLines(ctx: Context, documentId: string, jobId: string): Promise<void> {
	const kept = keys.linesOf(documentId, jobId);
	const { delimitedPrefixes } = await ctx.files.list({ prefix: keys.lines(documentId), delimiter: "/" });
	for (const prefix of delimitedPrefixes) if (prefix !== kept) await deleteObjects(ctx, prefix);
}

function toStored({ words }: PrintedLine): StoredWord[] {
	return words.map(({ text, box, glued, bold, shown }): StoredWord => {
		const flags = (glued ? isGlued : 0) | (bold ? isBold : 0);
		return shown === undefined ? [text, ...toTenths(box), flags] : [text, ...toTenths(box), flags, ...toTenths(shown)];
	});
}

function toLine(words: readonly StoredWord[]): PrintedLine {
	return {
		words: words.map(([text, x0, y0, x1, y1, flags, ...shown]): PrintedWord => {
			const [sx0, sy0, sx1, sy1] = shown;
			return {
				text,
				box: toPoints([x0, y0, x1, y1]),
				...(flags & isGlued ? { glued: true } : {}),
				...(flags & isBold ? { bold: true } : {}),
				...(sx0 === undefined || sy0 === undefined || sx1 === undefined || sy1 === undefined
					? {}
					: { shown: toPoints([sx0, sy0, sx1, sy1]) }),
			};
		}),
	};
}

function toTenths([x0, y0, x1, y1]: Box): Box {
	const tenths = (points: number) => Math.round(points * 10);
	return [tenths(x0), tenths(y0), tenths(x1), tenths(y1)];
}

function toPoints([x0, y0, x1, y1]: Box): Box {
	return [x0 / 10, y0 / 10, x1 / 10, y1 / 10];
}
