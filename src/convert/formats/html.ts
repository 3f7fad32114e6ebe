/** Web pages: one page of blocks, the main part where the page names one. */

import { notText } from "../refusals.ts";
import { decodeText } from "../text-encoding.ts";
import { BlockBuilder, type Draft, TextBudget } from "./block-builder.ts";
import { HtmlReader, type HtmlSource } from "./html-blocks.ts";
import type { Reading } from "./reading.ts";

/** The main part must hold this share of the page's text, or it is not the main part. */
const MIN_MAIN_SHARE = 0.3;
/** Pieces given to the parser, which keeps what it has not used up. Characters. */
const STEP = 65_536;
/** Where a page says what it is encoded in; the standard looks at the first 1,024 bytes. */
const CHARSET_BYTES = 2048;

export async function readHtml(reading: Reading): Promise<Draft[][]> {
	const html = decodeHtml(reading.bytes);
	if (html === undefined) throw notText();
	return [mainDrafts(html, reading.text)];
}

/** Blocks of the page's `main`, or of its only `article`, or of all of it. */
export function mainDrafts(html: string, budget: TextBudget): Draft[] {
	const all = htmlDrafts(html, budget, {});
	const only = /<main[\s>]/i.test(html) ? "main" : countOf(html, /<article[\s>]/gi) === 1 ? "article" : undefined;
	if (only === undefined) return all;
	const main = htmlDrafts(html, new TextBudget(), { only });
	return textLength(main) >= textLength(all) * MIN_MAIN_SHARE ? main : all;
}

export function htmlDrafts(html: string, budget: TextBudget, source: HtmlSource, xml = false): Draft[] {
	const builder = new BlockBuilder(budget);
	const reader = new HtmlReader(builder, source, xml);
	for (let at = 0; at < html.length; at += STEP) reader.write(html.slice(at, at + STEP));
	reader.end();
	return builder.drafts;
}

/** By byte order mark, else by what the page declares, else as any text. */
export function decodeHtml(bytes: Uint8Array): string | undefined {
	const head = new TextDecoder("latin1").decode(bytes.subarray(0, CHARSET_BYTES));
	const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/i.exec(head);
	const label = (declared?.[1] ?? declared?.[2] ?? "").toLowerCase();
	const hasMark = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef;
	if (label === "" || label === "utf-8" || label === "utf8" || hasMark) return decodeText(bytes);
	try {
		return new TextDecoder(label).decode(bytes);
	} catch {
		return decodeText(bytes);
	}
}

function textLength(drafts: readonly Draft[]): number {
	return drafts.reduce((sum, { block }) => sum + block.text.length, 0);
}

function countOf(text: string, pattern: RegExp): number {
	let count = 0;
	for (const _ of text.matchAll(pattern)) if (++count > 1) break;
	return count;
}
