/** Events of a WordprocessingML part → blocks: paragraphs with their runs, lists, tables, pictures, notes. */
import type { Archive } from "./archive.ts";
import type { BlockBuilder, EmbeddedPicture } from "./block-builder.ts";
import type { DocxNumbering, DocxStyles, Marker, NumberingPlace } from "./docx-styles.ts";
import { Inline, type Mark, safeHref } from "./inline.ts";
import type { Relation } from "./package-relations.ts";
import { type Attributes, attribute, relationId, type XmlHandler } from "./xml.ts";

export interface DocxParts {
	archive: Archive;
	relations: ReadonlyMap<string, Relation>;
	styles: DocxStyles;
	numbering: DocxNumbering;
}

export interface NoteReference {
	type: "footnotes" | "endnotes";
	id: string;
	label: string;
}

interface Paragraph {
	inline: Inline;
	styleId: string;
	numbering: NumberingPlace | undefined;
	outline: number | undefined;
	pictures: EmbeddedPicture[];
	sizePt: number;
}

interface Cell {
	columns: number;
	continued: boolean;
	begun: boolean;
}

/** Left out with all that is in them: what was moved away, and the second form of a drawing. */
const DROPPED = new Set(["Fallback", "moveFrom", "del"]);
const MAX_LINK_CHARACTERS = 2000;

export class DocxBody implements XmlHandler {
	/** In the order they are named. */
	readonly notes: NoteReference[] = [];
	/** Of a notes part: text by the note's id. */
	readonly noteTexts = new Map<string, Inline>();
	private readonly builder: BlockBuilder;
	private readonly parts: DocxParts;
	private readonly isNotes: boolean;
	private readonly paragraphs: Paragraph[] = [];
	private readonly cells: Cell[] = [];
	private readonly rowHeaders: boolean[] = [];
	private readonly tables: { rows: number; firstRowHeads: boolean }[] = [];
	private dropDepth = 0;
	private inParagraphMark = 0;
	private inText = false;
	private mark: Mark & { hidden?: boolean } = {};
	private href: string | undefined;
	private readonly fields: { instruction: string; result: boolean; href: string | undefined }[] = [];
	private inInstruction = false;
	private note = "";
	private alt = "";

	constructor(builder: BlockBuilder, parts: DocxParts, isNotes = false) {
		this.builder = builder;
		this.parts = parts;
		this.isNotes = isNotes;
	}

	end(): void {
		while (this.paragraphs.length > 0) this.endParagraph();
		while (this.builder.isInTable) this.builder.endTable();
	}

	open(name: string, attributes: Attributes): void {
		if (DROPPED.has(name) || this.dropDepth > 0) {
			this.dropDepth++;
			return;
		}
		if (name === "p") this.beginParagraph();
		else if (name === "pPr") this.inParagraphMark++;
		else if (name === "r") this.mark = this.href === undefined ? {} : { href: this.href };
		else if (name === "t" || name === "delText") this.inText = name === "t";
		else if (name === "footnote" || name === "endnote") this.note = attribute(attributes, "id") ?? "";
		else if (!this.openTable(name, attributes) && !this.openProperty(name, attributes))
			this.openContent(name, attributes);
	}

	close(name: string): void {
		if (this.dropDepth > 0) {
			this.dropDepth--;
			return;
		}
		if (name === "p") this.endParagraph();
		else if (name === "pPr") this.inParagraphMark--;
		else if (name === "t") this.inText = false;
		else if (name === "instrText") this.inInstruction = false;
		else if (name === "hyperlink") this.href = undefined;
		else if (name === "tcPr") this.beginCell();
		else if (name === "tc") {
			this.beginCell();
			this.cells.pop();
			this.builder.endCell();
		} else if (name === "tr") this.rowHeaders.pop();
		else if (name === "tbl") {
			this.tables.pop();
			this.builder.endTable();
		}
	}

	text(data: string): void {
		if (this.dropDepth > 0) return;
		const field = this.fields.at(-1);
		if (this.inInstruction && field !== undefined && field.instruction.length < MAX_LINK_CHARACTERS)
			field.instruction += data;
		if (this.inText && this.mark.hidden !== true) this.add(data);
	}

	private openTable(name: string, attributes: Attributes): boolean {
		if (name === "tbl") {
			this.builder.beginTable();
			this.tables.push({ rows: 0, firstRowHeads: false });
		} else if (name === "tblLook") {
			const table = this.tables.at(-1);
			if (table !== undefined) table.firstRowHeads = isOn(attribute(attributes, "firstRow") ?? "0");
		} else if (name === "tr") {
			const table = this.tables.at(-1);
			this.builder.beginRow();
			this.rowHeaders.push(table !== undefined && table.rows++ === 0 && table.firstRowHeads);
		} else if (name === "tblHeader") this.rowHeaders[this.rowHeaders.length - 1] = isOn(attribute(attributes, "val"));
		else if (name === "gridBefore") {
			this.builder.beginCell(Number(attribute(attributes, "val")) || 1, 1, false);
			this.builder.endCell();
		} else if (name === "tc") this.cells.push({ columns: 1, continued: false, begun: false });
		else {
			const cell = this.cells.at(-1);
			if (cell === undefined || cell.begun) return false;
			if (name === "gridSpan") cell.columns = Number(attribute(attributes, "val")) || 1;
			else if (name === "vMerge") cell.continued = attribute(attributes, "val") !== "restart";
			else return false;
		}
		return true;
	}

	/** Properties of the paragraph and of the run at hand. */
	private openProperty(name: string, attributes: Attributes): boolean {
		const paragraph = this.paragraphs.at(-1);
		const value = attribute(attributes, "val");
		if (this.inParagraphMark > 0) {
			if (paragraph === undefined) return true;
			if (name === "pStyle") paragraph.styleId = value ?? "";
			else if (name === "outlineLvl" && Number(value) < 9) paragraph.outline = Number(value) + 1;
			else if (name === "ilvl")
				paragraph.numbering = { numId: paragraph.numbering?.numId ?? "", level: Number(value) || 0 };
			else if (name === "numId") paragraph.numbering = { numId: value ?? "", level: paragraph.numbering?.level ?? 0 };
			return true;
		}
		if (name === "b") this.mark.bold = isOn(value);
		else if (name === "i") this.mark.italic = isOn(value);
		else if (name === "strike" || name === "dstrike") this.mark.strike = isOn(value);
		else if (name === "vanish") this.mark.hidden = isOn(value);
		else if (name === "rStyle") this.mark.code = /code|verbatim/i.test(value ?? "");
		else if (name === "sz" && paragraph !== undefined)
			paragraph.sizePt = Math.max(paragraph.sizePt, Number(value) / 2 || 0);
		else return false;
		return true;
	}

	private openContent(name: string, attributes: Attributes): void {
		if (name === "tab" || name === "ptab") this.add("\t");
		else if (name === "br" || name === "cr") this.add("\n");
		else if (name === "noBreakHyphen") this.add("-");
		// Formulas: fractions and indices keep a readable sign.
		else if (name === "den") this.add("/");
		else if (name === "sup") this.add("^");
		else if (name === "sub") this.add("_");
		else if (name === "hyperlink") this.href = this.hrefOf(relationId(attributes));
		else if (name === "footnoteReference" || name === "endnoteReference") this.refer(name, attributes);
		else if (name === "instrText") this.inInstruction = true;
		else if (name === "fldChar") this.field(attribute(attributes, "fldCharType") ?? "");
		else if (name === "docPr") this.alt = attributes.descr ?? attributes.title ?? "";
		else if (name === "blip") this.picture(attribute(attributes, "embed"));
		else if (name === "imagedata") this.picture(relationId(attributes));
	}

	private beginParagraph(): void {
		this.beginCell();
		const paragraph = { styleId: "", numbering: undefined, outline: undefined, pictures: [], sizePt: 0 };
		this.paragraphs.push({ ...paragraph, inline: new Inline() });
	}

	private beginCell(): void {
		const cell = this.cells.at(-1);
		if (cell === undefined || cell.begun) return;
		cell.begun = true;
		this.builder.beginCell(cell.columns, 1, this.rowHeaders.at(-1) ?? false, cell.continued);
	}

	private endParagraph(): void {
		const paragraph = this.paragraphs.pop();
		if (paragraph === undefined) return;
		if (this.isNotes) {
			const known = this.noteTexts.get(this.note);
			if (known === undefined) this.noteTexts.set(this.note, paragraph.inline);
			else {
				known.add(" ");
				known.append(paragraph.inline);
			}
			return;
		}
		if (!paragraph.inline.isEmpty) this.emit(paragraph);
		for (const picture of paragraph.pictures) this.builder.figure(picture);
	}

	private emit(paragraph: Paragraph): void {
		const { builder } = this;
		const { inline } = paragraph;
		const style = this.parts.styles.get(paragraph.styleId);
		const place = paragraph.numbering ?? style.numbering;
		const marker = place === undefined ? undefined : this.parts.numbering.next(place);
		const heading = paragraph.outline ?? style.heading;
		if (heading !== undefined && !this.builder.isInTable) {
			builder.heading(heading, numbered(inline, marker));
			return;
		}
		if (style.role === "caption") {
			builder.caption(inline);
			return;
		}
		if (style.role === "code") {
			this.code(inline.raw);
			return;
		}
		if (marker !== undefined) {
			builder.listItem({ level: marker.level, number: marker.number }, inline);
			return;
		}
		builder.paragraph(inline, style.role === "quote" ? "> " : "");
		const draft = builder.drafts.at(-1);
		if (draft === undefined || this.builder.isInTable) return;
		draft.block.bold = inline.isBold;
		draft.block.sizePt = inline.isBold ? paragraph.sizePt : 0;
	}

	/** Each line of code is a paragraph in Word. */
	private code(line: string): void {
		const before = this.builder.drafts.at(-1)?.block;
		if (before?.kind !== "code") {
			this.builder.code(line);
			return;
		}
		const whole = `${before.text}\n${line}`;
		this.builder.drafts.pop();
		this.builder.code(whole);
	}

	private add(text: string): void {
		const field = this.fields.findLast((open) => open.result && open.href !== undefined);
		const { hidden: _, ...mark } = this.mark;
		this.paragraphs.at(-1)?.inline.add(text, field?.href === undefined ? mark : { ...mark, href: field.href });
	}

	private field(type: string): void {
		if (type === "begin" && this.fields.length < 20)
			this.fields.push({ instruction: "", result: false, href: undefined });
		const field = this.fields.at(-1);
		if (field === undefined) return;
		if (type === "separate") {
			field.result = true;
			field.href = safeHref(/^\s*HYPERLINK\s+"([^"]+)"/i.exec(field.instruction)?.[1] ?? "");
		} else if (type === "end") this.fields.pop();
	}

	private refer(name: string, attributes: Attributes): void {
		const type = name === "footnoteReference" ? "footnotes" : "endnotes";
		const label = `${type === "endnotes" ? "e" : ""}${this.notes.filter((note) => note.type === type).length + 1}`;
		this.notes.push({ type, id: attribute(attributes, "id") ?? "", label });
		this.paragraphs.at(-1)?.inline.add(`[^${label}]`, { raw: true });
	}

	private hrefOf(id: string | undefined): string | undefined {
		const relation = id === undefined ? undefined : this.parts.relations.get(id);
		return relation?.external === true ? safeHref(relation.target) : undefined;
	}

	private picture(id: string | undefined): void {
		const relation = id === undefined ? undefined : this.parts.relations.get(id);
		if (relation === undefined || relation.external || !this.parts.archive.has(relation.target)) return;
		const { archive } = this.parts;
		this.paragraphs.at(-1)?.pictures.push({ alt: this.alt, bytes: () => archive.picture(relation.target) });
		this.alt = "";
	}
}

/** Word prints a heading's number; it is not in its text. */
function numbered(inline: Inline, marker: Marker | undefined): Inline {
	if (marker === undefined || marker.number === undefined || marker.label === "") return inline;
	const whole = new Inline();
	whole.add(`${marker.label} `);
	whole.append(inline);
	return whole;
}

function isOn(value: string | undefined): boolean {
	return value === undefined || !/^(?:0|false|off|none)$/.test(value);
}
