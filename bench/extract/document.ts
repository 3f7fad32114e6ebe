/** A document with what is true of it. */
import type { Field, FieldValue } from "../../src/extraction/extraction.ts";

export interface Paper {
	name: string;
	/** `invoice-1` … `form-3`, of which the third of each kind is held out; or a foreign layout's name. */
	layout: string;
	isHeldOut: boolean;
	fields: Field[];
	/** By field; null for what is not in the document. */
	truth: Record<string, FieldValue | null>;
	pdf: Uint8Array;
}

/** What a layout prints: a label, and the value as printed. */
export interface Pair {
	name: string;
	label: string;
	text: string;
}
