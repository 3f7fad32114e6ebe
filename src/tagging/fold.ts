/** Text as searches compare it: case folded for every script, compatibility forms as one, hyphens as blanks. */
export function folded(text: string): string {
	return text
		.normalize("NFKC")
		.toLowerCase()
		.replaceAll("\0", "")
		.replace(/[\s\-‐‑–]+/gu, " ")
		.trim();
}

/** Tags, folded, one a line with a break at both ends: so `"\n" + tag + "\n"` finds a whole one. */
export function foldedTags(tags: readonly string[]): string {
	return tags.length === 0 ? "" : `\n${tags.map(folded).join("\n")}\n`;
}
