/*
 * Names of objects in R2. All that belongs to a document stands under one prefix, so that deleting it is one walk. The
 * tasks API shows labels of another form (`uploads/{id}/input.pdf`); they are made in its `wire.ts`.
 */

const root = (documentId: string) => `documents/${documentId}/`;

export const keys = {
	/** What a job of tagging stores beside its records. */
	taggingJob: (jobId: string) => `tagging/${jobId}/`,
	/** The sheet of a batch as it was sent. */
	taggingSheet: (jobId: string) => `tagging/${jobId}/sheet.csv`,

	/** What a collector of metrics last found. */
	collected: (collector: string) => `metrics/${collector}.json`,

	/** Everything of a document. */
	all: root,
	input: (documentId: string) => `${root(documentId)}input`,
	/** Its first page as a small picture. */
	thumb: (documentId: string) => `${root(documentId)}thumb.png`,
	/** Pages on their way through a conversion; gone once it is over. */
	parts: (documentId: string) => `${root(documentId)}parts/`,
	partSource: (documentId: string, first: number, last: number) => `${root(documentId)}parts/${first}-${last}.pdf`,
	/** Structure trees of its pages. */
	partTrees: (documentId: string, first: number, last: number) =>
		`${root(documentId)}parts/${first}-${last}.trees.json`,
	partLayout: (documentId: string, first: number, last: number) => `${root(documentId)}parts/${first}-${last}.json`,
	outline: (documentId: string) => `${root(documentId)}parts/outline.json`,
	recognized: (documentId: string, page: number) => `${root(documentId)}parts/page-${page}.ocr.json`,
	figure: (documentId: string, imageId: string) => `${root(documentId)}figures/${imageId}.png`,
	markdown: (documentId: string) => `${root(documentId)}result.md`,
	assets: (documentId: string) => `${root(documentId)}result.assets.json`,
	/** One JSON chunk a line, in document order, with the places that the assets lack. */
	chunks: (documentId: string) => `${root(documentId)}result.chunks.jsonl`,
	/** One JSON block a line, in reading order. */
	blocks: (documentId: string) => `${root(documentId)}result.blocks.jsonl`,
	/** Printed lines with their boxes, by conversion: a few pages to an object, one page a JSON line. */
	lines: (documentId: string) => `${root(documentId)}lines/`,
	linesOf: (documentId: string, jobId: string) => `${root(documentId)}lines/${jobId}/`,
	lineGroup: (documentId: string, jobId: string, firstPage: number) =>
		`${root(documentId)}lines/${jobId}/${String(firstPage).padStart(6, "0")}.jsonl`,
	/** What was extracted, by run: its result, and what it is still working on. */
	extractions: (documentId: string) => `${root(documentId)}extraction/`,
	extraction: (documentId: string, token: string) => `${root(documentId)}extraction/${token}.json`,
	extractionWork: (documentId: string, token: string) => `${root(documentId)}extraction/${token}/`,
	extractionWindow: (documentId: string, token: string, number: number) =>
		`${root(documentId)}extraction/${token}/${number}.json`,
	extractionPart: (documentId: string, token: string, number: number) =>
		`${root(documentId)}extraction/${token}/${number}.result.json`,
	/** What is told to webhooks of it, where that is long. */
	eventBody: (documentId: string, name: string) => `${root(documentId)}events/${name}.json`,
	/** Where each page's blocks stand in it. */
	blockIndex: (documentId: string) => `${root(documentId)}result.blocks.index.json`,
};
