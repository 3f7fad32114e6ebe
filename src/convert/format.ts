import type { Format, FormatInfo } from "./blocks.ts";
import { decode, looksLikeText } from "./text-encoding.ts";

const PDF = info("pdf", "application/pdf", ".pdf");
const MARKDOWN = info("markdown", "text/markdown", ".md");
const TEXT = info("text", "text/plain", ".txt");
const HTML = info("html", "text/html", ".html");
const EML = info("eml", "message/rfc822", ".eml");
const CSV = info("csv", "text/csv", ".csv");
const TSV = info("csv", "text/tab-separated-values", ".tsv");
const EPUB = info("epub", "application/epub+zip", ".epub");
const OFFICE = "application/vnd.openxmlformats-officedocument";
const DOCX = info("docx", `${OFFICE}.wordprocessingml.document`, ".docx");
const XLSX = info("xlsx", `${OFFICE}.spreadsheetml.sheet`, ".xlsx");
const PPTX = info("pptx", `${OFFICE}.presentationml.presentation`, ".pptx");

/** Readers of PDF accept its header anywhere in the first 1,024 bytes. */
const PDF_HEADER_BYTES = 1024;
/** Where a PDF that lost its header shows what it is, and where other formats do. */
const TRACES_BYTES = 4096;

const ZIP_MAGICS = [
	[0x50, 0x4b, 0x03, 0x04],
	[0x50, 0x4b, 0x05, 0x06],
];

const IMAGES: readonly (readonly [magic: readonly number[], info: FormatInfo])[] = [
	[[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], info("image", "image/png", ".png")],
	[[0xff, 0xd8, 0xff], info("image", "image/jpeg", ".jpg")],
	[[0x49, 0x49, 0x2a, 0x00], info("image", "image/tiff", ".tiff")],
	[[0x4d, 0x4d, 0x00, 0x2a], info("image", "image/tiff", ".tiff")],
];
const WEBP = info("image", "image/webp", ".webp");

/** Beginnings of files that are something else, whatever their name says. */
const OTHER_MAGICS: readonly (readonly number[])[] = [
	[0x89, 0x50, 0x4e, 0x47], // a png that went through a text transfer
	[0x47, 0x49, 0x46, 0x38], // gif
	[0xd0, 0xcf, 0x11, 0xe0], // ole: doc, xls, ppt, msg
	[0x7f, 0x45, 0x4c, 0x46], // elf
	[0x4d, 0x5a, 0x90, 0x00], // exe
	[0x52, 0x49, 0x46, 0x46], // riff: wav, avi
	[0x1f, 0x8b], // gzip
	[0x42, 0x5a, 0x68], // bzip2
	[0x37, 0x7a, 0xbc, 0xaf], // 7z
	[0x52, 0x61, 0x72, 0x21], // rar
	[0xfd, 0x37, 0x7a, 0x58], // xz
	[0x7b, 0x5c, 0x72, 0x74, 0x66], // rtf
	[0x25, 0x21, 0x50, 0x53], // postscript
];

/** Formats of text files by the endings of their names. */
const TEXT_EXTENSIONS: Readonly<Record<string, FormatInfo>> = {
	".md": MARKDOWN,
	".markdown": MARKDOWN,
	".txt": TEXT,
	".text": TEXT,
	".log": TEXT,
	".csv": CSV,
	".tsv": TSV,
	".tab": TSV,
	".html": HTML,
	".htm": HTML,
	".xhtml": HTML,
};

const ZIP_EXTENSIONS: Readonly<Record<string, FormatInfo>> = {
	".docx": DOCX,
	".docm": DOCX,
	".dotx": DOCX,
	".xlsx": XLSX,
	".xlsm": XLSX,
	".xltx": XLSX,
	".pptx": PPTX,
	".pptm": PPTX,
	".ppsx": PPTX,
	".potx": PPTX,
	".epub": EPUB,
};

/** Header fields that begin a mail; a text about something else hardly has two of them. */
const MAIL_FIELD =
	/^(?:from|to|cc|date|subject|received|return-path|delivered-to|message-id|mime-version|content-type|reply-to|sender|x-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results):/i;

/**
 * What a file is, by its first bytes (up to 64 KB; may be the whole file); by its name only between formats that have no magic
 * number, and for containers whose first entries do not tell. Undefined: not supported.
 */
export function detectFormat(head: Uint8Array, fileName: string): FormatInfo | undefined {
	const extension = /\.[a-z0-9]+$/.exec(fileName.toLowerCase().trim())?.[0] ?? "";
	if (latin1(head.subarray(0, PDF_HEADER_BYTES)).includes("%PDF")) return PDF;
	if (ZIP_MAGICS.some((magic) => startsWith(head, magic))) return zipFormat(head, extension);
	const image = imageFormat(head);
	if (image !== undefined) return image;
	if (OTHER_MAGICS.some((magic) => startsWith(head, magic))) return undefined;
	if (extension === ".pdf") {
		return /\b\d+ \d+ obj\b|\bxref\b|\btrailer\b/.test(latin1(head.subarray(0, TRACES_BYTES))) ? PDF : undefined;
	}
	const sample = decode(head, true);
	if (sample === undefined || !looksLikeText(sample)) return undefined;
	return TEXT_EXTENSIONS[extension] ?? textFormat(sample.slice(0, TRACES_BYTES), extension);
}

/** Mails and web pages tell themselves. */
function textFormat(start: string, extension: string): FormatInfo | undefined {
	if (extension in ZIP_EXTENSIONS) return undefined;
	const isPage = /^\ufeff?\s*(?:<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)[\s>]/i.test(start);
	if (isPage) return HTML;
	const fields = start.split(/\r?\n\r?\n/, 1)[0]?.split(/\r?\n(?![ \t])/) ?? [];
	const known = fields.filter((field) => MAIL_FIELD.test(field)).length;
	return known >= (extension === ".eml" ? 1 : 3) ? EML : undefined;
}

/** By the names of the first entries, of which the head holds at least one. */
function zipFormat(head: Uint8Array, extension: string): FormatInfo | undefined {
	const text = latin1(head);
	// An EPUB's first entry is stored, not deflated, so that its type can be read here.
	const mimetype = text.startsWith("mimetype", 30)
		? /^application\/[\w.+-]+?(?=PK|$)/.exec(text.slice(38))?.[0]
		: undefined;
	if (mimetype !== undefined) return mimetype === EPUB.contentType ? EPUB : undefined;
	for (let at = text.indexOf("PK\x03\x04"); at !== -1; at = text.indexOf("PK\x03\x04", at + 4)) {
		const name = text.slice(at + 30, at + 30 + text.charCodeAt(at + 26) + text.charCodeAt(at + 27) * 256);
		if (name.startsWith("word/")) return DOCX;
		if (name.startsWith("xl/")) return XLSX;
		if (name.startsWith("ppt/")) return PPTX;
		if (name === "META-INF/container.xml") return EPUB;
	}
	return ZIP_EXTENSIONS[extension];
}

function imageFormat(head: Uint8Array): FormatInfo | undefined {
	const isWebp = latin1(head.subarray(0, 4)) === "RIFF" && latin1(head.subarray(8, 12)) === "WEBP";
	return isWebp ? WEBP : IMAGES.find(([magic]) => startsWith(head, magic))?.[1];
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
	return magic.every((byte, i) => head[i] === byte);
}

function info(format: Format, contentType: string, extension: string): FormatInfo {
	return { format, contentType, extension };
}

function latin1(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
}
