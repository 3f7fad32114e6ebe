import type { FormatInfo } from "./blocks.ts";

const PDF: FormatInfo = { format: "pdf", contentType: "application/pdf", extension: ".pdf" };
const MARKDOWN: FormatInfo = { format: "markdown", contentType: "text/markdown", extension: ".md" };
const TEXT: FormatInfo = { format: "text", contentType: "text/plain", extension: ".txt" };

/** Readers of PDF accept its header anywhere in the first 1,024 bytes. */
const PDF_HEADER_BYTES = 1024;
/** Where a PDF that lost its header shows what it is. */
const PDF_TRACES_BYTES = 4096;
/** Characters looked at to tell text from binary data. */
const SAMPLE_CHARACTERS = 8192;

/** Beginnings of files that are something else, whatever their name says. */
const OTHER_MAGICS: readonly (readonly number[])[] = [
	[0x50, 0x4b, 0x03, 0x04], // zip: docx, xlsx, epub
	[0x50, 0x4b, 0x05, 0x06],
	[0x89, 0x50, 0x4e, 0x47], // png
	[0xff, 0xd8, 0xff], // jpeg
	[0x47, 0x49, 0x46, 0x38], // gif
	[0xd0, 0xcf, 0x11, 0xe0], // ole: doc, xls, msg
	[0x7f, 0x45, 0x4c, 0x46], // elf
	[0x4d, 0x5a, 0x90, 0x00], // exe
	[0x52, 0x49, 0x46, 0x46], // riff: webp, wav
	[0x49, 0x49, 0x2a, 0x00], // tiff
	[0x4d, 0x4d, 0x00, 0x2a],
	[0x1f, 0x8b], // gzip
	[0x42, 0x5a, 0x68], // bzip2
	[0x37, 0x7a, 0xbc, 0xaf], // 7z
	[0x52, 0x61, 0x72, 0x21], // rar
	[0xfd, 0x37, 0x7a, 0x58], // xz
	[0x7b, 0x5c, 0x72, 0x74, 0x66], // rtf
	[0x25, 0x21, 0x50, 0x53], // postscript
];

/**
 * What a file is, by its first bytes (up to 64 KB; may be the whole file); by its name only between formats that have no magic
 * number. Undefined: not supported.
 */
export function detectFormat(head: Uint8Array, fileName: string): FormatInfo | undefined {
	const extension = /\.[a-z0-9]+$/.exec(fileName.toLowerCase().trim())?.[0] ?? "";
	if (latin1(head.subarray(0, PDF_HEADER_BYTES)).includes("%PDF")) return PDF;
	if (OTHER_MAGICS.some((magic) => magic.every((byte, i) => head[i] === byte))) return undefined;
	if (extension === ".pdf") {
		return /\b\d+ \d+ obj\b|\bxref\b|\btrailer\b/.test(latin1(head.subarray(0, PDF_TRACES_BYTES))) ? PDF : undefined;
	}
	if (extension === ".md" || extension === ".markdown") return isText(head) ? MARKDOWN : undefined;
	if (extension === ".txt" || extension === ".text" || extension === ".log") return isText(head) ? TEXT : undefined;
	return undefined;
}

/** Text of a whole file: UTF-16 with its byte order mark, else UTF-8. Undefined where it is neither. */
export function decodeText(bytes: Uint8Array): string | undefined {
	return decode(bytes, false);
}

function isText(head: Uint8Array): boolean {
	const sample = decode(head, true)?.slice(0, SAMPLE_CHARACTERS);
	if (sample === undefined || sample.includes("\0")) return false;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data.
	const controls = sample.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0;
	return controls * 20 <= sample.length;
}

/** `partial`: the bytes may end within a character. */
function decode(bytes: Uint8Array, partial: boolean): string | undefined {
	const label =
		bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
	try {
		return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes, { stream: partial });
	} catch {
		return undefined;
	}
}

function latin1(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
}
