/** A page's part of the structure tree of a tagged PDF → what each of its elements is. Knows types of elements, not the page. */

/** An element of the structure tree, as far as it concerns one page. */
export interface TagElement {
	/** A standard type (ISO 32000-2, 14.8.4) where the file maps its own ones to those. */
	type: string;
	/** Pieces of the page's content that are directly in it. */
	contentIds: number[];
	/** Text that stands for it, of figures. */
	alt?: string;
	rowSpan?: number;
	columnSpan?: number;
	children: TagElement[];
}

export type TagRole = "heading" | "item" | "code" | "caption" | "cell" | "figure" | "artifact" | "text";

/** What an element of its own, from a heading down to a cell, is: all words in it share it. */
export interface Tag {
	role: TagRole;
	/** Place in the order of the tree. */
	order: number;
	/** Set in a font for reading, though words of it may be code. */
	isProse?: boolean;
	/** Of a heading from 1, of a list item from 0. */
	level?: number;
}

export interface TaggedCell {
	tag: Tag;
	isHead: boolean;
	rowSpan: number;
	columnSpan: number;
}

export interface PageTags {
	byContent: ReadonlyMap<number, Tag>;
	/** Rows of cells of each table. */
	tables: TaggedCell[][][];
	/** Texts that stand for figures, in order; empty for a figure without. */
	figures: string[];
}

/** Spans beyond this are nonsense. */
const MAX_SPAN = 100;
/** Elements of one page: dense tables have a thousand cells. */
export const MAX_TAG_ELEMENTS = 20_000;
export const MAX_TAG_DEPTH = 60;

const HEADING = /^(?:H([1-9])?|Title)$/;
const SECTIONS = new Set(["Sect", "Part", "Art"]);
/** Elements that are a block of text each. */
const BLOCKS = new Set(["P", "Note", "FENote", "BlockQuote", "TOCI", "Formula", "Aside", "Index", "Form", "BibEntry"]);

interface Place {
	/** The element of its own that surrounds this one. */
	tag?: Tag;
	sections: number;
	/** Lists around it. */
	lists: number;
	/** A list item whose text has not begun. */
	openItem?: Tag;
	isInTable: boolean;
}

export function readTags(roots: readonly TagElement[]): PageTags {
	const walk = new TagWalk();
	for (const root of roots) walk.visit(root, { sections: 0, lists: 0, isInTable: false });
	return { byContent: walk.byContent, tables: walk.tables, figures: walk.figures };
}

class TagWalk {
	readonly byContent = new Map<number, Tag>();
	readonly tables: TaggedCell[][][] = [];
	readonly figures: string[] = [];
	private order = 0;

	visit(element: TagElement, place: Place): void {
		const inner = this.enter(element, place);
		let { tag } = inner;
		if (tag === undefined && element.contentIds.length > 0) tag = this.newTag("text");
		if (tag !== undefined) this.claim(element.contentIds, tag);
		for (const child of element.children) this.visit(child, inner);
	}

	/** The first element that names a piece of content has it, but for one that also names pieces of another page. */
	private claim(ids: readonly number[], tag: Tag): void {
		const isSure = !runsOver(ids);
		for (const id of ids) {
			if (this.byContent.has(id) && (!isSure || !this.doubtful.has(id))) continue;
			this.byContent.set(id, tag);
			if (isSure) this.doubtful.delete(id);
			else this.doubtful.add(id);
		}
	}

	/** Content whose element may mean the content of that number on another page. */
	private readonly doubtful = new Set<number>();

	/** Where the element's content stands. */
	private enter(element: TagElement, place: Place): Place {
		const { type } = element;
		if (type === "Artifact") return { ...place, tag: this.newTag("artifact") };
		if (type === "Table") return this.enterTable(element, place);
		if (place.isInTable) return place;
		const heading = HEADING.exec(type);
		if (heading !== null) return { ...place, tag: this.newTag("heading", this.headingLevel(type, heading[1], place)) };
		if (SECTIONS.has(type)) return { ...place, sections: place.sections + 1 };
		if (type === "L") return { ...bare(place), lists: place.lists + 1 };
		if (type === "LI") {
			const item = this.newTag("item", Math.max(0, place.lists - 1));
			return { ...place, tag: item, openItem: item };
		}
		if (type === "Figure") {
			if (element.children.every((child) => child.type !== "Figure")) this.figures.push(element.alt ?? "");
			return { ...bare(place), tag: this.newTag("figure") };
		}
		if (type === "Caption") return { ...bare(place), tag: this.newTag("caption") };
		// Inside a paragraph it is a word or two.
		if (type === "Code" && place.tag === undefined) return { ...place, tag: this.newTag("code") };
		return BLOCKS.has(type) ? this.enterBlock(place) : place;
	}

	/** The first paragraph of a list item is the item. */
	private enterBlock(place: Place): Place {
		const { openItem } = place;
		if (openItem === undefined) return { ...place, tag: this.newTag("text") };
		const tag = openItem.level === undefined || this.begun.has(openItem) ? this.newTag("text") : openItem;
		this.begun.add(openItem);
		return { ...place, tag };
	}

	private readonly begun = new Set<Tag>();

	private headingLevel(type: string, number: string | undefined, { sections }: Place): number {
		if (type === "Title") return 1;
		return number === undefined ? Math.max(1, sections) : Number(number);
	}

	/** All content of a cell, whatever is in it, is the cell's. A table in a table is left to its cell. */
	private enterTable(element: TagElement, place: Place): Place {
		if (place.isInTable) return place;
		const rows: TaggedCell[][] = [];
		const inside: Place = { ...bare(place), isInTable: true };
		const visitRows = (parent: TagElement, isHead: boolean): void => {
			for (const child of parent.children) {
				if (child.type === "TR") rows.push(this.cellsOf(child, isHead, inside));
				else if (child.type === "Caption") this.visit(child, bare(place));
				else visitRows(child, isHead || child.type === "THead");
			}
		};
		visitRows(element, false);
		this.tables.push(rows);
		return inside;
	}

	private cellsOf(row: TagElement, isHead: boolean, inside: Place): TaggedCell[] {
		const cells = row.children.filter(({ type }) => type === "TH" || type === "TD");
		return cells.map((cell) => {
			const tag = this.newTag("cell");
			this.visit({ ...cell, type: "NonStruct" }, { ...inside, tag });
			return {
				tag,
				isHead: isHead || cell.type === "TH",
				rowSpan: spanOf(cell.rowSpan),
				columnSpan: spanOf(cell.columnSpan),
			};
		});
	}

	private newTag(role: TagRole, level?: number): Tag {
		return { role, order: this.order++, ...(level === undefined ? {} : { level }) };
	}
}

/** liteparse gives an element's ids on all pages, and numbers begin anew with each page: the ids fall where the page ends. */
function runsOver(ids: readonly number[]): boolean {
	return ids.some((id, i) => id < (ids[i - 1] ?? id));
}

/** The place of an element that begins anew: in no other's text. */
function bare({ sections, lists }: Place): Place {
	return { sections, lists, isInTable: false };
}

function spanOf(span: number | undefined): number {
	return span !== undefined && Number.isInteger(span) && span >= 1 && span <= MAX_SPAN ? span : 1;
}
