const longest = 255;

/** A file name from a header or a path: percent signs decoded where they can be, no folders, no control characters. */
export function decodedFileName(raw: string): string {
	let name = raw;
	try {
		name = decodeURIComponent(raw);
	} catch {
		// Not percent-encoded: taken as it stands.
	}
	return cleanFileName(name);
}

/** The last part of a path of either kind, without what cannot stand in a header or a listing; may be empty. */
export function cleanFileName(name: string): string {
	const last = name.split(/[/\\]/).pop() ?? "";
	return last
		.toWellFormed()
		.replace(/\p{Cc}/gu, "")
		.trim()
		.slice(0, longest);
}

/** `report.pdf` → `report`. */
export function stemOf(fileName: string): string {
	return fileName.replace(/\.[^.]*$/, "") || fileName;
}

/** The header that names a download, with RFC 5987's form where ASCII does not do. */
export function contentDisposition(kind: "inline" | "attachment", fileName: string): string {
	const ascii = fileName.replace(/[^\x20-\x7e]/g, "_").replace(/["\\]/g, "_");
	if (ascii === fileName) return `${kind}; filename="${ascii}"`;
	const encoded = encodeURIComponent(fileName).replace(
		/['()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
