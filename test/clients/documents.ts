import { PDFDocument, StandardFonts } from "pdf-lib";

/*
 * The documents that a played client names by URL: what a real host answers, good and bad. A real HTTP server and a stubbed
 * `fetch` serve the same.
 */

export interface ServedDocument {
	status: number;
	headers: Record<string, string>;
	body: Uint8Array<ArrayBuffer>;
	/** The bytes come, the end does not. */
	hangs?: boolean;
}

const subjects = [
	"irrigation canals",
	"rural libraries",
	"coastal fisheries",
	"solar pumps",
	"school kitchens",
	"forest nurseries",
	"handloom weavers",
	"district hospitals",
	"mountain railways",
	"grain warehouses",
];
const empty = new Uint8Array(0);
const limitBytes = 52_428_800;

/** Enough words and long lines that its text layer is taken as it is; `number` makes it a document of its own. */
export async function aReport(number: number, title?: string): Promise<Uint8Array<ArrayBuffer>> {
	const pdf = await PDFDocument.create();
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	const subject = subjects[number % subjects.length] ?? "paper mills";
	if (title !== undefined) pdf.setTitle(title);
	const page = pdf.addPage([595, 842]);
	const lines = [
		`Circular ${number}: maintenance of ${subject} in the northern districts`,
		`The department reviewed the ${subject} of forty districts between April and October, and found that`,
		`regular maintenance of ${subject} costs less than a third of what repairs cost after a failure.`,
		`District officers shall inspect ${subject} every quarter and keep a register of defects and repairs.`,
		`Funds for ${subject} are released in two instalments, the second against a certificate of work done.`,
		"Village committees may engage local contractors where the estimate stays below the sanctioned ceiling.",
		"Training of inspectors begins in January and is repeated each year before the monsoon sets in.",
	];
	for (const [at, text] of lines.entries()) page.drawText(text, { x: 50, y: 760 - at * 22, size: 11, font });
	return new Uint8Array(await pdf.save());
}

/** One page without a word on it. */
export async function aBlank(): Promise<Uint8Array<ArrayBuffer>> {
	const pdf = await PDFDocument.create();
	pdf.addPage([300, 300]);
	return new Uint8Array(await pdf.save());
}

/** What the host has at this path; `base` is its own address. */
export async function documentAt(path: string, method: string, base: string): Promise<ServedDocument> {
	const number = path.match(/^\/row-(\d+)\.pdf$/)?.[1];
	if (number !== undefined) return pdf(await aReport(Number(number)));
	switch (path) {
		case "/report.pdf":
			return pdf(await aReport(1, "Annual Circular on Canals"));
		case "/untyped.pdf":
			return { ...pdf(await aReport(2)), headers: { "Content-Type": "application/octet-stream" } };
		case "/blank.pdf":
			return pdf(await aBlank());
		case "/damaged.pdf":
			return pdf(utf8("%PDF-1.7\nnothing of a document follows"));
		case "/page.pdf":
			return answer(200, { "Content-Type": "application/pdf" }, utf8("<html>Please log in</html>"));
		case "/no-head.pdf":
			return method === "HEAD" ? answer(405) : pdf(await aReport(3));
		case "/moved.pdf":
			return answer(302, { Location: `${base}/report.pdf` });
		case "/trap.pdf":
			return answer(302, { Location: "http://169.254.169.254/latest/meta-data/" });
		case "/hanging.pdf":
			return { ...pdf(await aReport(4)), hangs: true };
		case "/too-big.pdf":
			return {
				...answer(200, { "Content-Type": "application/pdf", "Content-Length": String(limitBytes + 1) }),
				hangs: true,
			};
		case "/broken.pdf":
			return answer(500);
		default:
			return answer(404);
	}
}

function pdf(body: Uint8Array<ArrayBuffer>): ServedDocument {
	return answer(200, { "Content-Type": "application/pdf", "Content-Length": String(body.byteLength) }, body);
}

function answer(status: number, headers: Record<string, string> = {}, body = empty): ServedDocument {
	return { status, headers, body };
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(new TextEncoder().encode(text));
}
