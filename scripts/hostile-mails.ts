/** Mails that nest or repeat, and what may be attached to them. */
import { strToU8, zipSync } from "fflate";
import type { HostileFile } from "./hostile.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const HEAD = "From: a@example.com\r\nTo: b@example.com\r\nSubject: S\r\nMIME-Version: 1.0\r\n";

function multipart(parts: readonly string[], boundary = "cut"): string {
	const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
	return `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

function attachment(name: string, content: Uint8Array): string {
	return `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString("base64")}`;
}

export const hostileMails: readonly HostileFile[] = [
	{
		name: "mail-nested-parts.eml",
		attempt: "900 multiparts in each other",
		expect: "refused",
		make: () => {
			let parts = "";
			for (let i = 0; i < 900; i++) parts += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
			return encode(`${HEAD}${parts}Content-Type: text/plain\r\n\r\ndeep`);
		},
	},
	{
		name: "mail-nested-mails.eml",
		attempt: "a mail in a mail, twelve deep",
		expect: "read",
		make: () => {
			let mail = `${HEAD}\r\nThe innermost.`;
			for (let i = 0; i < 12; i++)
				mail = `${HEAD}${multipart([`Content-Type: message/rfc822\r\n\r\n${mail}`], `b${i}`)}`;
			return encode(mail);
		},
	},
	{
		name: "mail-parts.eml",
		attempt: "200,000 parts",
		expect: "refused",
		make: () =>
			encode(`${HEAD}${multipart(Array.from({ length: 200_000 }, () => "Content-Type: text/plain\r\n\r\nx"))}`),
	},
	{
		name: "mail-bare-parts.eml",
		attempt: "200,000 parts without a type",
		expect: "refused",
		make: () => encode(`${HEAD}${multipart(Array.from({ length: 200_000 }, () => "\r\nx"))}`),
	},
	{
		name: "mail-headers.eml",
		attempt: "a header of 8 MB, folded",
		expect: "either",
		make: () => encode(`From: a@example.com\r\nTo: ${"x@example.com,\r\n ".repeat(500_000)}\r\n\r\nbody`),
	},
	{
		name: "mail-addresses.eml",
		attempt: "brackets and quotes that never end in an address",
		expect: "either",
		make: () => encode(`From: a@example.com\r\nSubject: S\r\nTo: ${'(((("<'.repeat(30_000)}\r\n\r\nbody`),
	},
	{
		name: "mail-bombs.eml",
		attempt: "five attached books that unpack to 60 MB each",
		expect: "refused",
		make: () => {
			const text = `<w:document><w:body>${" ".repeat(60 * 1024 * 1024)}</w:body></w:document>`;
			const docx = zipSync({ "word/document.xml": strToU8(text) });
			return encode(`${HEAD}${multipart(Array.from({ length: 5 }, (_, i) => attachment(`${i}.docx`, docx)))}`);
		},
	},
	{
		name: "mail-attachments.eml",
		attempt: "500 attached tables",
		expect: "read",
		make: () =>
			encode(`${HEAD}${multipart(Array.from({ length: 500 }, (_, i) => attachment(`${i}.csv`, encode("a,b\n1,2"))))}`),
	},
	{
		name: "mail-damaged.eml",
		attempt: "an attached document that is damaged",
		expect: "read",
		make: () =>
			encode(
				`${HEAD}${multipart([attachment("a.docx", encode("PK\u0003\u0004 no")), attachment("b.pdf", encode("%PDF-1.4 no"))])}`,
			),
	},
];
