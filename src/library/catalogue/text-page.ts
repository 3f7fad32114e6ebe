/** A page of A4's proportions, and how much text it shows. */
const page = { width: 500, height: 707, margin: 44, lineHeight: 17, fontSize: 12, titleSize: 18 } as const;
const charactersPerLine = 62;
const charactersPerTitle = 40;
/** Of the text; more does not fit. */
const shownCharacters = 4000;

/** A picture of a document that has no pages of its own: the beginning of its text, as SVG. */
export function textPage({ title, text }: { title: string; text: string }): string {
	const titleLines = wrapped(title, charactersPerTitle).slice(0, 2);
	const top = page.margin + page.titleSize * 1.4 * titleLines.length;
	const room = Math.floor((page.height - page.margin - top) / page.lineHeight);
	const lines = text
		.slice(0, shownCharacters)
		.toWellFormed()
		.split(/\r\n?|\n/)
		.flatMap((line) => wrapped(line, charactersPerLine))
		.slice(0, room);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${page.width} ${page.height}" width="${page.width}" height="${page.height}">`,
		`<rect width="100%" height="100%" fill="#fff"/>`,
		`<g font-family="sans-serif" fill="#222" font-size="${page.titleSize}" font-weight="bold">`,
		...titleLines.map((line, at) => textElement(line, page.margin + page.titleSize * (1 + at * 1.4))),
		`</g><g font-family="sans-serif" fill="#444" font-size="${page.fontSize}">`,
		...lines.map((line, at) => textElement(line, top + page.lineHeight * (at + 1))),
		`</g></svg>`,
	].join("");
}

function textElement(line: string, y: number): string {
	return line === "" ? "" : `<text x="${page.margin}" y="${Math.round(y)}">${escaped(line)}</text>`;
}

/** Broken at blanks; a word that is longer than a line is cut. By code points, so that no pair is torn. */
function wrapped(line: string, width: number): string[] {
	const lines: string[] = [];
	let current = "";
	for (const word of line.trim().split(/\s+/)) {
		for (const piece of pieces(word, width)) {
			const longer = current === "" ? piece : `${current} ${piece}`;
			if ([...longer].length <= width) {
				current = longer;
			} else {
				lines.push(current);
				current = piece;
			}
		}
	}
	return [...lines, current];
}

function pieces(word: string, width: number): string[] {
	const points = [...word];
	if (points.length <= width) return [word];
	const list: string[] = [];
	for (let at = 0; at < points.length; at += width) list.push(points.slice(at, at + width).join(""));
	return list;
}

/** What XML 1.0 can't hold at all is left out. */
function escaped(text: string): string {
	return text
		.toWellFormed()
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
		.replace(/&/g, "&amp;")
		.replace(/</g, "&lt;")
		.replace(/>/g, "&gt;");
}
