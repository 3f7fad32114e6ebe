/** A PDF of our own for the demo and the benches: set text, a ruled table, a drawn figure. Run by hand, it writes one. */
import { writeFileSync } from "node:fs";
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "pdf-lib";

const page = { width: 595, height: 842, margin: 56, gutter: 20, top: 770, bottom: 70 };
const columnWidth = (page.width - 2 * page.margin - page.gutter) / 2;
const ink = rgb(0.13, 0.12, 0.1);
const grey = rgb(0.45, 0.43, 0.4);
const bars = [rgb(0.48, 0.29, 0.16), rgb(0.75, 0.6, 0.42)];

const title = "Drying Handmade Paper in a Coastal Workshop";
const running = "Workshop Notes on Handmade Paper";

const paragraphs = [
	"Handmade sheets leave the mould with more water than fibre. What happens in the next three days decides whether they lie flat, and most workshops settle it by habit. We weighed every sheet of four production weeks to find out what the habit is worth.",
	"The workshop stands forty metres from the shore. Its drying loft has shutters on two sides and no heating. Between April and October the relative humidity of the loft follows the tide tables almost as closely as it follows the weather.",
	"Sheets were couched on felt, pressed for twenty minutes at a constant load, and hung in groups of six. A second group of the same batch was exchanged between blotters instead. Both groups came from one vat of cotton linters, beaten to the same freeness.",
	"Weights were taken on the hour by a helper who did not know which group a sheet belonged to. Where two readings differed by more than half a gram the sheet was weighed a third time, and the median entered the record.",
	"Hung sheets dried faster in every week but the third, when fog kept the shutters closed. The advantage is largest in the first six hours and is gone by the second evening. After that the curves cannot be told apart.",
	"Cockling tells another story. Exchanged sheets stayed within two millimetres of the table over their whole length, while one hung sheet in five rose higher than that at a corner. Sizing with gelatine made no difference that we could measure.",
	"A workshop that sells writing paper will prefer the slower method, since a sheet that must be pressed again costs more labour than a day of waiting. For wrapping and packing papers the line is the better choice in dry weather.",
	"The felts deserve more attention than they get. A felt in its second year of use holds a third less water than a new one, and a stack that mixes both dries unevenly from sheet to sheet. We now mark each felt with the month of its first use.",
];

const headings = ["Setting", "Materials and method", "Results", "What it means for a small workshop"];

const steps = [
	"Press once, for twenty minutes, and never twice at a higher load.",
	"Open the shutters on the lee side only while the air is below 70 percent humidity.",
	"Exchange the blotters after two hours, six hours and one night.",
	"Stack the dry sheets under a board for a week before they are cut.",
];

const tableHead = ["Week", "Method", "Hours to dry", "Cockled"];

interface Fonts {
	body: PDFFont;
	bold: PDFFont;
	italic: PDFFont;
}

/** A place on the page that moves down as things are set. */
interface Cursor {
	page: PDFPage;
	x: number;
	y: number;
}

/**
 * A document of `pageCount` pages (2 or more): the first like an article's, each further pair like it with other numbers.
 * `authors` stands under the title, so that documents can be told apart.
 */
export async function makeSample(pageCount = 2, authors = "A. Lindqvist and R. Mahadevan"): Promise<Uint8Array> {
	const pdf = await PDFDocument.create();
	pdf.setTitle(title);
	pdf.setAuthor("Deckle sample generator");
	const fonts: Fonts = {
		body: await pdf.embedFont(StandardFonts.TimesRoman),
		bold: await pdf.embedFont(StandardFonts.TimesRomanBold),
		italic: await pdf.embedFont(StandardFonts.TimesRomanItalic),
	};
	for (let index = 0; index < pageCount; index++) {
		const sheet = pdf.addPage([page.width, page.height]);
		drawRunningLines(sheet, fonts, index + 1);
		if (index % 2 === 0) drawTextPage(sheet, fonts, index, authors);
		else drawFigurePage(sheet, fonts, (index + 1) / 2);
	}
	return pdf.save();
}

function drawRunningLines(sheet: PDFPage, fonts: Fonts, number: number): void {
	sheet.drawText(running, { x: page.margin, y: 806, size: 8.5, font: fonts.italic, color: grey });
	const label = `Page ${number}`;
	const x = page.width - page.margin - fonts.body.widthOfTextAtSize(label, 8.5);
	sheet.drawText(label, { x, y: 36, size: 8.5, font: fonts.body, color: grey });
}

/** A title over both columns on the first page; on the others, columns alone. */
function drawTextPage(sheet: PDFPage, fonts: Fonts, index: number, authors: string): void {
	let top = page.top;
	if (index === 0) {
		sheet.drawText(title, { x: page.margin, y: top - 22, size: 20, font: fonts.bold, color: ink });
		sheet.drawText(authors, { x: page.margin, y: top - 44, size: 11, font: fonts.italic, color: ink });
		top -= 76;
	}
	for (const column of [0, 1]) {
		const cursor = { page: sheet, x: page.margin + column * (columnWidth + page.gutter), y: top };
		const section = (index / 2) * 4 + column * 2;
		for (const part of [section, section + 1]) {
			const heading = headings[part % headings.length] ?? "";
			drawHeading(cursor, fonts, `${part + 1} ${heading}`);
			for (const offset of [0, 1]) {
				const text = paragraphs[(part * 2 + offset) % paragraphs.length] ?? "";
				drawParagraph(cursor, fonts, index < 2 ? text : `In season ${part + 1} of the record: ${text}`, columnWidth);
			}
		}
	}
}

function drawFigurePage(sheet: PDFPage, fonts: Fonts, number: number): void {
	const width = page.width - 2 * page.margin;
	const cursor = { page: sheet, x: page.margin, y: page.top };
	drawHeading(cursor, fonts, `Drying times of season ${number}`);
	drawParagraph(cursor, fonts, `Table ${number} gives the medians of each week. ${paragraphs[4]}`, width);
	drawTable(cursor, fonts, number);
	cursor.y -= 18;
	drawChart(cursor, fonts, number);
	cursor.y -= 8;
	const caption = `Figure ${number}. Median hours to dry in each of the four weeks, hung (dark) and exchanged (light).`;
	drawParagraph(cursor, fonts, caption, width, fonts.italic);
	cursor.y -= 6;
	drawHeading(cursor, fonts, "Recommendations");
	for (const step of steps) drawParagraph({ ...cursor, x: cursor.x }, fonts, `• ${step}`, width, fonts.body, cursor);
	cursor.y -= 4;
	drawParagraph(cursor, fonts, paragraphs[7] ?? "", width);
}

function drawHeading(cursor: Cursor, fonts: Fonts, text: string): void {
	cursor.y -= 20;
	cursor.page.drawText(text, { x: cursor.x, y: cursor.y, size: 13, font: fonts.bold, color: ink });
	cursor.y -= 7;
}

function drawParagraph(
	at: Cursor,
	fonts: Fonts,
	text: string,
	width: number,
	font = fonts.body,
	moves: Cursor = at,
): void {
	for (const line of wrap(text, font, 10.5, width)) {
		moves.y -= 13.5;
		at.page.drawText(line, { x: at.x, y: moves.y, size: 10.5, font, color: ink });
	}
	moves.y -= 6;
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(" ")) {
		const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
		if (lines.length > 0 && font.widthOfTextAtSize(longer, size) <= width) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}

function tableRows(season: number): string[][] {
	return [1, 2, 3, 4].flatMap((week) => [
		[String(week), "Hung", hours(season, week, 0).toFixed(1), `${3 + ((week * season) % 4)} of 24`],
		[String(week), "Exchanged", hours(season, week, 1).toFixed(1), `${week % 2} of 24`],
	]);
}

function hours(season: number, week: number, method: number): number {
	const fog = week === 3 ? 9 : 0;
	return 19 + week * 1.7 + ((season * 3) % 5) + (method === 0 ? fog : 6.4);
}

function drawTable(cursor: Cursor, fonts: Fonts, season: number): void {
	const widths = [70, 140, 140, 133];
	const rowHeight = 18;
	const rows = [tableHead, ...tableRows(season)];
	const width = widths.reduce((sum, value) => sum + value, 0);
	cursor.y -= 16;
	drawParagraph(
		cursor,
		fonts,
		`Table ${season}. Median hours until a sheet kept its weight, and sheets that cockled.`,
		width,
		fonts.italic,
	);
	const top = cursor.y - 2;
	rows.forEach((row, index) => {
		let x = cursor.x;
		row.forEach((cell, column) => {
			const y = top - (index + 1) * rowHeight + 5;
			cursor.page.drawText(cell, { x: x + 6, y, size: 10, font: index === 0 ? fonts.bold : fonts.body, color: ink });
			x += widths[column] ?? 0;
		});
	});
	for (let line = 0; line <= rows.length; line++) {
		const y = top - line * rowHeight;
		cursor.page.drawLine({ start: { x: cursor.x, y }, end: { x: cursor.x + width, y }, thickness: 0.7, color: ink });
	}
	let x = cursor.x;
	for (const columnWidthPt of [0, ...widths]) {
		x += columnWidthPt;
		cursor.page.drawLine({
			start: { x, y: top },
			end: { x, y: top - rows.length * rowHeight },
			thickness: 0.7,
			color: ink,
		});
	}
	cursor.y = top - rows.length * rowHeight;
}

function drawChart(cursor: Cursor, fonts: Fonts, season: number): void {
	const size = { width: 420, height: 150 };
	const left = cursor.x + 34;
	const base = cursor.y - size.height;
	for (const tick of [0, 10, 20, 30, 40]) {
		const y = base + (tick / 40) * size.height;
		const color = tick === 0 ? ink : rgb(0.85, 0.82, 0.78);
		cursor.page.drawLine({ start: { x: left, y }, end: { x: left + size.width, y }, thickness: 0.6, color });
		cursor.page.drawText(String(tick), { x: left - 18, y: y - 3, size: 8, font: fonts.body, color: ink });
	}
	for (const week of [1, 2, 3, 4]) {
		const x = left + (week - 1) * (size.width / 4) + 22;
		bars.forEach((color, method) => {
			const height = (hours(season, week, method) / 40) * size.height;
			cursor.page.drawRectangle({ x: x + method * 32, y: base, width: 28, height, color });
		});
		cursor.page.drawText(`Week ${week}`, { x: x + 14, y: base - 12, size: 8, font: fonts.body, color: ink });
	}
	cursor.y = base - 16;
}

if (import.meta.main) {
	const [file = "sample.pdf", pages = "2"] = process.argv.slice(2);
	writeFileSync(file, await makeSample(Number(pages)));
	console.log(`${file}: ${pages} pages`);
}
