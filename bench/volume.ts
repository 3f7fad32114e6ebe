import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
	PDFArray,
	type PDFContext,
	PDFDocument,
	type PDFFont,
	PDFName,
	PDFPage,
	PDFPageLeaf,
	rgb,
	StandardFonts,
} from "pdf-lib";
import { makeSample } from "../scripts/sample.ts";
import { sharedFolder } from "./machine.ts";

/** Words that make each stamp another sentence, so that no pass takes them for a running footer. */
const birds =
	"avocet bittern crane dunlin eider fulmar gannet heron ibis jay kestrel linnet merlin nuthatch osprey plover".split(
		" ",
	);

export interface Volume {
	bytes: Uint8Array<ArrayBuffer>;
	/** How many different pages it repeats. */
	differentPages: number;
	fromPublicDocuments: boolean;
}

/**
 * One document of `pageCount` pages out of public ones (of our own where they are absent), repeated in turn. Page n is
 * stamped `SEQ000n` in a white band of its own below the original page, above where footers stand.
 */
export async function makeVolume(pageCount: number): Promise<Volume> {
	const volume = await PDFDocument.create();
	const font = await volume.embedFont(StandardFonts.Helvetica);
	const sources = publicDocuments();
	const pages: PDFPage[] = [];
	for (const bytes of sources.length > 0 ? sources : [await makeSample(20)])
		pages.push(...(await importPages(volume, bytes)));
	for (let index = 0; index < pageCount; index++) {
		const original = pages[index % pages.length];
		if (original === undefined) throw new Error("No document could be read for the volume.");
		stamp(addClone(volume, original), font, index + 1);
	}
	return {
		bytes: new Uint8Array(await volume.save()),
		differentPages: pages.length,
		fromPublicDocuments: sources.length > 0,
	};
}

export function sequenceLabel(page: number): string {
	return `SEQ${String(page).padStart(4, "0")}`;
}

function publicDocuments(): Uint8Array[] {
	return ["pdf-bench/odl/pdf", "pdf-bench/icdar13/pdf"].flatMap((name) => {
		const folder = sharedFolder(name);
		if (folder === undefined) return [];
		const files = readdirSync(folder).filter((file) => file.endsWith(".pdf"));
		return files.sort().map((file) => readFileSync(join(folder, file)));
	});
}

/** The upright pages of a document; none of one that pdf-lib cannot read. */
async function importPages(volume: PDFDocument, bytes: Uint8Array): Promise<PDFPage[]> {
	try {
		const source = await PDFDocument.load(bytes, { updateMetadata: false });
		const upright = source.getPages().flatMap((page, index) => (page.getRotation().angle === 0 ? [index] : []));
		return await volume.copyPages(source, upright);
	} catch {
		return [];
	}
}

/** A page of its own that shares fonts, images and content with the original. */
function addClone(volume: PDFDocument, original: PDFPage): PDFPage {
	const context: PDFContext = volume.context;
	original.node.normalize();
	const leaf = PDFPageLeaf.fromMapWithContext(new Map(original.node.asMap()), context, false);
	leaf.delete(PDFName.of("Parent"));
	leaf.delete(PDFName.of("Annots"));
	const contents = leaf.Contents();
	if (contents instanceof PDFArray) leaf.set(PDFName.Contents, context.obj(contents.asArray().slice()));
	const page = PDFPage.of(leaf, context.register(leaf), volume);
	volume.addPage(page);
	return page;
}

function stamp(page: PDFPage, font: PDFFont, number: number): void {
	const { x, y, width, height } = page.getCropBox();
	const band = height * 0.3;
	page.setMediaBox(x, y - band, width, height + band);
	page.setCropBox(x, y - band, width, height + band);
	const bird = (step: number): string => birds[Math.floor(number / birds.length ** step) % birds.length] ?? "";
	const text = `Sheet ${sequenceLabel(number)} follows the ${bird(0)}, the ${bird(1)} and the ${bird(2)}.`;
	page.drawText(text, { x: x + width * 0.1, y: y - band * 0.45, size: 11, font, color: rgb(0, 0, 0) });
}
