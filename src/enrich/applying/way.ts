import { AppError } from "../../errors.ts";
import type { DocumentListing, FullDocument } from "../../paperless/paperless.ts";
import type { DocumentState } from "../application.ts";
import type { AskedOptions, Decision, Manner } from "./decision.ts";
import type { ApplicationRecord } from "./record.ts";
import type { Applicable } from "./store.ts";

/* A result on its way to its document: what is known of it, from step to step. */

/** A result to be applied; of a run with its place there. */
export interface Task {
	result: Applicable;
	/** The item of a run. */
	place?: { run: string; passes: number };
	/** Whether it counts as failed where the server wants patience; else it is left to be tried again. */
	isLast: boolean;
}

export interface GroupOptions {
	manner: Manner;
	/** `gates`: only what passes them, and their fields (contracts/library.md 14.10). */
	how: AskedOptions | "gates";
}

export type Outcome =
	| { kind: "applied"; status: "applied" | "partial" }
	| { kind: "failed"; error: AppError; failureType: "no_suggestions" | "document_not_found" | null }
	/** The gates do not let it pass. */
	| { kind: "skipped" }
	| { kind: "putOff"; error: AppError };

export type Plan = Extract<Decision, { kind: "apply" }>;

/** A task on its way: `outcome` once it has one. */
export interface Way {
	task: Task;
	listing?: DocumentListing | FullDocument | undefined;
	state?: DocumentState;
	plan?: Plan;
	after?: DocumentState;
	record?: ApplicationRecord;
	/** A write was kept, so that a failure may have been carried out. */
	isUncertain?: boolean;
	/** Of the result since then. */
	version?: number;
	/** Whether the server was written to. */
	isWritten?: boolean;
	/** Whether the library's copy is what the server had before. */
	wasCurrent?: boolean;
	outcome?: Outcome;
}

/** Somebody else was at the result at the same time. */
export function lost(): Extract<Outcome, { kind: "putOff" }> {
	return { kind: "putOff", error: new AppError("conflict", "The result was changed by somebody else meanwhile.") };
}
