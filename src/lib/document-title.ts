/** What a document is called where nobody has said so. */

export interface TitleSources {
	/** The PDF's title property. */
	property: string | null;
	/** What the file's outline has to say, by `outlineTitle`. */
	outline: string | null;
	/** The text used, embedded or recognised. */
	text: string;
	/** Of the upload, or the URL's document name; null where there is none. */
	fileName: string | null;
}

/** What programs write where nobody gave a title. */
const NO_TITLES = new Set(["", "untitled", "document", "untitled document", "microsoft word"]);
const [MIN_CHARACTERS, MAX_CHARACTERS] = [10, 100];
const LINES_LOOKED_AT = 5;

export function titleOf({ property, outline, text, fileName }: TitleSources): string {
	const own = oneLine(property ?? "");
	if (!isNoTitle(own)) return own;
	const lines = text
		.split("\n")
		.map(oneLine)
		.filter((line) => line !== "");
	return (
		outline ?? lines.slice(0, LINES_LOOKED_AT).find(isTitleLong) ?? (oneLine(fileName ?? "") || "Untitled Document")
	);
}

/** The first entry of an outline, in its order, that may be a title. */
export function outlineTitle(entries: readonly { title: string }[]): string | null {
	return entries.map(({ title }) => oneLine(title)).find(isTitleLong) ?? null;
}

/** Empty, or what programs write where nobody gave a title. */
export function isNoTitle(title: string): boolean {
	return NO_TITLES.has(oneLine(title).toLowerCase());
}

function isTitleLong(line: string): boolean {
	return line.length >= MIN_CHARACTERS && line.length <= MAX_CHARACTERS;
}

function oneLine(text: string): string {
	return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
