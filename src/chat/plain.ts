/** A stretch of a chunk's Markdown as it is read aloud: what a citation quotes and an embedded answer says. */

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

/** One line, without marks of Markdown; cells of a table one after the other. */
export function plainOf(markdown: string): string {
	return markdown
		.replace(/^ {0,3}\|?(?: {0,3}:?-{3,}:? {0,3}\|)+ {0,3}:?-*:? {0,3}$/gm, " ")
		.replace(/^`{3,}\S*$/gm, " ")
		.replace(/<\/?(?:table|thead|tbody|tr|th|td|br)\b[^>]{0,200}>/g, " ")
		.replace(/!?\[([^\][]{0,400})\]\([^()\s]{0,2000}\)/g, "$1")
		.replace(/^ {0,3}#{1,6}[ \t]+/gm, "")
		.replace(/^[ \t]{0,40}[-*+][ \t]+/gm, " ")
		.replace(/(?<!\\)(?:\*\*|__|`|\*(?=\S)|(?<=\S)\*)/g, "")
		.replace(/(?<!\\)\|/g, " ")
		.replace(/\\([!-/:-@[-`{-~])/g, "$1")
		.replace(/&(amp|lt|gt|quot|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
		.replace(/\s+/g, " ")
		.trim();
}
