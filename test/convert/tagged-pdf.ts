import { PDFDocument, PDFHexString, PDFName, type PDFRef, StandardFonts } from "pdf-lib";

/** A piece of text on the page, or an element of the structure tree with what is in it. */
export type Node = Text | Element;

export interface Text {
	text: string;
	x: number;
	/** From the bottom. */
	y: number;
	size?: number;
	font?: "plain" | "bold" | "mono";
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

/** A PDF of one page. `artifacts` are printed, and in no element. */
export async function makeTagged(nodes: readonly Element[], artifacts: readonly Text[] = []): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const { context } = document;
	const page = document.addPage([595, 842]);
	const fonts = { plain: StandardFonts.TimesRoman, bold: StandardFonts.TimesRomanBold, mono: StandardFonts.Courier };
	for (const [name, font] of Object.entries(fonts)) {
		page.node.setFontDictionary(PDFName.of(name), (await document.embedFont(font)).ref);
	}
	const content: string[] = [];
	const parents: PDFRef[] = [];
	const print = ({ text: shown, x, y, size = 11, font = "plain" }: Text) => {
		content.push(
			`BT /${font} ${size} Tf ${x} ${y} Td ${PDFHexString.of(Buffer.from(shown, "latin1").toString("hex"))} Tj ET`,
		);
	};
	const build = (node: Element, parent: PDFRef): PDFRef => {
		const ref = context.nextRef();
		const kids = node.children.map((child) => {
			if ("type" in child) return build(child, ref);
			content.push(`/${node.type} <</MCID ${parents.length}>> BDC`);
			print(child);
			content.push("EMC");
			parents.push(ref);
			return context.obj(parents.length - 1);
		});
		const entry = context.obj({ Type: "StructElem", S: node.type, P: parent, Pg: page.ref, K: kids });
		if (node.alt !== undefined) entry.set(PDFName.of("Alt"), PDFHexString.fromText(node.alt));
		if (node.attributes !== undefined) entry.set(PDFName.of("A"), context.obj({ O: "Table", ...node.attributes }));
		context.assign(ref, entry);
		return ref;
	};
	const root = context.nextRef();
	const top = build(element("Document", ...nodes), root);
	for (const artifact of artifacts) {
		content.push("/Artifact BMC");
		print(artifact);
		content.push("EMC");
	}
	const parentTree = context.register(context.obj({ Nums: [0, parents] }));
	context.assign(root, context.obj({ Type: "StructTreeRoot", K: [top], ParentTree: parentTree, ParentTreeNextKey: 1 }));
	page.node.set(PDFName.of("StructParents"), context.obj(0));
	page.node.set(PDFName.of("Contents"), context.register(context.stream(content.join("\n"))));
	document.catalog.set(PDFName.of("StructTreeRoot"), root);
	document.catalog.set(PDFName.of("MarkInfo"), context.obj({ Marked: true }));
	return document.save();
}
