/** Word documents (ECMA-376 WordprocessingML): one page of blocks, footnotes at the end. */
import { notWhatItSays } from "../refusals.ts";
import { Archive } from "./archive.ts";
import { BlockBuilder, type Draft } from "./block-builder.ts";
import { DocxBody, type DocxParts } from "./docx-body.ts";
import { promoteBoldLines } from "./docx-headings.ts";
import { DocxNumbering, DocxStyles } from "./docx-styles.ts";
import { mainPart, relationsOf } from "./package-relations.ts";
import type { Reading } from "./reading.ts";
import { readXml } from "./xml.ts";

const NOTES = ["footnotes", "endnotes"] as const;

export async function readDocx(reading: Reading): Promise<Draft[][]> {
	const archive = new Archive(reading.bytes, reading.inflation);
	const main = mainPart(archive, "word/document.xml");
	const relations = relationsOf(archive, main);
	const partOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target ?? "";
	const parts: DocxParts = {
		archive,
		relations,
		styles: new DocxStyles(archive, partOf("styles")),
		numbering: new DocxNumbering(archive, partOf("numbering")),
	};
	const builder = new BlockBuilder(reading.text);
	const body = new DocxBody(builder, parts);
	if (!readXml(archive, main, body)) throw notWhatItSays("Word document");
	body.end();
	promoteBoldLines(builder.drafts);
	for (const type of NOTES) {
		const part = partOf(type);
		if (part === "" || !body.notes.some((note) => note.type === type)) continue;
		const notes = new BlockBuilder(reading.text);
		const reader = new DocxBody(notes, { ...parts, relations: relationsOf(archive, part) }, true);
		readXml(archive, part, reader);
		for (const { type: of, id, label } of body.notes) {
			const text = of === type ? reader.noteTexts.get(id) : undefined;
			if (text !== undefined) builder.footnote(label, text);
		}
	}
	return [builder.drafts];
}
