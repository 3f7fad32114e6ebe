import { isFinal, type JobState, type JobStatus, type JsonValue, unitsDone } from "./job-state.ts";

/** A job as watchers and tables see it, before any surface's dialect. */
export interface JobView {
	id: string;
	kind: string;
	owner: string;
	name: string | null;
	documentId: string | null;
	status: JobStatus;
	phase: string;
	/** 0…1. */
	progress: number;
	/** Of the phase, 0…1, where the work tells. */
	phaseProgress: number | null;
	message: string | null;
	/** What it came to. */
	result: JsonValue;
	/** Units (pages) done and in all. */
	done: number;
	total: number | null;
	/** Of `done`, units that came to nothing. */
	failed: number;
	startedAt: number | null;
	finishedAt: number | null;
	/** Seconds left at the pace so far; null while nothing is known. */
	etaSeconds: number | null;
	error: string | null;
}

export function viewOf(state: JobState, now: number): JobView {
	const done = unitsDone(state);
	const fraction = progressOf(state, done);
	return {
		id: state.id,
		kind: state.kind,
		owner: state.owner,
		name: state.name,
		documentId: state.documentId,
		status: state.status,
		phase: state.phase,
		progress: fraction,
		phaseProgress: state.phaseFraction,
		message: state.message,
		result: state.result,
		done,
		total: state.total,
		failed: state.failedUnits,
		startedAt: state.startedAt,
		finishedAt: state.finishedAt,
		etaSeconds: etaOf(state, fraction, now),
		error: state.error,
	};
}

/** Pages are nearly all of the work; what follows the last page keeps the last hundredth. */
function progressOf(state: JobState, done: number): number {
	if (state.status === "completed") return 1;
	if (state.fraction !== null) return state.fraction;
	if (state.total === null || state.total === 0) return 0;
	return Math.min(0.99, Math.round((done / state.total) * 1000) / 1000);
}

function etaOf(state: JobState, fraction: number, now: number): number | null {
	if (isFinal(state.status)) return 0;
	if (state.startedAt === null || fraction <= 0) return null;
	return Math.round(((now - state.startedAt) / 1000) * (1 / fraction - 1));
}

/** What a run cost, for the `stats` of its row: shows that no page was converted twice and how much memory was held. */
export interface JobStats {
	steps: number;
	/** Runs begun; more than `steps` means that something had to be done again. */
	runs: number;
	/** Messages sent. */
	deliveries: number;
	/** Units that finished runs have reported. */
	pages: number;
	peakBytes: number;
}

export function statsOf(state: JobState): JobStats {
	const steps = Object.values(state.steps);
	const sum = (value: (step: (typeof steps)[number]) => number) =>
		steps.reduce((total, step) => total + value(step), 0);
	return {
		steps: steps.length + state.forgotten.steps,
		runs: sum((step) => step.runs) + state.forgotten.runs,
		deliveries: sum((step) => step.sent) + state.forgotten.sent,
		pages: sum((step) => step.units) + state.forgotten.units,
		peakBytes: state.peakBytes,
	};
}
