/** Rows → a workbook of one sheet (ECMA-376), as a stream: no more than one piece of it is in memory. */
import { Zip, ZipDeflate } from "fflate";

/** Characters of XML gathered before they are compressed. */
const PIECE_CHARACTERS = 65_536;
/** Excel refuses files with longer cells. */
const MAX_CELL_CHARACTERS = 32_767;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "http://schemas.openxmlformats.org/package/2006/content-types";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

export const WORKBOOK_CONTENT_TYPE = `${SHEET_TYPE}.sheet`;

/** Everything but the sheet. */
const PARTS: Readonly<Record<string, string>> = {
	"[Content_Types].xml": `${HEAD}<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/></Types>`,
	"_rels/.rels": `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

/** The file's bytes; every cell is a text, never a formula or a number. A row that fails to come ends the stream with its error. */
export function workbookStream(
	rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): ReadableStream<Uint8Array> {
	const pieces = workbookPieces(rows);
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done === true) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await pieces.return(undefined);
		},
	});
}

async function* workbookPieces(
	rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<Uint8Array, void> {
	const ready: Uint8Array[] = [];
	const zip = new Zip((error, chunk) => {
		if (error !== null) throw error;
		ready.push(chunk);
	});
	const encoder = new TextEncoder();
	for (const [name, text] of Object.entries(PARTS)) {
		const part = new ZipDeflate(name);
		zip.add(part);
		part.push(encoder.encode(text), true);
	}
	const sheet = new ZipDeflate("xl/worksheets/sheet1.xml");
	zip.add(sheet);
	for await (const xml of sheetXml(rows)) {
		sheet.push(encoder.encode(xml));
		yield* ready.splice(0);
	}
	sheet.push(new Uint8Array(), true);
	zip.end();
	yield* ready.splice(0);
}

async function* sheetXml(
	rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<string, void> {
	let xml = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`;
	for await (const cells of rows) {
		xml += `<row>${cells.map(cellXml).join("")}</row>`;
		if (xml.length < PIECE_CHARACTERS) continue;
		yield xml;
		xml = "";
	}
	yield `${xml}</sheetData></worksheet>`;
}

function cellXml(text: string): string {
	if (text === "") return "<c/>";
	return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, MAX_CELL_CHARACTERS))}</t></is></c>`;
}

/** Characters that XML 1.0 cannot hold, halves of surrogate pairs among them, are left out. */
function escapeXml(text: string): string {
	return text
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll("\r", "&#13;");
}
