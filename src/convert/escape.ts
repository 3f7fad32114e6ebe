/** Escapes emphasis, code, links, HTML and entities, each only where it would take effect. */
export function escapeInline(text: string): string {
	if (!/[\\`*_[\]<&~]/.test(text)) return text;
	return text
		.replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
		.replace(/`/g, "\\`")
		.replace(/\*/g, "\\*")
		.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
		.replace(/~~/g, "\\~~")
		.replace(/\](?=[([:])/g, "\\]")
		.replace(/<(?=[A-Za-z/!?])/g, "\\<")
		.replace(/&(?=#?\w+;)/g, "\\&");
}
