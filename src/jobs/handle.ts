import type { ClaimVerdict, StartInput, StepOutcome } from "./job-state.ts";
import type { ItemNote } from "./memory.ts";
import type { JobView } from "./view.ts";

/** How far a run is. */
export interface StepProgress {
	units?: number;
	total?: number;
	phase?: string;
	peakBytes?: number;
	/** Of the whole job and of its phase, 0…1; what is not given stays. */
	fraction?: number;
	phaseFraction?: number | null;
	message?: string;
	/** What watchers are told of one item. */
	item?: ItemNote;
}

/** The object of one job as the rest of the Worker calls it; each call may throw when the object cannot be reached. */
export interface JobHandle {
	/**
	 * Takes the id for a job whose rows are being written, and keeps what its work needs and nobody else may see, sealed, until it is over.
	 * False if the id is taken; a reservation without a start ends after 15 minutes.
	 */
	reserve(secret: string | null): Promise<boolean>;
	start(input: StartInput): Promise<boolean>;
	claim(step: string): Promise<ClaimVerdict & { secret?: string }>;
	report(step: string, fence: number, progress: StepProgress): Promise<boolean>;
	complete(step: string, fence: number, result: StepOutcome & { item?: ItemNote }): Promise<boolean>;
	fail(step: string, fence: number, failure: { message: string; permanent: boolean }): Promise<boolean>;
	deadLetter(step: string): Promise<void>;
	/** `patient`: the item in hand is finished first. */
	cancel(options?: { patient?: boolean }): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	/** The job as it stands, after what is overdue was dealt with; null where there is none, or it was forgotten. */
	view(): Promise<JobView | null>;
	erase(): Promise<void>;
	fetch(input: URL, init: RequestInit): Promise<Response>;
}

/** `JobObject implements JobHandle`, and calls cross as copies of plain data: the stub's own generic types only say so at great length. */
export function jobHandle(stub: unknown): JobHandle {
	return stub as JobHandle;
}
