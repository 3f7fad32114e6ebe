/** Lists of terms that are to be no tags: one or more to a line, with comments. */
import { analyse } from "chardet";

/** Per cent from which a guessed encoding is believed. */
const MIN_CONFIDENCE = 70;

export type ExclusionFormat = "txt" | "pdf";

/** By the file's name; undefined for a format that is not supported. */
export function exclusionFormat(fileName: string): ExclusionFormat | undefined {
	const extension = /\.(txt|pdf)$/i.exec(fileName.trim())?.[1]?.toLowerCase();
	return extension === "txt" || extension === "pdf" ? extension : undefined;
}

export function unsupportedExclusionFormat(fileName: string): string {
	return `Unsupported file format: ${fileName}. Supported formats: .txt, .pdf`;
}

/** Terms of a list's text, trimmed and in lower case, in the order in which they come first. */
export function parseExclusions(text: string): Set<string> {
	const terms = new Set<string>();
	for (const line of text.replace(/^\ufeff/, "").split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)) {
		const trimmed = line.trim();
		// `c#` is a term; a comment stands alone or after white space, and takes its line with it.
		if (trimmed.startsWith("#") || /\s#/.test(trimmed)) continue;
		for (const part of trimmed.split(",")) {
			const term = part.trim().toLowerCase();
			if (term !== "" && !term.startsWith("#")) terms.add(term);
		}
	}
	return terms;
}

/** Text of a list in whatever encoding. Sound UTF-8 is UTF-8, since nothing else looks like it by chance. */
export function decodeExclusions(bytes: Uint8Array): string {
	const [guess] = analyse(bytes);
	const guessed = guess !== undefined && guess.confidence > MIN_CONFIDENCE ? guess.name : undefined;
	return (
		decoded(bytes, bytes.includes(0) ? undefined : "utf-8") ??
		decoded(bytes, guessed) ??
		decoded(bytes, "utf-8") ??
		new TextDecoder("iso-8859-1").decode(bytes)
	);
}

/** Undefined where the bytes are not in that encoding, or the platform does not know it. */
function decoded(bytes: Uint8Array, label: string | undefined): string | undefined {
	if (label === undefined) return undefined;
	try {
		return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch {
		return undefined;
	}
}
