import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decision, isFinal, type JobState, leaseMs, type StepSpec, unitsDone } from "../../src/jobs/job-state.ts";
import {
	cancel,
	claim,
	complete,
	fail,
	nextWake,
	pause,
	report,
	resume,
	startJob,
	wake,
} from "../../src/jobs/state.ts";

/* Jobs of many items, one after the other: what a pause, a cancel and a lost item mean to them. */

const start = Date.UTC(2026, 0, 1);
const rows = 4;

function row(index: number, more: Partial<StepSpec> = {}): StepSpec {
	return { id: `row:${index}`, isPassing: true, otherwise: { id: `lost:${index}`, input: { index } }, ...more };
}

function aBatch(first: StepSpec = row(0)): JobState {
	return startJob({ id: "job", kind: "batch", owner: "someone", documentId: null, steps: [first], total: rows }, start)
		.state;
}

function claimed(state: JobState, step: string, now = start): { state: JobState; fence: number } {
	const decision = claim(state, step, now);
	if (!decision.verdict.run) throw new Error(`${step} could not be claimed`);
	return { state: decision.state, fence: decision.verdict.fence };
}

function done(state: JobState, step: string, followUps: StepSpec[], now = start): Decision<boolean> {
	const run = claimed(state, step, now);
	return complete(run.state, step, run.fence, { units: 1, followUps }, now);
}

describe("a job of many items", () => {
	it("remembers the item in hand and counts the others", () => {
		let state = aBatch();
		for (let index = 0; index < rows; index += 1) {
			expect(Object.keys(state.steps)).toEqual([`row:${index}`]);
			state = done(state, `row:${index}`, index + 1 < rows ? [row(index + 1)] : []).state;
		}
		expect(state).toMatchObject({ status: "completed", forgotten: { steps: rows, runs: rows, units: rows } });
		expect(unitsDone(state)).toBe(rows);
	});

	it("forgets the parts of an item with the step that needed them", () => {
		const parts: StepSpec[] = [
			{ id: "ocr:0:1", isPart: true, isOptional: true },
			{ id: "tag:0", isPart: true, isPassing: true, needs: ["ocr:0:1"] },
		];
		let state = done(aBatch(), "row:0", parts).state;
		state = done(state, "ocr:0:1", []).state;
		state = done(state, "tag:0", [row(1)]).state;
		expect(Object.keys(state.steps)).toEqual(["row:1"]);
	});

	it("lets an item wait before it begins", () => {
		const next = done(aBatch(), "row:0", [row(1, { delayMs: 500 })]);
		expect(next.effects.sends).toEqual([]);
		expect(nextWake(next.state)).toBe(start + 500);
		expect(wake(next.state, start + 500).effects.sends).toEqual([{ step: "row:1", attempt: 1 }]);
	});

	it("goes on with something else where an item is given up, and says why", () => {
		const run = claimed(aBatch(), "row:0");
		const lost = fail(run.state, "row:0", run.fence, { message: "out of memory", permanent: true }, start);
		expect(lost.state.status).toBe("running");
		expect(lost.effects.sends).toEqual([{ step: "lost:0", attempt: 1 }]);
		expect(lost.state.steps["lost:0"]?.input).toEqual({ index: 0, error: "out of memory" });
		expect(done(lost.state, "lost:0", [row(1)]).state.steps).toHaveProperty("row:1");
	});

	it("sends what takes the place of an item that never reported", () => {
		let state = aBatch(row(0, { tries: 1 }));
		state = claimed(state, "row:0").state;
		const woken = wake(state, start + leaseMs);
		expect(woken.effects.sends).toEqual([{ step: "lost:0", attempt: 1 }]);
	});

	it("does without a part that is not needed", () => {
		const parts: StepSpec[] = [
			{ id: "ocr:0:1", isPart: true, isOptional: true, tries: 1 },
			{ id: "tag:0", isPart: true, isPassing: true, needs: ["ocr:0:1"] },
		];
		const run = claimed(done(aBatch(), "row:0", parts).state, "ocr:0:1");
		const given = fail(run.state, "ocr:0:1", run.fence, { message: "a trap", permanent: false }, start);
		expect(given.effects.sends).toEqual([{ step: "tag:0", attempt: 1 }]);
	});

	it("fails with its last word where a result says so", () => {
		const run = claimed(aBatch(), "row:0");
		const ended = complete(run.state, "row:0", run.fence, { units: 1, failedUnits: 1, failure: "No text." }, start);
		expect(ended.state).toMatchObject({ status: "failed", error: "No text.", failedUnits: 1 });
	});
});

describe("a pause", () => {
	it("lets the item in hand finish with all its parts, and begins no other", () => {
		const parts: StepSpec[] = [
			{ id: "ocr:0:1", isPart: true },
			{ id: "tag:0", isPart: true, isPassing: true, needs: ["ocr:0:1"] },
		];
		let state = pause(done(aBatch(), "row:0", parts).state).state;
		state = done(state, "ocr:0:1", []).state;
		const held = done(state, "tag:0", [row(1)]);
		expect(held.effects.sends).toEqual([]);
		expect(held.state.status).toBe("paused");
		expect(claim(held.state, "row:1", start).verdict.run).toBe(false);
		expect(nextWake(held.state)).toBe(null);
		expect(resume(held.state, start).effects.sends).toEqual([{ step: "row:1", attempt: 1 }]);
	});

	it("ends a wait between items only when it is over itself", () => {
		const waiting = done(aBatch(), "row:0", [row(1, { delayMs: 60_000 })]).state;
		const paused = pause(waiting).state;
		expect(wake(paused, start + 120_000).effects.sends).toEqual([]);
	});
});

describe("a patient cancel", () => {
	it("waits for the item in hand, which counts", () => {
		const run = claimed(aBatch(), "row:0");
		const asked = cancel(run.state, start, { patient: true });
		expect(asked.state.status).toBe("running");
		expect(report(asked.state, "row:0", run.fence, {}, start).verdict).toBe(true);
		const ended = complete(asked.state, "row:0", run.fence, { units: 1, followUps: [row(1)] }, start);
		expect(ended.state.status).toBe("cancelled");
		expect(unitsDone(ended.state)).toBe(1);
	});

	it("is at once where no item is in hand: before the first, in a wait, in a pause", () => {
		const waiting = done(aBatch(), "row:0", [row(1, { delayMs: 60_000 })]).state;
		for (const state of [aBatch(), waiting, pause(waiting).state]) {
			expect(cancel(state, start, { patient: true }).state.status).toBe("cancelled");
		}
	});

	it("is final: no pause and no resume undoes it", () => {
		const run = claimed(aBatch(), "row:0");
		const asked = cancel(run.state, start, { patient: true }).state;
		expect(pause(asked).state).toBe(asked);
		expect(resume(asked, start).state).toBe(asked);
	});
});

describe("any order of commands and deliveries", () => {
	it("does each item once, in order, and none between a pause and its end", () => {
		const act = fc.constantFrom("deliver", "finish", "die", "pause", "resume", "pass");
		fc.assert(
			fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
				let state = aBatch();
				let now = start;
				const messages = ["row:0"];
				const begun: number[] = [];
				const finished: number[] = [];
				let runs: { step: string; fence: number }[] = [];
				const take = <V>(decision: Decision<V>): V => {
					state = decision.state;
					messages.push(...decision.effects.sends.map(({ step }) => step));
					return decision.verdict;
				};
				for (const next of [
					...acts,
					...Array.from(
						{ length: 60 },
						(_, at) => (["resume", "pass", "deliver", "finish"] as const)[at % 4] ?? "pass",
					),
				]) {
					if (next === "pause") take(pause(state));
					if (next === "resume") take(resume(state, now));
					if (next === "pass") {
						now += leaseMs;
						take(wake(state, now));
					}
					if (next === "die") runs = [];
					if (next === "deliver") {
						const step = messages.shift();
						if (step === undefined) continue;
						const verdict = take(claim(state, step, now));
						if (!verdict.run) continue;
						expect(state.status).not.toBe("paused");
						begun.push(Number(step.split(":")[1]));
						runs.push({ step, fence: verdict.fence });
					}
					if (next === "finish") {
						const run = runs.shift();
						if (run === undefined) continue;
						const index = Number(run.step.split(":")[1]);
						const followUps = index + 1 < rows ? [row(index + 1)] : [];
						if (take(complete(state, run.step, run.fence, { units: 1, followUps }, now))) finished.push(index);
					}
				}
				expect(finished).toEqual([...finished].sort((a, b) => a - b));
				expect(new Set(finished).size).toBe(finished.length);
				expect(begun).toEqual([...begun].sort((a, b) => a - b));
				if (isFinal(state.status)) expect(state.status).toBe("completed");
				if (state.status === "completed") expect(unitsDone(state)).toBe(rows);
			}),
		);
	});
});
