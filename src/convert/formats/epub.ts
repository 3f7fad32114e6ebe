/** EPUB 2 and 3: the spine's items in order, each a page. */
import { MAX_HELD_ENTRY_BYTES, MAX_SECTIONS, MAX_TEXT_BYTES } from "../limits.ts";
import { archiveEncrypted, notWhatItSays, tooManyParts } from "../refusals.ts";
import { Archive } from "./archive.ts";
import type { Draft } from "./block-builder.ts";
import { decodeHtml, htmlDrafts } from "./html.ts";
import { resolved } from "./package-relations.ts";
import type { Reading } from "./reading.ts";
import { readXml } from "./xml.ts";

const KIND = "EPUB book";

export interface Book {
	title: string | null;
	/** Names of the entries that are read, in order. */
	spine: string[];
}

export async function readEpub(reading: Reading): Promise<Draft[][]> {
	const archive = new Archive(reading.bytes, reading.inflation);
	const pages: Draft[][] = [];
	for (const entry of openBook(archive).spine) {
		reading.check();
		const bytes = archive.read(entry, MAX_TEXT_BYTES);
		const html = bytes && decodeHtml(bytes);
		const picture = (source: string) => pictureOf(archive, entry, source);
		pages.push(html === undefined ? [] : htmlDrafts(html, reading.text, { picture, keepEdges: true }, true));
	}
	return pages;
}

/** Throws `document_damaged` where it is no book, `document_encrypted` where a shop has locked it. */
export function openBook(archive: Archive): Book {
	if (archive.has("META-INF/rights.xml") || archive.has("META-INF/license.lcpl")) throw archiveEncrypted();
	let root: string | undefined;
	const findRoot = (name: string, attributes: Readonly<Record<string, string>>) => {
		if (name === "rootfile") root ??= attributes["full-path"];
	};
	readXml(archive, "META-INF/container.xml", { open: findRoot }, MAX_HELD_ENTRY_BYTES);
	if (root === undefined) throw notWhatItSays(KIND);
	const { title, items, order } = readPackage(archive, root);
	const spine = order.flatMap((id) => items.get(id) ?? []).filter((entry) => archive.has(entry));
	if (spine.length === 0) throw notWhatItSays(KIND);
	if (spine.length > MAX_SECTIONS) throw tooManyParts();
	return { title: title.trim() || null, spine };
}

function readPackage(archive: Archive, root: string): { title: string; items: Map<string, string>; order: string[] } {
	const items = new Map<string, string>();
	const order = new Set<string>();
	let [title, inTitle] = ["", false];
	const open = (name: string, attributes: Readonly<Record<string, string>>) => {
		const { id = "", href = "", idref = "", linear } = attributes;
		if (name === "title") inTitle = title === "";
		const isText = /html|^text\/xml$/.test(attributes["media-type"] ?? "");
		// The navigation document repeats what the chapters' headings say.
		const isContents = (attributes.properties ?? "").split(" ").includes("nav");
		if (name === "item" && isText && !isContents) items.set(id, resolved(root, decoded(href)));
		if (name === "itemref" && linear !== "no") order.add(idref);
	};
	const close = (name: string) => {
		if (name === "title") inTitle = false;
	};
	const text = (data: string) => {
		if (inTitle) title = (title + data).slice(0, 500);
	};
	readXml(archive, root, { open, close, text }, MAX_HELD_ENTRY_BYTES);
	return { title, items, order: [...order] };
}

function pictureOf(archive: Archive, entry: string, source: string): (() => Uint8Array | undefined) | undefined {
	if (/^[a-z][a-z0-9+.-]*:/i.test(source)) return undefined;
	const name = resolved(entry, decoded(source.split(/[?#]/)[0] ?? ""));
	return archive.has(name) ? () => archive.picture(name) : undefined;
}

function decoded(href: string): string {
	try {
		return decodeURIComponent(href);
	} catch {
		return href;
	}
}
