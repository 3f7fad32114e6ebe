/** XML as events: no tree is built, no entity but the five is expanded, and depth and number of tags are bounded. */
import { Parser } from "htmlparser2";
import { MAX_ELEMENT_DEPTH, MAX_ENTRY_BYTES, MAX_TAGS } from "../limits.ts";
import { nestedTooDeeply, tooManyParts } from "../refusals.ts";
import type { Archive } from "./archive.ts";

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
	/** Local name, without its prefix. */
	open?(name: string, attributes: Attributes): void;
	close?(name: string): void;
	/** A piece of text; one text may come in several. */
	text?(data: string): void;
}

/** Counts tags and depth over a document. Throws `document_refused`. */
export class TagCounter {
	private tags = 0;
	private depth = 0;

	open(): void {
		if (++this.tags > MAX_TAGS) throw tooManyParts();
		if (++this.depth > MAX_ELEMENT_DEPTH) throw nestedTooDeeply();
	}

	close(): void {
		this.depth--;
	}
}

/** Reads an entry through the handler; false where there is none. */
export function readXml(archive: Archive, name: string, handler: XmlHandler, maxBytes = MAX_ENTRY_BYTES): boolean {
	const parser = xmlParser(handler);
	let decoder: TextDecoder | undefined;
	const found = archive.stream(name, maxBytes, (chunk) => {
		decoder ??= new TextDecoder(encodingOf(chunk));
		parser.write(decoder.decode(chunk, { stream: true }));
	});
	if (found) parser.end(decoder?.decode());
	return found;
}

function xmlParser(handler: XmlHandler): Parser {
	const counter = new TagCounter();
	return new Parser(
		{
			onopentag(name, attributes) {
				counter.open();
				handler.open?.(localName(name), attributes);
			},
			onclosetag(name) {
				counter.close();
				handler.close?.(localName(name));
			},
			ontext(data) {
				handler.text?.(data);
			},
		},
		{ xmlMode: true },
	);
}

/** An attribute by its local name, whatever its prefix; `r:id` and `id` differ, so ask for a prefixed one as a whole. */
export function attribute(attributes: Attributes, name: string): string | undefined {
	const plain = attributes[name];
	if (plain !== undefined) return plain;
	for (const key in attributes) if (key.endsWith(`:${name}`)) return attributes[key];
	return undefined;
}

/** The attribute `id` of the relationships namespace, by whatever prefix but none. */
export function relationId(attributes: Attributes, name = "id"): string | undefined {
	for (const key in attributes) if (key.endsWith(`:${name}`)) return attributes[key];
	return undefined;
}

export function localName(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

/** Office writes UTF-8; UTF-16 shows by its byte order mark. */
function encodingOf(head: Uint8Array): string {
	if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
	return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
}
