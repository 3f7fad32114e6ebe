/** Events of a slide → its shapes, each with its blocks. */
import type { Archive } from "./archive.ts";
import type { BlockBuilder } from "./block-builder.ts";
import { Inline, type Mark, safeHref } from "./inline.ts";
import type { Relation } from "./package-relations.ts";
import { type Attributes, attribute, relationId, type XmlHandler } from "./xml.ts";

export interface Shape {
	builder: BlockBuilder;
	isTitle: boolean;
	/** Its left upper corner on the slide in English Metric Units; undefined where the layout decides. */
	place: { x: number; y: number } | undefined;
}

interface OpenShape extends Shape {
	/** Placeholder's type: title, body, pic …; undefined for a free text box. */
	role: string | undefined;
	alt: string;
	picture: string | undefined;
}

interface Paragraph {
	inline: Inline;
	level: number;
	bullet: "none" | "dot" | "number" | undefined;
}

const SHAPES = new Set(["sp", "pic", "graphicFrame", "cxnSp"]);
/** Placeholders that repeat on every slide. */
const RUNNING = new Set(["sldNum", "ftr", "dt", "hdr"]);
const TITLES = new Set(["title", "ctrTitle"]);

export class SlideReader implements XmlHandler {
	readonly shapes: Shape[] = [];
	private readonly newBuilder: () => BlockBuilder;
	private readonly archive: Archive;
	private readonly relations: ReadonlyMap<string, Relation>;
	private readonly isNotes: boolean;
	private shape: OpenShape | undefined;
	private paragraph: Paragraph | undefined;
	private mark: Mark = {};
	private inText = false;
	private cell: { columns: number; rows: number; covered: boolean } | undefined;
	private tableRow = 0;
	private firstRowHeads = false;
	private fallback = 0;
	private numbers: number[] = [];

	constructor(
		newBuilder: () => BlockBuilder,
		archive: Archive,
		relations: ReadonlyMap<string, Relation>,
		isNotes = false,
	) {
		this.newBuilder = newBuilder;
		this.archive = archive;
		this.relations = relations;
		this.isNotes = isNotes;
	}

	open(name: string, attributes: Attributes): void {
		if (name === "Fallback" || this.fallback > 0) this.fallback++;
		else if (SHAPES.has(name)) this.beginShape();
		else if (this.shape !== undefined) this.openInShape(this.shape, name, attributes);
	}

	close(name: string): void {
		if (this.fallback > 0) this.fallback--;
		else if (SHAPES.has(name)) this.endShape();
		else if (name === "t") this.inText = false;
		else if (name === "p") this.endParagraph();
		else if (name === "tc") this.endCell();
		else if (name === "tbl") this.shape?.builder.endTable();
	}

	text(data: string): void {
		if (this.inText && this.fallback === 0) this.paragraph?.inline.add(data, this.mark);
	}

	private openInShape(shape: OpenShape, name: string, attributes: Attributes): void {
		if (name === "ph") {
			shape.role = attributes.type ?? "body";
			shape.isTitle = TITLES.has(shape.role);
		} else if (name === "cNvPr") shape.alt = attributes.descr ?? attributes.title ?? "";
		else if (name === "off") shape.place ??= { x: Number(attributes.x) || 0, y: Number(attributes.y) || 0 };
		else if (name === "blip") shape.picture ??= attribute(attributes, "embed");
		else if (name === "p") this.paragraph = { inline: new Inline(), level: 0, bullet: undefined };
		else if (name === "t") this.inText = true;
		else if (name === "tbl") {
			shape.builder.beginTable();
			[this.tableRow, this.firstRowHeads] = [0, false];
		} else if (name === "tblPr") this.firstRowHeads = attributes.firstRow === "1";
		else if (name === "tr") {
			shape.builder.beginRow();
			this.tableRow++;
		} else if (name === "tc") this.beginCell(shape, attributes);
		else if (this.paragraph !== undefined) this.openInParagraph(this.paragraph, name, attributes);
	}

	private openInParagraph(paragraph: Paragraph, name: string, attributes: Attributes): void {
		if (name === "pPr") paragraph.level = Math.min(Number(attributes.lvl) || 0, 8);
		else if (name === "buNone") paragraph.bullet = "none";
		else if (name === "buChar" || name === "buBlip") paragraph.bullet = "dot";
		else if (name === "buAutoNum") paragraph.bullet = "number";
		else if (name === "br") paragraph.inline.break();
		else if (name === "r" || name === "fld") this.mark = {};
		else if (name === "rPr") {
			this.mark = {
				bold: isOn(attributes.b),
				italic: isOn(attributes.i),
				strike: /^(?:sng|dbl)/.test(attributes.strike ?? ""),
			};
		} else if (name === "hlinkClick") {
			const relation = this.relations.get(relationId(attributes) ?? "");
			const href = relation?.external === true ? safeHref(relation.target) : undefined;
			if (href !== undefined) this.mark = { ...this.mark, href };
		}
	}

	private beginShape(): void {
		const base = { builder: this.newBuilder(), isTitle: false, place: undefined, role: undefined };
		this.shape = { ...base, alt: "", picture: undefined };
		this.numbers = [];
	}

	private endShape(): void {
		const { shape } = this;
		this.shape = undefined;
		if (shape === undefined || RUNNING.has(shape.role ?? "")) return;
		// On a page of notes only the notes count, not the small picture of the slide.
		if (this.isNotes && shape.role !== "body") return;
		const relation = shape.picture === undefined ? undefined : this.relations.get(shape.picture);
		if (relation !== undefined && !relation.external && this.archive.has(relation.target)) {
			const { archive } = this;
			shape.builder.figure({ alt: shape.alt, bytes: () => archive.picture(relation.target) });
		}
		while (shape.builder.isInTable) shape.builder.endTable();
		if (shape.builder.drafts.length > 0) this.shapes.push(shape);
	}

	private endParagraph(): void {
		const { shape, paragraph } = this;
		this.paragraph = undefined;
		if (shape === undefined || paragraph === undefined || paragraph.inline.isEmpty) return;
		const { inline, level } = paragraph;
		if (shape.isTitle && !shape.builder.isInTable) {
			shape.builder.heading(1, inline);
			return;
		}
		const isBody = shape.role === "body" || shape.role === "obj";
		const bullet = paragraph.bullet ?? (isBody && !this.isNotes && !shape.builder.isInTable ? "dot" : "none");
		if (bullet === "none") {
			shape.builder.paragraph(inline);
			return;
		}
		this.numbers.length = level + 1;
		const number = (this.numbers[level] ?? 0) + 1;
		this.numbers[level] = number;
		shape.builder.listItem({ level, number: bullet === "number" ? number : undefined }, inline);
	}

	private beginCell(shape: OpenShape, attributes: Attributes): void {
		const covered = isOn(attributes.hMerge) || isOn(attributes.vMerge);
		this.cell = { columns: Number(attributes.gridSpan) || 1, rows: Number(attributes.rowSpan) || 1, covered };
		if (covered) return;
		shape.builder.beginCell(this.cell.columns, this.cell.rows, this.tableRow === 1 && this.firstRowHeads);
	}

	private endCell(): void {
		if (this.cell?.covered === false) this.shape?.builder.endCell();
		this.cell = undefined;
	}
}

function isOn(value: string | undefined): boolean {
	return value === "1" || value === "true";
}
