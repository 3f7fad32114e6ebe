import { PDFDict, PDFDocument, PDFHexString, PDFName, type PDFRef } from "pdf-lib";

export interface Bookmark {
	title: string;
	/** 1-based. */
	page: number;
	/** From the bottom of the page. */
	y?: number;
	/** Through an action, as many tools write it. */
	byAction?: boolean;
	children?: Bookmark[];
}

/** The PDF with an outline. */
export async function withOutline(pdf: Uint8Array, bookmarks: readonly Bookmark[]): Promise<Uint8Array> {
	const document = await PDFDocument.load(pdf);
	const { context } = document;
	const root = context.nextRef();
	context.assign(root, context.obj({ Type: "Outlines", ...addItems(document, bookmarks, root) }));
	document.catalog.set(PDFName.of("Outlines"), root);
	return document.save();
}

/** The last bookmark of the outline leads back to the first, which is its own child as well. */
export async function withCircle(pdf: Uint8Array, bookmarks: readonly Bookmark[]): Promise<Uint8Array> {
	const document = await PDFDocument.load(await withOutline(pdf, bookmarks));
	const { context } = document;
	const outlines = context.lookup(document.catalog.get(PDFName.of("Outlines")), PDFDict);
	const first = outlines.get(PDFName.of("First"));
	const last = context.lookup(outlines.get(PDFName.of("Last")), PDFDict);
	if (first === undefined) throw new Error("the outline is empty");
	last.set(PDFName.of("Next"), first);
	context.lookup(first, PDFDict).set(PDFName.of("First"), first);
	return document.save();
}

function addItems(document: PDFDocument, bookmarks: readonly Bookmark[], parent: PDFRef) {
	const { context } = document;
	const refs = bookmarks.map(() => context.nextRef());
	for (const [i, { title, page, y, byAction, children = [] }] of bookmarks.entries()) {
		const [ref, target] = [refs[i], document.getPage(page - 1).ref];
		if (ref === undefined) continue;
		const place = context.obj(y === undefined ? [target, "Fit"] : [target, "XYZ", null, y, null]);
		const item = context.obj({ Parent: parent, ...addItems(document, children, ref) });
		item.set(PDFName.of("Title"), PDFHexString.fromText(title));
		if (byAction === true) item.set(PDFName.of("A"), context.obj({ S: "GoTo", D: place }));
		else item.set(PDFName.of("Dest"), place);
		const [previous, next] = [refs[i - 1], refs[i + 1]];
		if (previous !== undefined) item.set(PDFName.of("Prev"), previous);
		if (next !== undefined) item.set(PDFName.of("Next"), next);
		context.assign(ref, item);
	}
	const [first, last] = [refs[0], refs.at(-1)];
	return first === undefined || last === undefined ? {} : { First: first, Last: last, Count: refs.length };
}
