/** What a format's reader is given, and what it gives back. */
import { InflationBudget } from "./archive.ts";
import { type Draft, TextBudget } from "./block-builder.ts";

export interface Reading {
	/** The whole file, as it was uploaded or attached. */
	bytes: Uint8Array;
	inflation: InflationBudget;
	text: TextBudget;
	/** Called between pages; throws to stop. */
	check(): void;
	/** Reads what is attached to a mail, as one page; undefined where it is of no supported kind. Throws what reading it throws. */
	readAttached(bytes: Uint8Array, fileName: string): Promise<Draft[] | undefined>;
}

/** The drafts of each page in order: sheets, slides and chapters are pages, other documents are one. */
export type FormatReader = (reading: Reading) => Promise<Draft[][]>;

/** One pair serves a document and all that is attached to it. */
export function newBudgets(): Pick<Reading, "inflation" | "text"> {
	return { inflation: new InflationBudget(), text: new TextBudget() };
}
