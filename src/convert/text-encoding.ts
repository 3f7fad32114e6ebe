/** Bytes → text: UTF-16 by its byte order mark, UTF-8, and windows-1252 for old Western files. */

/** Characters looked at to tell text from binary data. */
const SAMPLE_CHARACTERS = 8192;
/** Broken sequences among the characters beyond ASCII, up to which a file is UTF-8 with some damage. */
const MAX_DAMAGE = 0.1;
/** High bytes in Western text are accents: above this share it is another code page, or no text. */
const MAX_ACCENTS = 0.25;

/** Text of a whole file; undefined where it is in no encoding we know. */
export function decodeText(bytes: Uint8Array): string | undefined {
	const text = decode(bytes, false);
	return text === undefined || text.slice(0, SAMPLE_CHARACTERS).includes("\0") ? undefined : text;
}

/** `partial`: the bytes may end within a character. */
export function decode(bytes: Uint8Array, partial: boolean): string | undefined {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return strict(bytes, "utf-16le", partial);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return strict(bytes, "utf-16be", partial);
	return strict(bytes, "utf-8", partial) ?? damagedUtf8(bytes, partial) ?? western(bytes);
}

/** No zeros and few control characters. */
export function looksLikeText(text: string): boolean {
	const sample = text.slice(0, SAMPLE_CHARACTERS);
	if (sample.includes("\0")) return false;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary data.
	const controls = sample.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0;
	return controls * 20 <= sample.length;
}

function strict(bytes: Uint8Array, label: string, partial: boolean): string | undefined {
	try {
		return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes, { stream: partial });
	} catch {
		return undefined;
	}
}

/** Mostly sound UTF-8, its broken bytes as U+FFFD. */
function damagedUtf8(bytes: Uint8Array, partial: boolean): string | undefined {
	const text = new TextDecoder().decode(bytes, { stream: partial });
	let [broken, beyond] = [0, 0];
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 0xfffd) broken++;
		else if (code > 0x7f) beyond++;
	}
	return broken <= beyond * MAX_DAMAGE ? text : undefined;
}

function western(bytes: Uint8Array): string | undefined {
	let high = 0;
	for (const byte of bytes) {
		if (byte > 0x7f) high++;
		// Five bytes mean nothing in windows-1252.
		if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d) return undefined;
	}
	return high <= bytes.length * MAX_ACCENTS ? new TextDecoder("windows-1252").decode(bytes) : undefined;
}
