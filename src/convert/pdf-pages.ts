/** Pages of a PDF by the better of two readers: the first by default, the second where the first fails, is empty or garbled. */
import { isAppError } from "../errors.ts";
import type { PageRange, Source } from "./blocks.ts";
import { holdsCentre } from "./boxes.ts";
import { mendedBy } from "./glyph-comparison.ts";
import { hasOddGlyphs, withLigatures } from "./glyphs.ts";
import { dropLiteparse, LiteparseDocument, TooManyTags } from "./liteparse.ts";
import type { PageLayout } from "./part.ts";
import type { RawPage, Word } from "./raw-page.ts";
import { damaged } from "./refusals.ts";
import { readAll, sourceOf } from "./stream.ts";
import type { TagElement } from "./tags.ts";
import { garbledShare, oddShare } from "./text.ts";
import { SecondReader } from "./unpdf.ts";

/** From this share of unmapped characters on, the second reader is asked. */
const GARBLED = 0.3;

/** The second reader has so much more text that words must be lost. */
const LOST_RATIO = 1.1;
const LOST_CHARACTERS = 20;

export interface ReadPage {
	/** Of the file, 1-based. */
	number: number;
	raw: RawPage | undefined;
	reader: PageLayout["reader"];
}

export interface PageReading {
	module: WebAssembly.Module;
	source: Source;
	/** Of the file's own numbering; all pages when absent. */
	range?: PageRange | undefined;
	/** The structure tree of a page, by the file's own numbering, where the file itself has lost it. */
	treeOf?(number: number): readonly TagElement[] | undefined;
	/** Counts buffers; returns their release. */
	hold(sizeBytes: number): () => void;
	/** The file with all its pages and no structure tree; undefined where that cannot be made. */
	untagged(): Promise<Uint8Array | undefined>;
}

/**
 * Gives every page once, in order. A page no reader can read comes without `raw`. Throws `document_encrypted`, `document_damaged` where
 * neither reader opens the file, and what the source throws.
 */
export async function* readPages(reading: PageReading): AsyncGenerator<ReadPage> {
	const second = new LazySecondReader(reading);
	let first = await openFirst(reading, () => LiteparseDocument.open(reading.module, reading.source));
	try {
		const total = first?.pageCount ?? (await second.required()).pageCount;
		const last = Math.min(reading.range?.last ?? total, total);
		let position = 0;
		for (let number = reading.range?.first ?? 1; number <= last; number++) {
			let raw: RawPage | undefined;
			try {
				// A session cannot seek: pages before the range, where PDFium could not cut it out, are read and dropped.
				while (first !== undefined && position < number) {
					position++;
					raw = (await first.next(reading.treeOf?.(position)))?.page;
				}
			} catch {
				// A trap has poisoned the instance, and a new session would run into it again: the second reader has the rest.
				dropLiteparse();
				first = undefined;
				raw = undefined;
			}
			yield await choose(number, raw, second);
		}
	} finally {
		first?.close();
		await second.close();
	}
}

async function openFirst(
	reading: PageReading,
	open: () => Promise<LiteparseDocument>,
): Promise<LiteparseDocument | undefined> {
	try {
		const document = await open();
		if (document.pageCount > 0) return document;
		document.close();
	} catch (error) {
		if (isAppError(error)) throw error;
		if (error instanceof TooManyTags) return openUntagged(reading);
	}
	return undefined;
}

async function openUntagged(reading: PageReading): Promise<LiteparseDocument | undefined> {
	const pdf = await reading.untagged();
	if (pdf === undefined) return undefined;
	const release = reading.hold(pdf.length);
	try {
		return await openFirst(reading, () => LiteparseDocument.open(reading.module, sourceOf(pdf), false));
	} finally {
		// Its bytes are in the reader's memory now.
		release();
	}
}

async function choose(number: number, seen: RawPage | undefined, second: LazySecondReader): Promise<ReadPage> {
	const raw = seen === undefined ? undefined : { ...seen, words: withLigatures(seen.words) };
	const text = textOf(raw);
	if (raw !== undefined && text.trim() !== "" && garbledShare(text) < GARBLED && raw.doubt === undefined) {
		return { number, raw: await mended(number, raw, second), reader: "liteparse" };
	}
	const other = await (await second.optional())?.page(number);
	const otherText = textOf(other);
	const better = otherText.trim() !== "" && (text.trim() === "" || isBetter(otherText, text, raw?.doubt));
	if (other !== undefined && better) {
		// The second reader sees text only; what the first saw else is kept.
		const both = raw === undefined ? other : { ...raw, words: withLooks(other.words, raw.words), tables: [] };
		return { number, raw: both, reader: "pdfjs" };
	}
	return {
		number,
		raw: raw ?? other,
		reader: raw === undefined ? (other === undefined ? "none" : "pdfjs") : "liteparse",
	};
}

/** The page with the letters that the second reader knows better. */
async function mended(number: number, raw: RawPage, second: LazySecondReader): Promise<RawPage> {
	if (!hasOddGlyphs(raw.words)) return raw;
	const other = await (await second.optional())?.page(number);
	return other === undefined ? raw : { ...raw, words: mendedBy(raw.words, withLigatures(other.words)) };
}

/** Clearly fewer unmapped letters, or, where words may be lost, clearly more text. */
function isBetter(other: string, text: string, doubt: RawPage["doubt"]): boolean {
	if (garbledShare(text) >= GARBLED && garbledShare(other) < garbledShare(text) / 2) return true;
	if (doubt === "letters") return oddShare(other) < oddShare(text) / 2 - 0.01;
	if (doubt === "overhead") return inked(other) >= inked(text);
	return doubt === "lost" && inked(other) > inked(text) * LOST_RATIO + LOST_CHARACTERS;
}

function inked(text: string): number {
	return text.replace(/\s/g, "").length;
}

/** The second reader knows no weights; where the first saw a word at the same place, its looks count, and they hold to the item's end. */
function withLooks(words: readonly Word[], seen: readonly Word[]): Word[] {
	let looks: Word | undefined;
	let item = -1;
	return words.map((word) => {
		if (word.item !== item) [looks, item] = [undefined, word.item];
		looks = seen.find((other) => holdsCentre(word.box, other.box) || holdsCentre(other.box, word.box)) ?? looks;
		if (looks === undefined) return word;
		const { font, bold, italic, mono, color } = looks;
		return { ...word, font, bold, italic, mono, color };
	});
}

function textOf(page: RawPage | undefined): string {
	return page === undefined ? "" : page.words.map((word) => word.text).join(" ");
}

/** Opens the second reader when it is first needed; most files never need it. */
class LazySecondReader {
	private readonly reading: PageReading;
	private opened: Promise<SecondReader> | undefined;
	private release: () => void = () => undefined;

	constructor(reading: PageReading) {
		this.reading = reading;
	}

	/** Throws where pdf.js cannot open the file either. */
	required(): Promise<SecondReader> {
		this.opened ??= this.open();
		return this.opened;
	}

	optional(): Promise<SecondReader | undefined> {
		return this.required().catch(() => undefined);
	}

	async close(): Promise<void> {
		await (await this.opened?.catch(() => undefined))?.close();
		this.release();
	}

	private async open(): Promise<SecondReader> {
		if (!SecondReader.canOpen(this.reading.source.sizeBytes)) throw damaged();
		this.release = this.reading.hold(this.reading.source.sizeBytes);
		const reader = await SecondReader.open(await readAll(this.reading.source));
		if (reader.pageCount > 0) return reader;
		await reader.close();
		throw damaged();
	}
}
