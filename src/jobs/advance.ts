/* How a job moves on after a command: the inner half of the state machine, as pure as `state.ts`. */
import { type Decision, type Effects, isFinal, isHeld, type JobState, type Step, type StepSpec } from "./job-state.ts";

/** Waits between sendings of a step that nobody claims; the last one repeats until `maxUnanswered`. */
const resendMs = [10_000, 20_000, 30_000, 30_000, 30_000, 30_000, 30_000, 60_000, 120_000, 300_000, 600_000];
/** About a day of silence from the queue. */
const maxUnanswered = 150;
/** Waits before a failed step runs again. */
const retryMs = [1_000, 4_000, 15_000, 30_000, 60_000];

export const cancellation = "The job was cancelled.";

/** The step waits for its next run. */
export function again(state: JobState, step: Step, failures: number, now: number): JobState {
	const wait = retryMs[Math.min(failures, retryMs.length) - 1] ?? 0;
	const ready: Step = { ...step, status: "ready", failures, units: 0, dueAt: now + wait };
	return { ...state, steps: { ...state.steps, [step.id]: ready } };
}

/** The job with more steps; one that it has already stays as it is. */
export function withSteps(state: JobState, specs: readonly StepSpec[], now: number): JobState {
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
			dueAt: now + (spec.delayMs ?? 0),
			units: 0,
			output: null,
			...(spec.tries !== undefined && { tries: spec.tries }),
			...(spec.otherwise !== undefined && { otherwise: spec.otherwise }),
			...(spec.isOptional && { isOptional: true }),
			...(spec.isPart && { isPart: true }),
			...(spec.isPassing && { isPassing: true }),
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
export function advance(state: JobState, now: number, known: Partial<Effects>): Decision {
	if (isFinal(state.status)) {
		return { state, effects: { sends: [], changed: true, transition: true }, verdict: undefined };
	}
	const sends: Effects["sends"] = [];
	let lost = false;
	const steps = mapSteps(state.steps, (step) => {
		let next = step;
		if (next.status === "waiting" && next.needs.every((id) => state.steps[id]?.status === "done")) {
			next = { ...next, status: "ready", dueAt: Math.max(now, next.dueAt) };
		}
		if (next.status === "ready" && next.dueAt <= now && !isHeld(state, next)) {
			if (next.unanswered >= maxUnanswered) lost = true;
			const wait = resendMs[Math.min(next.unanswered, resendMs.length - 1)] ?? 0;
			next = { ...next, sent: next.sent + 1, unanswered: next.unanswered + 1, dueAt: now + wait };
			sends.push({ step: next.id, attempt: next.sent });
		}
		return next;
	});
	const next: JobState = { ...state, steps };
	if (lost) return finish(next, "failed", "The queue did not answer for a day.", now);
	if (state.isCancelling && !hasItemInHand(next)) return finish(next, "cancelled", cancellation, now);
	if (Object.values(steps).every((step) => step.status === "done")) return finish(next, "completed", null, now);
	return {
		state: next,
		effects: { sends, changed: known.changed ?? false, transition: known.transition ?? false },
		verdict: undefined,
	};
}

/** The step's tries are used up: the job does without it, runs something else in its place, or fails. */
export function giveUp(state: JobState, step: Step, reason: string, now: number): JobState {
	const done: Step = { ...step, status: "done", units: 0, output: null };
	if (step.isOptional) return { ...state, steps: { ...state.steps, [step.id]: done } };
	if (step.otherwise === undefined) return finish(state, "failed", reason, now).state;
	const { id, input } = step.otherwise;
	const instead: StepSpec = {
		id,
		input: { ...input, error: reason },
		isPart: true,
		isPassing: step.isPassing ?? false,
	};
	// What belonged to the same item and waited for this step goes with it.
	const kept = Object.values(state.steps).filter((other) => !other.needs.includes(step.id));
	const steps = { ...Object.fromEntries(kept.map((other) => [other.id, other])), [step.id]: done };
	const next = withSteps({ ...state, steps }, [instead], now);
	return step.isPassing ? forget(next, done) : next;
}

/** Drops a step that is done, and those it needed, from memory; what they came to stays in the tally. */
export function forget(state: JobState, done: Step): JobState {
	const gone = new Set([done.id, ...done.needs]);
	const steps = { ...state.steps };
	const forgotten = { ...state.forgotten };
	for (const id of gone) {
		const step = steps[id];
		if (step === undefined || step.status !== "done") continue;
		forgotten.steps += 1;
		forgotten.runs += step.runs;
		forgotten.sent += step.sent;
		forgotten.units += step.units;
		delete steps[id];
	}
	return { ...state, steps, forgotten };
}

export function finish(
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

/** A step is at work, or more of its item is to come. */
function hasItemInHand(state: JobState): boolean {
	return Object.values(state.steps).some(
		(step) => step.status === "leased" || (step.isPart === true && step.status !== "done"),
	);
}

export function unchanged(state: JobState): Decision {
	return { state, effects: { sends: [], changed: false, transition: false }, verdict: undefined };
}

export function mapSteps(steps: JobState["steps"], change: (step: Step) => Step): JobState["steps"] {
	return Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, change(step)]));
}
