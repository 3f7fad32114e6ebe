import { PDFDocument, PDFHexString, PDFName, type PDFPage, type PDFRef, StandardFonts } from "pdf-lib";

/** A piece of text on the page, or an element of the structure tree with what is in it. */
export type Node = Text | Element;

export interface Text {
	text: string;
	x: number;
	/** From the bottom. */
	y: number;
	size?: number;
	font?: "plain" | "bold" | "mono";
	/** 1 where absent. */
	page?: number;
}

export interface Element {
	type: string;
	alt?: string;
	attributes?: Record<string, number | string>;
	children: Node[];
}

export const text = (content: string, y: number, more: Partial<Text> = {}): Text => ({
	...{ text: content, x: 72, y },
	...more,
});
export const element = (type: string, ...children: Node[]): Element => ({ type, children });

/** The element with all its texts on a page. */
export function onPage(page: number, node: Element): Element {
	const children = node.children.map((child) => ("type" in child ? onPage(page, child) : { ...child, page }));
	return { ...node, children };
}

/** What is drawn on a page, and the elements that its pieces belong to. */
interface Sheet {
	page: PDFPage;
	content: string[];
	parents: PDFRef[];
}

/** A PDF of one page or more. `artifacts` are printed, and in no element. */
export async function makeTagged(
	nodes: readonly Element[],
	artifacts: readonly Text[] = [],
	pageCount = 1,
): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const { context } = document;
	const sheets = await makeSheets(document, pageCount);
	const sheetOf = ({ page = 1 }: Text): Sheet => {
		const sheet = sheets[page - 1];
		if (sheet === undefined) throw new Error(`no page ${page}`);
		return sheet;
	};
	const build = (node: Element, parent: PDFRef): PDFRef => {
		const ref = context.nextRef();
		const first = node.children.find((child): child is Text => !("type" in child));
		const own = sheetOf(first ?? { text: "", x: 0, y: 0 });
		const kids = node.children.map((child) => {
			if ("type" in child) return build(child, ref);
			const { content, parents, page } = sheetOf(child);
			const id = parents.push(ref) - 1;
			content.push(`/${node.type} <</MCID ${id}>> BDC`, printed(child), "EMC");
			return page === own.page ? context.obj(id) : context.obj({ Type: "MCR", Pg: page.ref, MCID: id });
		});
		const entry = context.obj({ Type: "StructElem", S: node.type, P: parent, K: kids });
		if (first !== undefined) entry.set(PDFName.of("Pg"), own.page.ref);
		if (node.alt !== undefined) entry.set(PDFName.of("Alt"), PDFHexString.fromText(node.alt));
		if (node.attributes !== undefined) entry.set(PDFName.of("A"), context.obj({ O: "Table", ...node.attributes }));
		context.assign(ref, entry);
		return ref;
	};
	const root = context.nextRef();
	const top = build(element("Document", ...nodes), root);
	for (const artifact of artifacts) sheetOf(artifact).content.push("/Artifact BMC", printed(artifact), "EMC");
	const numbers = sheets.flatMap(({ parents }, i) => [context.obj(i), context.obj(parents)]);
	const parentTree = context.register(context.obj({ Nums: numbers }));
	const next = sheets.length;
	context.assign(
		root,
		context.obj({ Type: "StructTreeRoot", K: [top], ParentTree: parentTree, ParentTreeNextKey: next }),
	);
	for (const [i, { page, content }] of sheets.entries()) {
		page.node.set(PDFName.of("StructParents"), context.obj(i));
		page.node.set(PDFName.of("Contents"), context.register(context.stream(content.join("\n"))));
	}
	document.catalog.set(PDFName.of("StructTreeRoot"), root);
	document.catalog.set(PDFName.of("MarkInfo"), context.obj({ Marked: true }));
	return document.save();
}

async function makeSheets(document: PDFDocument, count: number): Promise<Sheet[]> {
	const names = { plain: StandardFonts.TimesRoman, bold: StandardFonts.TimesRomanBold, mono: StandardFonts.Courier };
	const fonts = await Promise.all(
		Object.entries(names).map(async ([name, font]) => [name, (await document.embedFont(font)).ref] as const),
	);
	return Array.from({ length: count }, () => {
		const page = document.addPage([595, 842]);
		for (const [name, ref] of fonts) page.node.setFontDictionary(PDFName.of(name), ref);
		return { page, content: [], parents: [] };
	});
}

function printed({ text: shown, x, y, size = 11, font = "plain" }: Text): string {
	return `BT /${font} ${size} Tf ${x} ${y} Td ${PDFHexString.of(Buffer.from(shown, "latin1").toString("hex"))} Tj ET`;
}
