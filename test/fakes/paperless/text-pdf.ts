const linesPerPage = 60;
const columns = 90;

/** A plain PDF with a text on A4 pages; letters beyond Latin-1 become question marks. */
export function textPdf(text: string): Uint8Array {
	const lines = text.split("\n").flatMap(wrapped);
	const pages: string[][] = [];
	for (let at = 0; at < Math.max(1, lines.length); at += linesPerPage) pages.push(lines.slice(at, at + linesPerPage));
	const pageId = (index: number) => 4 + index * 2;
	const kids = pages.map((_, index) => `${pageId(index)} 0 R`).join(" ");
	const objects = [
		"<</Type/Catalog/Pages 2 0 R>>",
		`<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		...pages.flatMap((page, index) => {
			const content = `BT /F 10 Tf 12 TL 50 790 Td\n${page.map((line) => `(${escaped(line)}) Tj T*`).join("\n")}\nET`;
			return [
				`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${pageId(index) + 1} 0 R>>`,
				`<</Length ${content.length}>>\nstream\n${content}\nendstream`,
			];
		}),
	];
	return latin1(fileOf(objects));
}

/** How many pages `textPdf` makes of a text. */
export function pageCountOf(text: string): number {
	const lines = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
	return Math.max(1, Math.ceil(lines / linesPerPage));
}

function fileOf(objects: readonly string[]): string {
	let file = "%PDF-1.4\n";
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
	const size = objects.length + 1;
	const start = file.length;
	return `${file}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
}

function wrapped(line: string): string[] {
	if (line.length <= columns) return [line];
	const parts: string[] = [];
	for (let at = 0; at < line.length; at += columns) parts.push(line.slice(at, at + columns));
	return parts;
}

function escaped(line: string): string {
	return line
		.normalize("NFC")
		.replace(/[^\x20-\x7e\xa0-\xff]/g, "?")
		.replace(/[()\\]/g, "\\$&");
}

function latin1(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
	return bytes;
}
