/** HTML as events → blocks. What only browsers need (scripts, styles, forms, navigation) is left out. */
import { Parser } from "htmlparser2";
import type { BlockBuilder, EmbeddedPicture } from "./block-builder.ts";
import { Inline, type Mark, safeHref } from "./inline.ts";
import { type Attributes, TagCounter } from "./xml.ts";

/** Left out with all that is in them. */
const DROPPED = new Set(
	"script style noscript template svg math canvas iframe object embed video audio nav select button textarea head dialog".split(
		" ",
	),
);
/** Left out where the page has a main part of its own, or at the page's own edge. */
const EDGES = new Set("header footer aside".split(" "));
const BLOCKS = new Set(
	(
		"p div section article main body html address blockquote center dd dt dl fieldset figure figcaption form hgroup hr li ol ul pre " +
		"table thead tbody tfoot tr td th caption header footer aside h1 h2 h3 h4 h5 h6 details summary"
	).split(" "),
);
const MARKS: Readonly<Record<string, Mark>> = {
	b: { bold: true },
	strong: { bold: true },
	i: { italic: true },
	em: { italic: true },
	cite: { italic: true },
	s: { strike: true },
	del: { strike: true },
	strike: { strike: true },
	code: { code: true },
	kbd: { code: true },
	samp: { code: true },
	tt: { code: true },
};

export interface HtmlSource {
	/** Address that relative links start from. */
	base?: string | undefined;
	/** The bytes a `src` stands for; undefined where they are not in the document. */
	picture?(source: string): (() => Uint8Array | undefined) | undefined;
	/** Only what is inside the page's `main` or `article`, as `mainPart` found it. */
	only?: "main" | "article" | undefined;
	/** Mails and books have no page edges: their headers and footers are text. */
	keepEdges?: boolean;
}

interface List {
	ordered: boolean;
	next: number;
}

export class HtmlReader {
	/** Of the document; known once its head was read. */
	title = "";
	private readonly parser: Parser;
	private readonly counter = new TagCounter();
	private readonly builder: BlockBuilder;
	private readonly source: HtmlSource;
	private base: string | undefined;
	private inline = new Inline();
	private readonly open: { name: string; dropped: boolean; mark: Mark; hidden: boolean }[] = [];
	private readonly lists: List[] = [];
	private dropDepth = 0;
	private inside = 0;
	private inTitle = false;
	private pre = 0;
	private preLang = "";
	private quotes = 0;
	private mark: Mark = {};
	/** The open block the text at hand belongs to. */
	private role: { kind: "text" | "item" | "caption"; fresh: boolean } = { kind: "text", fresh: false };
	private headingLevel = 0;

	constructor(builder: BlockBuilder, source: HtmlSource, xml = false) {
		this.builder = builder;
		this.source = source;
		this.base = source.base;
		this.parser = new Parser(
			{
				onopentag: (name, attributes) => this.opened(localTag(name), attributes),
				onclosetag: (name) => this.closed(localTag(name)),
				ontext: (data) => this.text(data),
			},
			// Names of HTML's entities and forgiveness are wanted of XHTML too.
			{ recognizeSelfClosing: xml, recognizeCDATA: xml },
		);
	}

	write(html: string): void {
		this.parser.write(html);
	}

	end(): void {
		this.parser.end();
		this.flush();
		while (this.builder.isInTable) this.builder.endTable();
	}

	private opened(name: string, attributes: Attributes): void {
		this.counter.open();
		if (name === "title" && this.title === "") this.inTitle = true;
		if (name === "base") this.base = safeHref(attributes.href ?? "", this.base) ?? this.base;
		const dropped = this.isDropped(name, attributes);
		if (dropped) this.dropDepth++;
		const before = this.mark;
		this.open.push({ name, dropped, mark: before, hidden: false });
		if (name === this.source.only) this.inside++;
		if (this.dropDepth > 0) return;
		if (BLOCKS.has(name)) this.openBlock(name, attributes);
		else this.openInline(name, attributes);
	}

	private openInline(name: string, attributes: Attributes): void {
		const mark = MARKS[name];
		if (mark !== undefined && this.pre === 0) this.mark = { ...this.mark, ...mark };
		if (name === "code" && this.pre > 0)
			this.preLang = /(?:language|lang)-([\w+#.-]+)/.exec(attributes.class ?? "")?.[1] ?? "";
		if (name === "a") {
			const href = safeHref(attributes.href ?? "", this.base);
			if (href !== undefined) this.mark = { ...this.mark, href };
		}
		if (name === "br") this.inline.add("\n", this.mark);
		if (name === "img") this.picture(attributes);
		if (name === "input" && attributes.type === "checkbox") this.inline.add("checked" in attributes ? "☑ " : "☐ ");
	}

	private openBlock(name: string, attributes: Attributes): void {
		this.flush();
		const heading = /^h([1-6])$/.exec(name);
		if (heading !== null) this.headingLevel = Number(heading[1]);
		else if (name === "ul" || name === "ol") {
			const start = Number.parseInt(attributes.start ?? "1", 10);
			this.lists.push({ ordered: name === "ol", next: Number.isSafeInteger(start) ? start : 1 });
		} else if (name === "li") this.role = { kind: "item", fresh: true };
		else if (name === "pre") this.pre++;
		else if (name === "blockquote") this.quotes++;
		else if (name === "figcaption" || name === "caption") this.role = { kind: "caption", fresh: true };
		else if (name === "table") this.builder.beginTable(/^(?:presentation|none)$/.test(attributes.role ?? ""));
		else if (name === "tr" && this.builder.isInTable) this.builder.beginRow();
		else if ((name === "td" || name === "th") && this.builder.isInTable) {
			this.builder.beginCell(span(attributes.colspan), span(attributes.rowspan), name === "th");
		}
	}

	private closed(name: string): void {
		this.counter.close();
		if (name === "title") this.inTitle = false;
		const top = this.open.pop();
		if (name === this.source.only) this.inside--;
		if (this.dropDepth === 0 && BLOCKS.has(name)) this.closeBlock(name);
		if (top === undefined) return;
		if (top.dropped) this.dropDepth--;
		this.mark = top.mark;
	}

	private closeBlock(name: string): void {
		if (name === "pre") {
			this.builder.code(this.inline.raw, this.preLang);
			this.inline = new Inline();
			this.preLang = "";
			this.pre = Math.max(0, this.pre - 1);
			return;
		}
		this.flush();
		if (name === "ul" || name === "ol") {
			this.lists.pop();
			if (this.lists.length > 0) this.role = { kind: "item", fresh: false };
		} else if (name === "li" || name === "figcaption" || name === "caption") this.role = { kind: "text", fresh: false };
		else if (name === "blockquote") this.quotes = Math.max(0, this.quotes - 1);
		else if (name === "table" && this.builder.isInTable) this.builder.endTable();
		else if ((name === "td" || name === "th") && this.builder.isInTable) this.builder.endCell();
		this.headingLevel = 0;
	}

	private text(data: string): void {
		if (this.inTitle) this.title = (this.title + data).slice(0, 500);
		if (this.dropDepth > 0 || (this.source.only !== undefined && this.inside === 0)) return;
		this.inline.add(this.pre > 0 ? data : data.replace(/\s+/g, " "), this.mark);
	}

	/** Ends the block at hand. */
	private flush(): void {
		if (this.pre > 0) return;
		const { inline, role, builder } = this;
		if (inline.isEmpty) {
			this.inline = new Inline();
			return;
		}
		this.inline = new Inline();
		const list = this.lists.at(-1);
		if (this.headingLevel > 0) builder.heading(this.headingLevel, inline);
		else if (role.kind === "caption") builder.caption(inline);
		else if (role.kind === "item" && list !== undefined) {
			const level = this.lists.length - 1;
			if (role.fresh) builder.listItem({ level, number: list.ordered ? list.next++ : undefined }, inline);
			else builder.itemParagraph(level, inline);
			this.role = { kind: "item", fresh: false };
		} else builder.paragraph(inline, "> ".repeat(Math.min(this.quotes, 5)));
	}

	private picture(attributes: Attributes): void {
		if (this.source.only !== undefined && this.inside === 0) return;
		const bytes = this.source.picture?.(attributes.src ?? "") ?? dataUrl(attributes.src ?? "");
		const alt = (attributes.alt ?? attributes.title ?? "").trim();
		if (bytes === undefined) return;
		this.flush();
		const picture: EmbeddedPicture = { bytes, alt };
		this.builder.figure(picture);
	}

	private isDropped(name: string, attributes: Attributes): boolean {
		if (DROPPED.has(name) || "hidden" in attributes || attributes["aria-hidden"] === "true") return true;
		if (/display\s*:\s*none/i.test(attributes.style ?? "")) return true;
		if (attributes.role === "navigation" || attributes.role === "banner" || attributes.role === "contentinfo")
			return true;
		if (this.source.keepEdges === true || !EDGES.has(name)) return false;
		// A header inside an article carries its title; at the page's edge it carries the site's.
		return name === "aside" || !this.open.some((above) => above.name === "article" || above.name === "main");
	}
}

function localTag(name: string): string {
	return name.slice(name.indexOf(":") + 1);
}

function span(value: string | undefined): number {
	const number = Number.parseInt(value ?? "1", 10);
	return Number.isSafeInteger(number) && number > 0 ? number : 1;
}

/** Bytes of a `data:` address; undefined for any other. */
function dataUrl(source: string): (() => Uint8Array | undefined) | undefined {
	const match = /^data:image\/[\w.+-]+;base64,/i.exec(source.slice(0, 100));
	if (match === null) return undefined;
	return () => {
		try {
			return Uint8Array.from(atob(source.slice(match[0].length).replace(/\s/g, "")), (c) => c.charCodeAt(0));
		} catch {
			return undefined;
		}
	};
}
