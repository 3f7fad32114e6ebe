/** Mails (RFC 5322, MIME): subject, who and when, the best body, then each attachment as a section of its own. */
import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import { isAppError } from "../../errors.ts";
import {
	MAX_ATTACHMENTS,
	MAX_HELD_ENTRY_BYTES,
	MAX_MAIL_BOUNDARIES,
	MAX_MAIL_BYTES,
	MAX_MAIL_DEPTH,
	MAX_MAIL_LINES,
	MAX_MAIL_PARTS,
	MIB,
} from "../limits.ts";
import { archiveDamaged, fileTooLarge, nestedTooDeeply, tooManyParts, tooMuchText } from "../refusals.ts";
import { BlockBuilder, type Draft } from "./block-builder.ts";
import { htmlDrafts } from "./html.ts";
import { Inline, type Mark } from "./inline.ts";
import type { Reading } from "./reading.ts";

const [LINE_END, DASH, COLON, LETTER_C, SPACE] = [0x0a, 0x2d, 0x3a, 0x63, 0x20];
/** Encoders cut lines at 60 to 76 letters. */
const BASE64_LINE_BYTES = 60;

export async function readEml(reading: Reading): Promise<Draft[][]> {
	const mail = await parse(reading.bytes);
	const builder = new BlockBuilder(reading.text);
	builder.heading(1, inlineOf(mail.subject?.trim() || "(no subject)"));
	for (const [name, value] of headerLines(mail)) {
		const line = inlineOf(`${name}:`, { bold: true });
		line.add(` ${value}`);
		builder.paragraph(line);
	}
	const drafts = [...builder.drafts, ...bodyOf(mail, reading)];
	return [[...drafts, ...(await attachmentsOf(mail, reading))]];
}

async function parse(bytes: Uint8Array): Promise<Email> {
	if (bytes.length > MAX_MAIL_BYTES) throw fileTooLarge(MAX_MAIL_BYTES / MIB);
	checkParts(bytes);
	try {
		return await PostalMime.parse(bytes, {
			forceRfc822Attachments: true,
			maxNestingDepth: MAX_MAIL_DEPTH,
			maxHeadersSize: MAX_HELD_ENTRY_BYTES / 4,
		});
	} catch (error) {
		if (/nesting/i.test(String(error))) throw nestedTooDeeply();
		throw archiveDamaged(error);
	}
}

/**
 * Lines that name a part's type, or that may be boundaries: each of those the parser compares with every boundary that is open. And
 * lines of text, of which it keeps each by itself, unlike those of an attachment in base64.
 */
function checkParts(bytes: Uint8Array): void {
	let [types, boundaries, texts] = [0, 0, 0];
	for (let at = bytes.indexOf(LINE_END); at !== -1; ) {
		const next = bytes.indexOf(LINE_END, at + 1);
		const first = bytes[at + 1] ?? 0;
		if (first === DASH && bytes[at + 2] === DASH) boundaries++;
		else if ((first | 0x20) === LETTER_C && bytes[at + 13] === COLON && isType(bytes.subarray(at + 1, at + 13)))
			types++;
		if (isText(bytes.subarray(at + 1, next === -1 ? bytes.length : next))) texts++;
		if (types > MAX_MAIL_PARTS || boundaries > MAX_MAIL_BOUNDARIES) throw tooManyParts();
		if (texts > MAX_MAIL_LINES) throw tooMuchText();
		at = next;
	}
}

/** Short, or with a blank: base64 has long lines without. */
function isText(line: Uint8Array): boolean {
	return line.length < BASE64_LINE_BYTES || line.subarray(0, BASE64_LINE_BYTES).includes(SPACE);
}

function isType(name: Uint8Array): boolean {
	return /^content-type$/i.test(new TextDecoder("latin1").decode(name));
}

function headerLines(mail: Email): [name: string, value: string][] {
	const lines: [string, string][] = [
		["From", addresses(mail.from === undefined ? [] : [mail.from])],
		["To", addresses(mail.to ?? [])],
		["Cc", addresses(mail.cc ?? [])],
		["Date", mail.headers.find((header) => header.key === "date")?.value ?? mail.date ?? ""],
	];
	return lines.filter(([, value]) => value.trim() !== "").map(([name, value]) => [name, value.slice(0, 2000)]);
}

function addresses(all: readonly Address[]): string {
	return all
		.slice(0, 100)
		.flatMap((each) => each.group ?? [each])
		.map(({ name, address }) => (name === "" || name === address ? (address ?? "") : `${name} (${address ?? ""})`))
		.join(", ");
}

/** HTML says more than its plain copy; without it, paragraphs are what blank lines part. */
function bodyOf(mail: Email, reading: Reading): Draft[] {
	if (mail.html !== undefined && mail.html.trim() !== "") {
		const picture = (source: string) => {
			const id = /^cid:(.+)$/i.exec(source)?.[1];
			const found = mail.attachments.find((attachment) => id !== undefined && attachment.contentId === `<${id}>`);
			return found && (() => bytesOf(found));
		};
		const drafts = htmlDrafts(mail.html, reading.text, { picture, keepEdges: true });
		if (drafts.length > 0) return drafts;
	}
	const builder = new BlockBuilder(reading.text);
	for (const paragraph of (mail.text ?? "").replace(/\r\n?/g, "\n").split(/\n[ \t]*\n+/)) {
		builder.paragraph(inlineOf(paragraph));
	}
	return builder.drafts;
}

async function attachmentsOf(mail: Email, reading: Reading): Promise<Draft[]> {
	const shown = mail.attachments.filter((attachment) => attachment.related !== true || !isPicture(attachment));
	const sections: Draft[] = [];
	for (const attachment of shown.slice(0, MAX_ATTACHMENTS)) {
		reading.check();
		sections.push(...(await sectionOf(attachment, reading)));
	}
	if (shown.length > MAX_ATTACHMENTS) {
		const builder = new BlockBuilder(reading.text);
		builder.note(`${shown.length - MAX_ATTACHMENTS} more attachments were left out.`);
		sections.push(...builder.drafts);
	}
	return sections;
}

/** A heading with its name, what it is, and its content where that can be read. */
async function sectionOf(attachment: Attachment, reading: Reading): Promise<Draft[]> {
	const bytes = bytesOf(attachment);
	const isMail = attachment.mimeType === "message/rfc822";
	const name = (attachment.filename ?? (isMail ? "message.eml" : "unnamed")).slice(0, 300);
	const builder = new BlockBuilder(reading.text);
	builder.heading(2, inlineOf(`Attachment: ${name}`));
	let content: Draft[] | undefined;
	try {
		content = await reading.readAttached(bytes, isMail && !/\.eml$/i.test(name) ? `${name}.eml` : name);
	} catch (error) {
		// What makes one attachment unreadable is said in its place; what the whole may not exceed ends the whole.
		if (!isAppError(error) || !["document_damaged", "document_encrypted", "not_found"].includes(error.code))
			throw error;
		builder.note(error.message);
		return builder.drafts;
	}
	if (content === undefined) builder.paragraph(inlineOf(`${attachment.mimeType}, ${sizeText(bytes.length)}`));
	return [...builder.drafts, ...(content ?? []).map(lowered)];
}

/** Headings of an attachment stand below its own. */
function lowered(draft: Draft): Draft {
	const { block } = draft;
	if (block.kind !== "heading" || block.source === undefined) return draft;
	const level = Math.min((block.level ?? 1) + 2, 6);
	return { ...draft, block: { ...block, level, source: block.source.replace(/^#+/, "#".repeat(level)) } };
}

function isPicture(attachment: Attachment): boolean {
	return attachment.mimeType.startsWith("image/");
}

function bytesOf({ content }: Attachment): Uint8Array {
	if (typeof content === "string") return new TextEncoder().encode(content);
	return content instanceof Uint8Array ? content : new Uint8Array(content);
}

function sizeText(bytes: number): string {
	return bytes < MIB ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MIB).toFixed(1)} MB`;
}

function inlineOf(text: string, mark: Mark = {}): Inline {
	const inline = new Inline();
	inline.add(text, mark);
	return inline;
}
