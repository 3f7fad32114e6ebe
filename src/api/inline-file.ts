import { contentDisposition } from "../lib/file-name.ts";

/**
 * A user's file, shown by a browser under our own origin: nothing in it may act in our name. Types that a browser runs or lays out are
 * sandboxed without scripts and without network; those that it has no use for come as bytes.
 */
export function inlineFileHeaders(contentType: string | null, fileName: string): Record<string, string> {
	const type = shownType((contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "");
	return {
		"Content-Type": type,
		"Content-Disposition": contentDisposition("inline", fileName),
		"Cache-Control": "private, max-age=3600",
		"X-Content-Type-Options": "nosniff",
		// The address may carry a signature or a token.
		"Referrer-Policy": "no-referrer",
		// Browsers refuse to show a PDF in a sandbox, and their viewers run it in one of their own.
		...(type !== "application/pdf" && { "Content-Security-Policy": sandbox }),
	};
}

const sandbox = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";

function shownType(type: string): string {
	if (type === "text/html") return "text/html; charset=utf-8";
	// Text as text: a CSV would be downloaded, a mail too.
	if (type.startsWith("text/") || type === "message/rfc822") return "text/plain; charset=utf-8";
	if (type === "application/pdf" || /^image\/[\w.+-]+$/.test(type)) return type;
	if (type === "application/epub+zip" || /^application\/vnd\.[\w.+-]+$/.test(type)) return type;
	return "application/octet-stream";
}
