/** The type of an upload, by its bytes alone; undefined for what the server does not take. */
export function fileTypeOf(bytes: Uint8Array): string | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, 16));
	const known = signatures.find(({ is }) => is(head));
	if (known !== undefined) return known.type;
	return isText(bytes) ? "text/plain" : undefined;
}

const signatures: { type: string; is: (head: string) => boolean }[] = [
	{ type: "application/pdf", is: (head) => head.startsWith("%PDF-") },
	{ type: "image/png", is: (head) => head.startsWith("\x89PNG\r\n") },
	{ type: "image/jpeg", is: (head) => head.startsWith("\xff\xd8\xff") },
	{ type: "image/gif", is: (head) => head.startsWith("GIF8") },
	{ type: "image/tiff", is: (head) => head.startsWith("II*\0") || head.startsWith("MM\0*") },
	{ type: "image/webp", is: (head) => head.startsWith("RIFF") && head.slice(8, 12) === "WEBP" },
];

function isText(bytes: Uint8Array): boolean {
	if (bytes.includes(0)) return false;
	try {
		new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}
