/** What was found of a flow's fields in a document. */
import type { Box } from "../convert/convert.ts";

/** `currency` is an ISO 4217 code, null where the document does not tell. */
export interface Money {
	amount: number;
	currency: string | null;
}

/** Dates are ISO days, numbers decimal; percentages are what stands before the sign. */
export type SimpleValue = string | number | boolean | Money;
export type FieldValue = SimpleValue | SimpleValue[] | Record<string, SimpleValue | null>[];

/** `text` stands at the place, word by word; of a value over several pages, what stands on its first. */
export interface FieldCitation {
	/** 1-based. */
	page: number;
	/** Points from the top left as displayed; all 0 in formats without places. */
	bbox: Box;
	text: string;
}

export interface FieldResult {
	/** Null where the document does not have it; never made up. */
	value: FieldValue | null;
	/** 0…100; 0 for a missing value, at most 30 for one that does not stand in the text. */
	score: number;
	/** Null for a missing value, and for one that does not stand in the text. */
	citation: FieldCitation | null;
}

/** By field name, in the flow's order. */
export type FieldResults = Map<string, FieldResult>;

export const MISSING: FieldResult = { value: null, score: 0, citation: null };
