/** Pictures on a sheet (ECMA-376 SpreadsheetDrawingML), from the top down; its charts are drawn by Excel alone. */
import type { Archive } from "./archive.ts";
import type { EmbeddedPicture } from "./block-builder.ts";
import { relationsOf } from "./package-relations.ts";
import { attribute, readXml } from "./xml.ts";

interface Placed extends EmbeddedPicture {
	row: number;
	column: number;
}

export function sheetPictures(archive: Archive, sheet: string): EmbeddedPicture[] {
	const pictures: Placed[] = [];
	for (const { type, target, external } of relationsOf(archive, sheet).values()) {
		if (type === "drawing" && !external && archive.has(target)) pictures.push(...picturesOf(archive, target));
	}
	return pictures.sort((a, b) => a.row - b.row || a.column - b.column);
}

function picturesOf(archive: Archive, drawing: string): Placed[] {
	const relations = relationsOf(archive, drawing);
	const pictures: Placed[] = [];
	let [row, column, alt, reading] = [0, 0, "", ""];
	let inFrom = false;
	readXml(archive, drawing, {
		open(name, attributes) {
			if (name === "from") inFrom = true;
			else if (inFrom && (name === "row" || name === "col")) reading = name;
			else if (name === "cNvPr") alt = attributes.descr ?? attributes.title ?? "";
			else if (name === "blip") {
				const relation = relations.get(attribute(attributes, "embed") ?? "");
				if (relation === undefined || relation.external || !archive.has(relation.target)) return;
				pictures.push({ row, column, alt, bytes: () => archive.picture(relation.target) });
			}
		},
		close(name) {
			if (name === "from") inFrom = false;
			else if (name === "row" || name === "col") reading = "";
		},
		text(data) {
			if (reading === "row") row = Number(data) || 0;
			else if (reading === "col") column = Number(data) || 0;
		},
	});
	return pictures;
}
