/** Running text with its marks → plain text for search, and the same as Markdown. */
import { escapeInline } from "../escape.ts";
import { MAX_DOCUMENT_CHARACTERS } from "../limits.ts";
import { tooMuchText } from "../refusals.ts";

export interface Mark {
	bold?: boolean;
	italic?: boolean;
	strike?: boolean;
	code?: boolean;
	/** Markdown as it is, a footnote's mark: nothing in it is escaped. */
	raw?: boolean;
	/** Where a link leads; only web, mail and phone addresses are kept. */
	href?: string;
}

interface Run extends Mark {
	text: string;
}

export class Inline {
	private readonly runs: Run[] = [];
	/** Characters so far. */
	length = 0;

	/** Throws `too_large` where a single block grows beyond what a document may have. */
	add(text: string, mark: Mark = {}): void {
		if (text === "") return;
		this.length += text.length;
		if (this.length > MAX_DOCUMENT_CHARACTERS) throw tooMuchText();
		const last = this.runs.at(-1);
		if (last !== undefined && sameMark(last, mark)) last.text += text;
		else this.runs.push({ text, ...mark });
	}

	/** A line break; several at the edges of a block vanish. */
	break(): void {
		this.add("\n", this.runs.at(-1) ?? {});
	}

	append(other: Inline): void {
		for (const { text, ...mark } of other.runs) this.add(text, mark);
	}

	get isEmpty(): boolean {
		return this.runs.every((run) => run.text.trim() === "");
	}

	/** True where every visible character is bold. */
	get isBold(): boolean {
		return !this.isEmpty && this.runs.every((run) => run.bold === true || run.text.trim() === "");
	}

	get text(): string {
		return tidy(this.runs.map((run) => run.text).join(""));
	}

	/** As it was written, blanks and line ends kept: for code. */
	get raw(): string {
		return this.runs.map((run) => run.text).join("");
	}

	/** `plain` leaves bold out, for headings and header cells, where it is the rule. */
	markdown(plain = false): string {
		let result = "";
		let open: Run | undefined;
		const link = (text: string, href: string | undefined) =>
			href === undefined || text.trim() === "" ? text : around(text, "[", `](${href})`);
		let linked = "";
		for (const run of this.runs) {
			if (open !== undefined && run.href !== open.href) {
				result += link(linked, open.href);
				linked = "";
			}
			linked += marked(plain ? { ...run, bold: false } : run);
			open = run;
		}
		return tidy(result + link(linked, open?.href));
	}
}

/** An address that may stand in a document; undefined for scripts, files and other schemes. */
export function safeHref(href: string, base?: string): string | undefined {
	const trimmed = href.trim();
	if (trimmed === "" || trimmed.startsWith("#") || trimmed.length > 2000) return undefined;
	let url: URL;
	try {
		url = new URL(trimmed, base);
	} catch {
		return undefined;
	}
	if (!["http:", "https:", "mailto:", "tel:", "ftp:"].includes(url.protocol)) return undefined;
	return url.href.replace(/[()\s<>]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function sameMark(a: Mark, b: Mark): boolean {
	return (
		(a.bold ?? false) === (b.bold ?? false) &&
		(a.italic ?? false) === (b.italic ?? false) &&
		(a.strike ?? false) === (b.strike ?? false) &&
		(a.code ?? false) === (b.code ?? false) &&
		(a.raw ?? false) === (b.raw ?? false) &&
		a.href === b.href
	);
}

function marked(run: Run): string {
	if (run.raw === true || run.text.trim() === "") return run.text;
	if (run.code === true) {
		const ticks = "`".repeat(longestTicks(run.text) + 1);
		const pad = /^`|`$/.test(run.text.trim()) ? " " : "";
		return around(run.text, ticks + pad, pad + ticks);
	}
	let text = escapeInline(run.text);
	if (run.strike === true) text = around(text, "~~", "~~");
	if (run.italic === true) text = around(text, "*", "*");
	if (run.bold === true) text = around(text, "**", "**");
	return text;
}

/** Marks stand next to letters, never next to blanks, and never run over a line's end. */
function around(text: string, before: string, after: string): string {
	return text
		.split("\n")
		.map((line) => {
			const inner = line.trim();
			if (inner === "") return line;
			const start = line.indexOf(inner);
			return line.slice(0, start) + before + inner + after + line.slice(start + inner.length);
		})
		.join("\n");
}

function longestTicks(text: string): number {
	let longest = 0;
	for (const ticks of text.match(/`+/g) ?? []) longest = Math.max(longest, ticks.length);
	return longest;
}

/** Single blanks, none at the edges of lines; no control characters, NFC. */
function tidy(text: string): string {
	return text
		.normalize("NFC")
		.replace(/[\u200b\u2060\ufeff\u00ad]|(?![\t\n])\p{Cc}/gu, "")
		.replace(/[^\S\n]+/g, " ")
		.replace(/ ?\n ?/g, "\n")
		.replace(/\n{2,}/g, "\n")
		.trim();
}
