/** What the steps of a sync hand each other. Parsing throws a `ZodError`. */
import { z } from "zod";
import type { SyncEnd, WalkState } from "../library/library.ts";
import type { JsonValue } from "./job-state.ts";

const Walk = z.object({
	lastId: z.number(),
	distinct: z.int(),
	count: z.int().nullable(),
	isDisturbed: z.boolean(),
}) satisfies z.ZodType<WalkState>;

/** How far a sync has come. */
const Progress = z.object({
	syncType: z.enum(["full", "incremental"]),
	/** Unix milliseconds. */
	startedAt: z.number(),
	/** How far back the list is read, by the server's clock; null: to its end. */
	since: z.number().nullable(),
	/** The last change seen, by the server's clock. */
	latest: z.number().nullable(),
	/** Which server it is, as a hash: a run does not mix two. */
	server: z.string(),
	/** Documents of the list dealt with, and how many the server has. */
	fetched: z.int(),
	total: z.int(),
	inserted: z.int(),
	updated: z.int(),
	walk: Walk,
}) satisfies z.ZodType<SyncEnd>;
export type SyncProgress = z.output<typeof Progress>;

/** A step by its name and the number that makes it another than the last one of that name. */
const Place = z.object({ name: z.enum(["names", "list", "walk", "reconcile", "finish"]), page: z.int() });
export type SyncPlace = z.output<typeof Place>;

const StepInput = z.object({
	progress: Progress,
	page: z.int(),
	/** Documents to be fetched, and where the run goes on afterwards. */
	pending: z.array(z.number()),
	next: Place,
	/** From 1: how often the server has been asked for this. */
	attempt: z.int(),
});
export type SyncInput = z.output<typeof StepInput>;

export const parseSyncInput = (input: JsonValue): SyncInput => StepInput.parse(input);

const PurgeInput = z.object({ startedAt: z.number(), slice: z.int() });

export const parsePurgeInput = (input: JsonValue): z.output<typeof PurgeInput> => PurgeInput.parse(input);

/** The number of the library document that was indexed last. */
const IndexInput = z.object({ after: z.number() });

export const parseIndexInput = (input: JsonValue): z.output<typeof IndexInput> => IndexInput.parse(input);

/** How a sync was asked for. */
const SyncConfig = z.object({ force: z.boolean().default(false), purge: z.boolean().default(false) });

export const parseSyncConfig = (config: string | null): z.output<typeof SyncConfig> =>
	SyncConfig.parse(JSON.parse(config ?? "{}"));
