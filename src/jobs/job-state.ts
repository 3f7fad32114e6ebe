/* What a job knows: plain data, kept by its object and changed by `state.ts` alone. */

export type JobStatus = "pending" | "running" | "paused" | "completed" | "failed" | "cancelled";
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Jobs on a user's library: of each kind one at a time may be pending, running or paused (contracts/library.md 16.1, 16.2). */
export const libraryJobKinds = [
	"sync",
	"analysis",
	"batch_operation",
	"ai_processing",
	"ai_apply",
	"rag_indexing",
] as const;
export type LibraryJobKind = (typeof libraryJobKinds)[number];

export function isLibraryKind(kind: string): kind is LibraryJobKind {
	return libraryJobKinds.some((name) => name === kind);
}

/** A step to be: `id` is unique within the job, so that adding the same follow-up again changes nothing. */
export interface StepSpec {
	id: string;
	/** Steps that must be done before this one may run. */
	needs?: string[];
	/** Steps of the job that now need this one as well; such a step still waits for the one that adds this. */
	blocks?: string[];
	input?: JsonValue;
	/** How long it waits before it may run, in milliseconds. */
	delayMs?: number;
	/** Runs that may end without success; `maxFailures` when absent. */
	tries?: number;
	/** Runs in its place once its tries are used up, with the reason as `error` in its input: the job goes on. */
	otherwise?: { id: string; input: { [key: string]: JsonValue } };
	/** Once its tries are used up it counts as done, without an output. */
	isOptional?: boolean;
	/** Belongs to the item that an earlier step began: a pause does not hold it, and a patient cancel waits for it. */
	isPart?: boolean;
	/** Forgotten once it is done, with the steps that it needed: a job of 10,000 items remembers the one in hand. */
	isPassing?: boolean;
}

export interface Step {
	id: string;
	needs: string[];
	input: JsonValue;
	status: "waiting" | "ready" | "leased" | "done";
	/** Messages sent for it. */
	sent: number;
	/** Messages sent since its last run ended: decides how long to wait before the next. */
	unanswered: number;
	/** Runs begun, and runs that ended without success (an error, or a lease that ran out). */
	runs: number;
	failures: number;
	/** Token of the newest lease; a report under an older one is ignored. 0: never leased. */
	fence: number;
	/** Ready: when to send it (again). Leased: when the lease ends. Unix milliseconds. */
	dueAt: number;
	/** Units of work (pages) this step has done; counts towards the job's progress. */
	units: number;
	/** What it left for the steps that need it. */
	output: JsonValue;
	tries?: number;
	otherwise?: NonNullable<StepSpec["otherwise"]>;
	isOptional?: boolean;
	isPart?: boolean;
	isPassing?: boolean;
}

/** What the steps that are forgotten have come to. */
export interface Tally {
	steps: number;
	runs: number;
	sent: number;
	units: number;
}

export interface JobState {
	id: string;
	kind: string;
	owner: string;
	/** What its owner calls it, where that is not its id. */
	name: string | null;
	documentId: string | null;
	status: JobStatus;
	/** A cancel that lets the item in hand finish. */
	isCancelling: boolean;
	/** What it is doing, for people: `queued`, `reading` … */
	phase: string;
	/** One sentence, once failed. */
	error: string | null;
	/** Units in all; null until known. */
	total: number | null;
	/** How far it is, 0…1, where the work says so itself; else null, and its units tell. */
	fraction: number | null;
	/** The same of the phase. */
	phaseFraction: number | null;
	/** What it is doing, as a sentence with counts. */
	message: string | null;
	/** What it came to, for its row. */
	result: JsonValue;
	/** Largest amount of memory that a run reported, in bytes. */
	peakBytes: number;
	lastFence: number;
	createdAt: number;
	startedAt: number | null;
	finishedAt: number | null;
	/** Of the units done, those that came to nothing: rows that failed. */
	failedUnits: number;
	forgotten: Tally;
	steps: { [id: string]: Step };
}

/** What the object must do after a command. */
export interface Effects {
	/** Messages to send, in order. */
	sends: { step: string; attempt: number }[];
	/** Something a watcher would want to see has changed. */
	changed: boolean;
	/** Something the row in D1 shows has changed. */
	transition: boolean;
}

export interface Decision<Verdict = undefined> {
	state: JobState;
	effects: Effects;
	verdict: Verdict;
}

/** A job to be. */
export interface StartInput {
	id: string;
	kind: string;
	owner: string;
	name?: string | null;
	documentId: string | null;
	steps: StepSpec[];
	/** Units in all, where they are known from the start. */
	total?: number;
}

/** What a run that succeeded hands in. */
export interface StepOutcome {
	units?: number;
	/** Of `units`, those that came to nothing. */
	failedUnits?: number;
	output?: JsonValue;
	followUps?: StepSpec[];
	/** What the job came to; the last step to give one has the last word. */
	result?: JsonValue;
	/** How far the job is with this. */
	fraction?: number;
	phaseFraction?: number | null;
	message?: string;
	peakBytes?: number;
	/** The work is done and the job is lost all the same: one sentence. */
	failure?: string;
}

export type ClaimVerdict =
	| { run: true; fence: number; step: Step; outputs: { [step: string]: JsonValue } }
	| { run: false };

/** A lease is renewed by each report; a run that says nothing for this long counts as dead. */
export const leaseMs = 60_000;
/** The same of work on a library, which says every two seconds that it is alive: who waits for it sees it go on soon after a crash. */
const libraryLeaseMs = 20_000;

export function leaseMsOf(kind: string): number {
	return isLibraryKind(kind) ? libraryLeaseMs : leaseMs;
}

/** How clients of the library API know that a job was lost rather than refused (contracts/library.md 16.6). */
export const workerCrashed = "Worker crashed";
/** Runs of one step that may end without success before the job fails. */
export const maxFailures = 5;

const finalStatuses: readonly JobStatus[] = ["completed", "failed", "cancelled"];

export function isFinal(status: JobStatus): boolean {
	return finalStatuses.includes(status);
}

/** Whether a pause or a patient cancel keeps the step from running: it begins an item. */
export function isHeld(state: JobState, step: Step): boolean {
	return (state.status === "paused" || state.isCancelling) && !step.isPart;
}

export function triesOf(step: Step): number {
	return step.tries ?? maxFailures;
}

/** Units done so far, over all steps. */
export function unitsDone(state: JobState): number {
	const units = Object.values(state.steps).reduce((sum, step) => sum + step.units, state.forgotten.units);
	return state.total === null ? units : Math.min(units, state.total);
}
