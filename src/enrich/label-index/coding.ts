import { Buffer } from "node:buffer";
import type { LabelledDocument, Labels, Rejected, Statement } from "../embedded/labelled-index.ts";
import { documentRank } from "../embedded/labelled-index.ts";
import type { LabelledRow, LearntRow } from "./store.ts";

/* What is learnt of a document, as the database keeps it. */

/** A feature as it is found: the library stands behind, so that a query meets those of one library alone. */
export function termOf(feature: number, library: number): string {
	return `${feature.toString(16).padStart(8, "0")}_${library}`;
}

export function featureOf(term: string): number {
	return Number.parseInt(term.slice(0, 8), 16);
}

/** `isTelling`: whether anything is known of it; else the row says only that it was looked at. */
export function toLearntRow(
	{ number, labels, rejected, features }: LabelledDocument,
	{ library, madeOf, isTelling }: { library: number; madeOf: string; isTelling: boolean },
): LearntRow {
	return {
		number,
		madeOf,
		// A field of which nothing is known is left out.
		labels: JSON.stringify(labels),
		rejected: JSON.stringify(rejected),
		rank: documentRank(number),
		features: isTelling ? pack(features) : "",
		terms: Array.from(features, (feature) => termOf(feature, library)).join(" "),
	};
}

export function toLabelledDocument(row: LabelledRow): LabelledDocument {
	return { number: row.number, features: unpack(row.features), ...toStatement(row) };
}

export function toStatement({ labels, rejected }: Pick<LabelledRow, "labels" | "rejected">): Statement {
	return { labels: readLabels(labels), rejected: readRejected(rejected) };
}

/** Of a text that `toLearntRow` made. */
export function readLabels(text: string): Labels {
	const { correspondent, documentType, tags } = JSON.parse(text) as Partial<Labels>;
	return { correspondent, documentType, tags };
}

/** Of a text that `toLearntRow` made. */
function readRejected(text: string): Rejected {
	return JSON.parse(text) as Rejected;
}

function pack(features: Uint32Array): string {
	const bytes = new DataView(new ArrayBuffer(4 * features.length));
	for (const [at, feature] of features.entries()) bytes.setUint32(4 * at, feature, true);
	return Buffer.from(bytes.buffer).toString("base64");
}

function unpack(text: string): Uint32Array {
	const bytes = Buffer.from(text, "base64");
	const features = new Uint32Array(bytes.length >> 2);
	for (let at = 0; at < features.length; at++) features[at] = bytes.readUInt32LE(4 * at);
	return features;
}
