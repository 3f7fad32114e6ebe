import type { StartInput } from "./job.ts";
import type { ClaimVerdict, JsonValue, StepSpec } from "./state.ts";

/** The object of one job as the rest of the Worker calls it; each call may throw when the object cannot be reached. */
export interface JobHandle {
	start(input: StartInput): Promise<boolean>;
	claim(step: string): Promise<ClaimVerdict>;
	report(
		step: string,
		fence: number,
		progress: { units?: number; total?: number; phase?: string; peakBytes?: number },
	): Promise<boolean>;
	complete(
		step: string,
		fence: number,
		result: { units?: number; output?: JsonValue; followUps?: StepSpec[]; peakBytes?: number },
	): Promise<boolean>;
	fail(step: string, fence: number, failure: { message: string; permanent: boolean }): Promise<boolean>;
	deadLetter(step: string): Promise<void>;
	cancel(): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	erase(): Promise<void>;
	fetch(input: URL, init: RequestInit): Promise<Response>;
}

/** `JobObject implements JobHandle`, and calls cross as copies of plain data: the stub's own generic types only say so at great length. */
export function jobHandle(stub: unknown): JobHandle {
	return stub as JobHandle;
}
