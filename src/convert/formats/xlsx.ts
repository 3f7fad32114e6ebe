/** Workbooks (ECMA-376 SpreadsheetML): each visible sheet a page, a heading and a table, cells as they are shown. */
import { MAX_HELD_ENTRY_BYTES, MAX_SECTIONS } from "../limits.ts";
import { notWhatItSays, tooManyParts } from "../refusals.ts";
import { Archive } from "./archive.ts";
import { BlockBuilder, type Draft } from "./block-builder.ts";
import { Inline } from "./inline.ts";
import { mainPart, relationsOf } from "./package-relations.ts";
import type { Reading } from "./reading.ts";
import { CellFormats, readSharedStrings } from "./xlsx-cells.ts";
import { sheetPictures } from "./xlsx-drawings.ts";
import { SheetReader } from "./xlsx-sheet.ts";
import { readXml, relationId } from "./xml.ts";

export interface Workbook {
	main: string;
	sheets: { name: string; entry: string }[];
	/** Days are counted from 1904, as on old Macs. */
	from1904: boolean;
}

export async function readXlsx(reading: Reading): Promise<Draft[][]> {
	const archive = new Archive(reading.bytes, reading.inflation);
	const { sheets, strings, formats } = readWorkbook(archive);
	const pages: Draft[][] = [];
	for (const { name, entry } of sheets) {
		reading.check();
		const builder = new BlockBuilder(reading.text);
		const heading = new Inline();
		heading.add(name);
		builder.heading(1, heading);
		const sheet = new SheetReader(strings, formats);
		readXml(archive, entry, sheet);
		if (addTable(sheet, builder)) builder.note("The rest of this sheet was left out because it is too large.");
		for (const picture of sheetPictures(archive, entry)) builder.figure(picture);
		pages.push(builder.drafts);
	}
	return pages;
}

/** What the sheets are read with. Throws as `openWorkbook`, and `too_large`. */
export function readWorkbook(archive: Archive): Pick<Workbook, "sheets"> & { strings: string[]; formats: CellFormats } {
	const { main, sheets, from1904 } = openWorkbook(archive);
	const relations = [...relationsOf(archive, main).values()];
	const partOf = (type: string) => relations.find((relation) => relation.type === type)?.target ?? "";
	const formats = new CellFormats(archive, partOf("styles"), from1904);
	return { sheets, strings: readSharedStrings(archive, partOf("sharedStrings")), formats };
}

/** True where not all of it was shown. */
function addTable(sheet: SheetReader, builder: BlockBuilder): boolean {
	if (sheet.hasMerges) {
		const { rows, cut } = sheet.grid();
		builder.grid(rows);
		return cut;
	}
	const { rows, header, cut } = sheet.plainGrid();
	builder.plainGrid(rows, header);
	return cut;
}

/** Hidden sheets are left out, unless all are. Throws `document_damaged` where it is no workbook. */
export function openWorkbook(archive: Archive): Workbook {
	const main = mainPart(archive, "xl/workbook.xml");
	const relations = relationsOf(archive, main);
	const sheets: { name: string; entry: string; hidden: boolean }[] = [];
	let from1904 = false;
	const open = (name: string, attributes: Readonly<Record<string, string>>) => {
		if (name === "workbookPr") from1904 = /^(?:1|true)$/.test(attributes.date1904 ?? "");
		const relation = name === "sheet" ? relations.get(relationId(attributes) ?? "") : undefined;
		if (relation?.type !== "worksheet" || relation.external || !archive.has(relation.target)) return;
		const hidden = attributes.state !== undefined && attributes.state !== "visible";
		sheets.push({ name: attributes.name ?? "", entry: relation.target, hidden });
		if (sheets.length > MAX_SECTIONS) throw tooManyParts();
	};
	const found = readXml(archive, main, { open }, MAX_HELD_ENTRY_BYTES);
	if (!found || sheets.length === 0) throw notWhatItSays("workbook");
	const visible = sheets.filter((sheet) => !sheet.hidden);
	return { main, sheets: visible.length > 0 ? visible : sheets, from1904 };
}
