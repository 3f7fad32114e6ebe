/** Presentations (ECMA-376 PresentationML): each slide a page, its notes below it. */
import { MAX_HELD_ENTRY_BYTES, MAX_SECTIONS } from "../limits.ts";
import { notWhatItSays, tooManyParts } from "../refusals.ts";
import { Archive } from "./archive.ts";
import { BlockBuilder, type Draft } from "./block-builder.ts";
import { Inline } from "./inline.ts";
import { mainPart, relationsOf } from "./package-relations.ts";
import { type Shape, SlideReader } from "./pptx-slide.ts";
import type { Reading } from "./reading.ts";
import { readXml, relationId } from "./xml.ts";

/** Shapes whose tops differ by less than this share of a usual slide stand side by side. English Metric Units: 914,400 an inch. */
const BAND_EMU = (7.5 * 914_400) / 15;

export async function readPptx(reading: Reading): Promise<Draft[][]> {
	const archive = new Archive(reading.bytes, reading.inflation);
	const pages: Draft[][] = [];
	for (const slide of slidesOf(archive)) {
		reading.check();
		const relations = relationsOf(archive, slide);
		const reader = new SlideReader(() => new BlockBuilder(reading.text), archive, relations);
		readXml(archive, slide, reader);
		const drafts = inReadingOrder(reader.shapes).flatMap((shape) => shape.builder.drafts);
		const notes = [...relations.values()].find((relation) => relation.type === "notesSlide");
		pages.push(notes === undefined ? drafts : [...drafts, ...notesOf(reading, archive, notes.target)]);
	}
	return pages;
}

/** Entries of the slides in their order. Throws `document_damaged` where it is no presentation. */
export function slidesOf(archive: Archive): string[] {
	const main = mainPart(archive, "ppt/presentation.xml");
	const relations = relationsOf(archive, main);
	const slides = new Set<string>();
	const open = (name: string, attributes: Readonly<Record<string, string>>) => {
		const relation = name === "sldId" ? relations.get(relationId(attributes) ?? "") : undefined;
		if (relation !== undefined && !relation.external && archive.has(relation.target)) slides.add(relation.target);
	};
	if (!readXml(archive, main, { open }, MAX_HELD_ENTRY_BYTES)) throw notWhatItSays("presentation");
	if (slides.size > MAX_SECTIONS) throw tooManyParts();
	return [...slides];
}

/** The title, then by rows from the top and within them from the left; as stored where a place is inherited. */
function inReadingOrder(shapes: readonly Shape[]): Shape[] {
	const titles = shapes.filter((shape) => shape.isTitle);
	const others = shapes.filter((shape) => !shape.isTitle);
	if (others.every((shape) => shape.place !== undefined)) {
		const band = (shape: Shape) => Math.round((shape.place?.y ?? 0) / BAND_EMU);
		others.sort((a, b) => band(a) - band(b) || (a.place?.x ?? 0) - (b.place?.x ?? 0));
	}
	return [...titles, ...others];
}

function notesOf(reading: Reading, archive: Archive, part: string): Draft[] {
	const reader = new SlideReader(() => new BlockBuilder(reading.text), archive, new Map(), true);
	readXml(archive, part, reader);
	const texts = reader.shapes.flatMap((shape) => shape.builder.drafts).filter(({ block }) => block.kind !== "figure");
	if (texts.length === 0) return [];
	const builder = new BlockBuilder(reading.text);
	const label = new Inline();
	label.add("Notes:", { bold: true });
	builder.paragraph(label);
	return [...builder.drafts, ...texts];
}
