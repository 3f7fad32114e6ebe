import type { Source } from "../../chat/chat.ts";

/** Of the whole header; proxies refuse larger ones. */
const maxBytes = 8 * 1024;
const maxValueLength = maxBytes - "X-Sources: \r\n".length - 1;
/** Of a title that gives room to others. */
const shortTitle = 40;

type Shape = (source: Source, length: number) => object;

/** From the fullest to the barest; `length` is what the text may have. */
const shapes: readonly Shape[] = [
	(source, length) => ({ ...source, chunkContent: cut(source.chunkContent, length) }),
	({ documentId, title, chunkContent, score }, length) => ({
		documentId,
		title: cut(title, shortTitle),
		chunkContent: cut(chunkContent, length),
		score,
	}),
];

/**
 * `X-Sources`: JSON in ASCII, below 8 KiB. What is too much is left out in this order: the ends of the texts, the ends of the titles with
 * all that the reference does not have, the last sources. The conversation keeps all of it.
 */
export function toSourcesHeader(sources: readonly Source[]): string {
	for (const shape of shapes) {
		const header = longestHeader(sources, shape);
		if (header !== undefined) return header;
	}
	return toSourcesHeader(sources.slice(0, -1));
}

/** With texts as long as they may be; undefined where there is no room even without. */
function longestHeader(sources: readonly Source[], shape: Shape): string | undefined {
	const write = (length: number) => asciiJson(sources.map((source) => shape(source, length)));
	let header = write(0);
	if (header.length > maxValueLength) return undefined;
	let [low, high] = [0, Math.max(0, ...sources.map(({ chunkContent }) => chunkContent.length))];
	while (low < high) {
		const length = Math.ceil((low + high) / 2);
		const longer = write(length);
		if (longer.length > maxValueLength) high = length - 1;
		else [low, header] = [length, longer];
	}
	return header;
}

function asciiJson(value: unknown): string {
	return JSON.stringify(value).replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

function cut(text: string, length: number): string {
	if (text.length <= length) return text;
	const start = text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
	return start === "" ? "" : `${start}…`;
}
