/*
 * What a job knows and what may happen to it: a pure state machine. The object (`job.ts`) feeds it commands and carries
 * out its effects; the consumer only ever learns a verdict. Any command may arrive twice, late, out of order or never.
 */

export type JobStatus = "pending" | "running" | "paused" | "completed" | "failed" | "cancelled";
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A step to be: `id` is unique within the job, so that adding the same follow-up again changes nothing. */
export interface StepSpec {
	id: string;
	/** Steps that must be done before this one may run. */
	needs?: string[];
	/** Steps of the job that now need this one as well; such a step still waits for the one that adds this. */
	blocks?: string[];
	input?: JsonValue;
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
}

export interface JobState {
	id: string;
	kind: string;
	documentId: string | null;
	status: JobStatus;
	/** What it is doing, for people: `queued`, `reading` … */
	phase: string;
	/** One sentence, once failed. */
	error: string | null;
	/** Units in all; null until known. */
	total: number | null;
	/** Largest amount of memory that a run reported, in bytes. */
	peakBytes: number;
	lastFence: number;
	createdAt: number;
	startedAt: number | null;
	finishedAt: number | null;
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

export type ClaimVerdict =
	| { run: true; fence: number; step: Step; outputs: { [step: string]: JsonValue } }
	| { run: false };

/** A lease is renewed by each report; a run that says nothing for this long counts as dead. */
export const leaseMs = 60_000;
/** Runs of one step that may end without success before the job fails. */
export const maxFailures = 5;
/** Waits between sendings of a step that nobody claims; the last one repeats until `maxUnanswered`. */
const resendMs = [10_000, 20_000, 30_000, 30_000, 30_000, 30_000, 30_000, 60_000, 120_000, 300_000, 600_000];
/** About a day of silence from the queue. */
export const maxUnanswered = 150;
/** Waits before a failed step runs again. */
const retryMs = [1_000, 4_000, 15_000, 30_000, 60_000];

const finalStatuses: readonly JobStatus[] = ["completed", "failed", "cancelled"];

export function isFinal(status: JobStatus): boolean {
	return finalStatuses.includes(status);
}

/** A job that has not begun: its first steps are ready and are to be sent. */
export function startJob(
	input: { id: string; kind: string; documentId: string | null; steps: StepSpec[] },
	now: number,
): Decision {
	const state: JobState = {
		id: input.id,
		kind: input.kind,
		documentId: input.documentId,
		status: "pending",
		phase: "queued",
		error: null,
		total: null,
		peakBytes: 0,
		lastFence: 0,
		createdAt: now,
		startedAt: null,
		finishedAt: null,
		steps: {},
	};
	return advance(withSteps(state, input.steps), now, { changed: true });
}

/** May this step run now, and under which token? Whoever holds the newest token is the only one that is listened to. */
export function claim(state: JobState, stepId: string, now: number): Decision<ClaimVerdict> {
	const step = state.steps[stepId];
	const runnable =
		step !== undefined &&
		(state.status === "pending" || state.status === "running") &&
		(step.status === "ready" || (step.status === "leased" && step.dueAt <= now));
	if (!runnable) return { ...unchanged(state), verdict: { run: false } };
	if (step.status === "leased" && step.failures + 1 >= maxFailures) {
		return { ...wake(state, now), verdict: { run: false } };
	}
	const fence = state.lastFence + 1;
	const leased: Step = {
		...step,
		status: "leased",
		runs: step.runs + 1,
		failures: step.failures + (step.status === "leased" ? 1 : 0),
		unanswered: 0,
		fence,
		dueAt: now + leaseMs,
		units: 0,
	};
	const first = state.status === "pending";
	const outputs = Object.fromEntries(step.needs.map((id) => [id, state.steps[id]?.output ?? null]));
	return {
		state: {
			...state,
			status: "running",
			startedAt: state.startedAt ?? now,
			lastFence: fence,
			steps: { ...state.steps, [stepId]: leased },
		},
		effects: { sends: [], changed: first, transition: first },
		verdict: { run: true, fence, step: leased, outputs },
	};
}

/** A run says how far it is: renews its lease. The verdict false means: stop, another run or a cancel took over. */
export function report(
	state: JobState,
	stepId: string,
	fence: number,
	progress: { units?: number; total?: number; phase?: string; peakBytes?: number },
	now: number,
): Decision<boolean> {
	const step = heldStep(state, stepId, fence);
	// A pause lets the item in hand finish; only a final state or a newer lease stops it.
	if (step === undefined || isFinal(state.status)) return { ...unchanged(state), verdict: false };
	const next: JobState = {
		...state,
		total: progress.total ?? state.total,
		phase: progress.phase ?? state.phase,
		peakBytes: Math.max(state.peakBytes, progress.peakBytes ?? 0),
		steps: { ...state.steps, [stepId]: { ...step, units: progress.units ?? step.units, dueAt: now + leaseMs } },
	};
	const changed = next.total !== state.total || next.phase !== state.phase || progress.units !== undefined;
	return { state: next, effects: { sends: [], changed, transition: next.total !== state.total }, verdict: true };
}

/** A run has succeeded: its follow-ups join the job, and whatever waited for it may be sent. */
export function complete(
	state: JobState,
	stepId: string,
	fence: number,
	result: { units?: number; output?: JsonValue; followUps?: StepSpec[]; peakBytes?: number },
	now: number,
): Decision<boolean> {
	const step = heldStep(state, stepId, fence);
	if (step === undefined || isFinal(state.status)) return { ...unchanged(state), verdict: false };
	const done: Step = { ...step, status: "done", units: result.units ?? step.units, output: result.output ?? null };
	const next: JobState = {
		...state,
		peakBytes: Math.max(state.peakBytes, result.peakBytes ?? 0),
		steps: { ...state.steps, [stepId]: done },
	};
	return {
		...advance(withSteps(next, result.followUps ?? []), now, { changed: true, transition: true }),
		verdict: true,
	};
}

/** A run has failed: permanently (the document's fault), or to be tried again after a while. */
export function fail(
	state: JobState,
	stepId: string,
	fence: number,
	failure: { message: string; permanent: boolean },
	now: number,
): Decision<boolean> {
	const step = heldStep(state, stepId, fence);
	if (step === undefined || isFinal(state.status)) return { ...unchanged(state), verdict: false };
	const failures = step.failures + 1;
	if (failure.permanent || failures >= maxFailures) {
		return { ...finish(state, "failed", failure.message, now), verdict: true };
	}
	return { ...advance(again(state, step, failures, now), now, {}), verdict: true };
}

/** The queue gave a message up: as good as a run that failed, unless somebody is at work on the step. */
export function deadLetter(state: JobState, stepId: string, now: number): Decision {
	const step = state.steps[stepId];
	if (step === undefined || step.status !== "ready" || isFinal(state.status)) return unchanged(state);
	if (step.failures + 1 >= maxFailures) return finish(state, "failed", "The work could not be delivered.", now);
	return advance(again(state, step, step.failures + 1, now), now, {});
}

/** What time has brought: leases that ran out, messages that nobody answered. */
export function wake(state: JobState, now: number): Decision {
	let next = state;
	for (const step of Object.values(state.steps)) {
		if (isFinal(next.status)) break;
		if (step.status !== "leased" || step.dueAt > now) continue;
		const failures = step.failures + 1;
		next =
			failures >= maxFailures
				? finish(next, "failed", `Processing stopped ${failures} times without a result.`, now).state
				: again(next, step, failures, now);
	}
	if (isFinal(next.status)) {
		const ended = next !== state;
		return { state: next, effects: { sends: [], changed: ended, transition: ended }, verdict: undefined };
	}
	return advance(next, now, {});
}

export function cancel(state: JobState, now: number): Decision {
	return isFinal(state.status) ? unchanged(state) : finish(state, "cancelled", "The job was cancelled.", now);
}

/** The start could not be carried out: the job ends before it began. */
export function refuse(state: JobState, message: string, now: number): Decision {
	return isFinal(state.status) ? unchanged(state) : finish(state, "failed", message, now);
}

export function pause(state: JobState): Decision {
	if (state.status !== "pending" && state.status !== "running") return unchanged(state);
	return {
		state: { ...state, status: "paused" },
		effects: { sends: [], changed: true, transition: true },
		verdict: undefined,
	};
}

export function resume(state: JobState, now: number): Decision {
	if (state.status !== "paused") return unchanged(state);
	const steps = mapSteps(state.steps, (step) => (step.status === "ready" ? { ...step, dueAt: now } : step));
	const status = state.startedAt === null ? "pending" : "running";
	return advance({ ...state, status, steps }, now, { changed: true, transition: true });
}

/** When the object's alarm must ring next; null: never. */
export function nextWake(state: JobState): number | null {
	if (isFinal(state.status)) return null;
	const due = Object.values(state.steps)
		.filter((step) => step.status === "leased" || (step.status === "ready" && state.status !== "paused"))
		.map((step) => step.dueAt);
	return due.length === 0 ? null : Math.min(...due);
}

/** Units done so far, over all steps. */
export function unitsDone(state: JobState): number {
	const units = Object.values(state.steps).reduce((sum, step) => sum + step.units, 0);
	return state.total === null ? units : Math.min(units, state.total);
}

function heldStep(state: JobState, stepId: string, fence: number): Step | undefined {
	const step = state.steps[stepId];
	return step?.status === "leased" && step.fence === fence ? step : undefined;
}

function again(state: JobState, step: Step, failures: number, now: number): JobState {
	const wait = retryMs[Math.min(failures, retryMs.length) - 1] ?? 0;
	const ready: Step = { ...step, status: "ready", failures, units: 0, dueAt: now + wait };
	return { ...state, steps: { ...state.steps, [step.id]: ready } };
}

function withSteps(state: JobState, specs: StepSpec[]): JobState {
	const steps = { ...state.steps };
	for (const spec of specs) {
		steps[spec.id] ??= {
			id: spec.id,
			needs: spec.needs ?? [],
			input: spec.input ?? null,
			status: "waiting",
			sent: 0,
			unanswered: 0,
			runs: 0,
			failures: 0,
			fence: 0,
			dueAt: 0,
			units: 0,
			output: null,
		};
	}
	for (const { id, blocks = [] } of specs) {
		for (const blocked of blocks) {
			const step = steps[blocked];
			if (step?.status === "waiting" && !step.needs.includes(id)) {
				steps[blocked] = { ...step, needs: [...step.needs, id] };
			}
		}
	}
	return { ...state, steps };
}

/** Wakes steps whose needs are met, sends what is due, and ends the job when nothing is left. */
function advance(state: JobState, now: number, known: Partial<Effects>): Decision {
	const sends: Effects["sends"] = [];
	let lost = false;
	const steps = mapSteps(state.steps, (step) => {
		let next = step;
		if (next.status === "waiting" && next.needs.every((id) => state.steps[id]?.status === "done")) {
			next = { ...next, status: "ready", dueAt: now };
		}
		if (next.status === "ready" && next.dueAt <= now && state.status !== "paused") {
			if (next.unanswered >= maxUnanswered) lost = true;
			const wait = resendMs[Math.min(next.unanswered, resendMs.length - 1)] ?? 0;
			next = { ...next, sent: next.sent + 1, unanswered: next.unanswered + 1, dueAt: now + wait };
			sends.push({ step: next.id, attempt: next.sent });
		}
		return next;
	});
	const next: JobState = { ...state, steps };
	if (lost) return finish(next, "failed", "The queue did not answer for a day.", now);
	if (Object.values(steps).every((step) => step.status === "done")) return finish(next, "completed", null, now);
	return {
		state: next,
		effects: { sends, changed: known.changed ?? false, transition: known.transition ?? false },
		verdict: undefined,
	};
}

function finish(
	state: JobState,
	status: "completed" | "failed" | "cancelled",
	error: string | null,
	now: number,
): Decision {
	return {
		state: { ...state, status, error, phase: status, finishedAt: now },
		effects: { sends: [], changed: true, transition: true },
		verdict: undefined,
	};
}

function unchanged(state: JobState): Decision {
	return { state, effects: { sends: [], changed: false, transition: false }, verdict: undefined };
}

function mapSteps(steps: JobState["steps"], change: (step: Step) => Step): JobState["steps"] {
	return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, change(step)]));
}
