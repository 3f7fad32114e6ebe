/*
 * What may happen to a job: a pure state machine. The object (`job.ts`) feeds it commands and carries out its effects; the
 * consumer only ever learns a verdict. Any command may arrive twice, late, out of order or never.
 */
import { advance, again, cancellation, finish, forget, giveUp, mapSteps, unchanged, withSteps } from "./advance.ts";
import type { StepProgress } from "./handle.ts";
import {
	type ClaimVerdict,
	type Decision,
	isFinal,
	isHeld,
	isLibraryKind,
	type JobState,
	leaseMsOf,
	type StartInput,
	type Step,
	type StepOutcome,
	triesOf,
	workerCrashed,
} from "./job-state.ts";

/** A job that has not begun: its first steps are ready and are to be sent. */
export function startJob(input: StartInput, now: number): Decision {
	const state: JobState = {
		id: input.id,
		kind: input.kind,
		owner: input.owner,
		name: input.name ?? null,
		documentId: input.documentId,
		status: "pending",
		isCancelling: false,
		phase: "queued",
		error: null,
		total: input.total ?? null,
		fraction: null,
		phaseFraction: null,
		message: null,
		result: null,
		peakBytes: 0,
		lastFence: 0,
		createdAt: now,
		startedAt: null,
		finishedAt: null,
		failedUnits: 0,
		forgotten: { steps: 0, runs: 0, sent: 0, units: 0 },
		steps: {},
	};
	return advance(withSteps(state, input.steps, now), now, { changed: true });
}

/** May this step run now, and under which token? Whoever holds the newest token is the only one that is listened to. */
export function claim(state: JobState, stepId: string, now: number): Decision<ClaimVerdict> {
	const step = state.steps[stepId];
	const runnable =
		step !== undefined &&
		!isFinal(state.status) &&
		!isHeld(state, step) &&
		(step.status === "ready" || (step.status === "leased" && step.dueAt <= now));
	if (!runnable) return { ...unchanged(state), verdict: { run: false } };
	if (step.status === "leased" && step.failures + 1 >= triesOf(step)) {
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
		dueAt: now + leaseMsOf(state.kind),
		units: 0,
	};
	const first = state.status === "pending";
	const outputs = Object.fromEntries(step.needs.map((id) => [id, state.steps[id]?.output ?? null]));
	return {
		state: {
			...state,
			status: first ? "running" : state.status,
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
	progress: Omit<StepProgress, "item">,
	now: number,
): Decision<boolean> {
	const step = heldStep(state, stepId, fence);
	// A pause lets the item in hand finish; only a final state or a newer lease stops it.
	if (step === undefined || isFinal(state.status)) return { ...unchanged(state), verdict: false };
	const next: JobState = {
		...withProgress(state, progress),
		total: progress.total ?? state.total,
		phase: progress.phase ?? state.phase,
		peakBytes: Math.max(state.peakBytes, progress.peakBytes ?? 0),
		steps: {
			...state.steps,
			[stepId]: { ...step, units: progress.units ?? step.units, dueAt: now + leaseMsOf(state.kind) },
		},
	};
	const told = progress.units ?? progress.fraction ?? progress.phaseFraction ?? progress.message;
	const changed = next.total !== state.total || next.phase !== state.phase || told !== undefined;
	return { state: next, effects: { sends: [], changed, transition: next.total !== state.total }, verdict: true };
}

/** A run has succeeded: its follow-ups join the job, and whatever waited for it may be sent. */
export function complete(
	state: JobState,
	stepId: string,
	fence: number,
	result: StepOutcome,
	now: number,
): Decision<boolean> {
	const step = heldStep(state, stepId, fence);
	if (step === undefined || isFinal(state.status)) return { ...unchanged(state), verdict: false };
	const done: Step = { ...step, status: "done", units: result.units ?? step.units, output: result.output ?? null };
	const next: JobState = {
		...withProgress(state, result),
		result: result.result ?? state.result,
		peakBytes: Math.max(state.peakBytes, result.peakBytes ?? 0),
		failedUnits: state.failedUnits + (result.failedUnits ?? 0),
		steps: { ...state.steps, [stepId]: done },
	};
	if (result.failure !== undefined) return { ...finish(next, "failed", result.failure, now), verdict: true };
	const grown = withSteps(next, result.followUps ?? [], now);
	// The row of a job of many items is written at its ends: each item has a row of its own.
	return {
		...advance(step.isPassing ? forget(grown, done) : grown, now, { changed: true, transition: !step.isPassing }),
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
	if (failure.permanent || failures >= triesOf(step)) {
		return { ...advance(giveUp(state, step, failure.message, now), now, {}), verdict: true };
	}
	return { ...advance(again(state, step, failures, now), now, {}), verdict: true };
}

/** The queue gave a message up: as good as a run that failed, unless somebody is at work on the step. */
export function deadLetter(state: JobState, stepId: string, now: number): Decision {
	const step = state.steps[stepId];
	if (step === undefined || step.status !== "ready" || isFinal(state.status)) return unchanged(state);
	if (step.failures + 1 >= triesOf(step)) {
		return advance(giveUp(state, step, undeliveredReason(state.kind), now), now, {});
	}
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
			failures >= triesOf(step)
				? giveUp(next, step, lostReason(state.kind, failures), now)
				: again(next, step, failures, now);
	}
	return isFinal(state.status) ? unchanged(state) : advance(next, now, {});
}

/** Ends the job at once; with `patient`, once the item in hand is finished. */
export function cancel(state: JobState, now: number, options: { patient?: boolean } = {}): Decision {
	if (isFinal(state.status)) return unchanged(state);
	if (!options.patient) return finish(state, "cancelled", cancellation, now);
	return state.isCancelling ? unchanged(state) : advance({ ...state, isCancelling: true }, now, {});
}

/** The start could not be carried out: the job ends before it began. */
export function refuse(state: JobState, message: string, now: number): Decision {
	return isFinal(state.status) ? unchanged(state) : finish(state, "failed", message, now);
}

export function pause(state: JobState): Decision {
	if ((state.status !== "pending" && state.status !== "running") || state.isCancelling) return unchanged(state);
	return {
		state: { ...state, status: "paused" },
		effects: { sends: [], changed: true, transition: true },
		verdict: undefined,
	};
}

export function resume(state: JobState, now: number): Decision {
	if (state.status !== "paused") return unchanged(state);
	const steps = mapSteps(state.steps, (step) => (step.status === "ready" ? { ...step, dueAt: now } : step));
	// Even where it was held before its first step: who resumes a job finds it at work.
	const startedAt = state.startedAt ?? now;
	return advance({ ...state, status: "running", startedAt, steps }, now, { changed: true, transition: true });
}

/** When the object's alarm must ring next; null: never. */
export function nextWake(state: JobState): number | null {
	if (isFinal(state.status)) return null;
	const due = Object.values(state.steps)
		.filter((step) => step.status === "leased" || (step.status === "ready" && !isHeld(state, step)))
		.map((step) => step.dueAt);
	return due.length === 0 ? null : Math.min(...due);
}

function lostReason(kind: string, failures: number): string {
	const reason = `rocessing stopped ${failures} times without a result.`;
	return isLibraryKind(kind) ? `${workerCrashed}: p${reason}` : `P${reason}`;
}

function undeliveredReason(kind: string): string {
	return isLibraryKind(kind)
		? `${workerCrashed}: the work could not be delivered.`
		: "The work could not be delivered.";
}

function withProgress(
	state: JobState,
	{ fraction, phaseFraction, message }: Pick<StepProgress, "fraction" | "phaseFraction" | "message">,
): JobState {
	return {
		...state,
		fraction: fraction === undefined ? state.fraction : clamp(fraction),
		phaseFraction: phaseFraction === undefined ? state.phaseFraction : phaseFraction && clamp(phaseFraction),
		message: message ?? state.message,
	};
}

function clamp(fraction: number): number {
	return Math.min(1, Math.max(0, fraction));
}

function heldStep(state: JobState, stepId: string, fence: number): Step | undefined {
	const step = state.steps[stepId];
	return step?.status === "leased" && step.fence === fence ? step : undefined;
}
