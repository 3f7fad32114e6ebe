/** A document with what is true of it. */
import type { Field, FieldValue } from "../../src/extraction/extraction.ts";

export interface Paper {
	name: string;
	kind: "invoice" | "receipt" | "payslip" | "form";
	/** `invoice-1` … `form-3`; the third of each kind is held out. */
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
