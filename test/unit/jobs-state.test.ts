import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type Decision,
	isFinal,
	type JobState,
	leaseMs,
	maxFailures,
	type StepSpec,
	unitsDone,
} from "../../src/jobs/job-state.ts";
import {
	cancel,
	claim,
	complete,
	deadLetter,
	fail,
	nextWake,
	pause,
	report,
	resume,
	startJob,
	wake,
} from "../../src/jobs/state.ts";

const start = Date.UTC(2026, 0, 1);

function aJob(steps: StepSpec[] = [{ id: "convert" }]): Decision {
	return startJob({ id: "job", kind: "conversion", owner: "someone", documentId: "document", steps }, start);
}

function claimed(state: JobState, step: string, now: number): { state: JobState; fence: number } {
	const decision = claim(state, step, now);
	if (!decision.verdict.run) throw new Error(`${step} could not be claimed`);
	return { state: decision.state, fence: decision.verdict.fence };
}

/** Follow-ups of a step, so that the job grows while it runs, as a long document's does. */
const plan: Record<string, StepSpec[]> = {
	convert: [
		{ id: "pages:1-40" },
		{ id: "pages:41-80" },
		{ id: "pages:81-90" },
		{ id: "assemble", needs: ["pages:1-40", "pages:41-80", "pages:81-90"] },
	],
};

/** A queue that repeats, loses and reorders, and consumers that die anywhere. */
class World {
	now = start;
	state: JobState;
	messages: string[] = [];
	runs: { step: string; fence: number }[] = [];
	/** Runs whose success was taken, by step. */
	readonly accepted = new Map<string, number>();

	constructor() {
		const decision = aJob();
		this.state = decision.state;
		this.take(decision);
	}

	take<Verdict>(decision: Decision<Verdict>): Verdict {
		if (isFinal(this.state.status)) expect(decision.state).toEqual(this.state);
		this.state = decision.state;
		this.messages.push(...decision.effects.sends.map((send) => send.step));
		return decision.verdict;
	}

	deliver(at: number, keep: boolean): void {
		const step = this.messages[at % this.messages.length];
		if (step === undefined) return;
		if (!keep) this.messages.splice(at % this.messages.length, 1);
		const verdict = this.take(claim(this.state, step, this.now));
		if (verdict.run) this.runs.push({ step, fence: verdict.fence });
	}

	withRun(at: number, keep: boolean, act: (run: { step: string; fence: number }) => void): void {
		const run = this.runs[at % this.runs.length];
		if (run === undefined) return;
		if (!keep) this.runs.splice(at % this.runs.length, 1);
		act(run);
	}

	succeed(at: number, keep: boolean): void {
		this.withRun(at, keep, ({ step, fence }) => {
			const followUps = plan[step] ?? [];
			if (this.take(complete(this.state, step, fence, { units: 1, followUps }, this.now))) {
				this.accepted.set(step, (this.accepted.get(step) ?? 0) + 1);
			}
		});
	}

	pass(ms: number): void {
		this.now += ms;
		const due = nextWake(this.state);
		if (due !== null && due <= this.now) this.take(wake(this.state, this.now));
	}

	check(): void {
		for (const [step, times] of this.accepted) expect(times, step).toBe(1);
		const live = this.runs.filter((run) => {
			const step = this.state.steps[run.step];
			return step?.status === "leased" && step.fence === run.fence;
		});
		expect(new Set(live.map((run) => run.step)).size).toBe(new Set(live.map((run) => `${run.step}/${run.fence}`)).size);
		if (this.state.status === "completed") {
			expect([...this.accepted.keys()].sort()).toEqual(Object.keys(this.state.steps).sort());
		}
	}
}

const index = fc.nat({ max: 20 });
const command = fc.oneof(
	{ weight: 6, arbitrary: fc.tuple(fc.constant("deliver" as const), index, fc.boolean()) },
	{ weight: 4, arbitrary: fc.tuple(fc.constant("succeed" as const), index, fc.boolean()) },
	fc.tuple(fc.constant("lose" as const), index, fc.boolean()),
	fc.tuple(fc.constant("crash" as const), index, fc.boolean()),
	fc.tuple(fc.constant("fail" as const), index, fc.boolean()),
	fc.tuple(fc.constant("report" as const), index, fc.boolean()),
	fc.tuple(fc.constant("dead letter" as const), index, fc.boolean()),
	fc.tuple(fc.constant("pause" as const), index, fc.boolean()),
	{ weight: 2, arbitrary: fc.tuple(fc.constant("pass" as const), fc.nat({ max: 2 * leaseMs }), fc.boolean()) },
);

function apply(world: World, [kind, at, keep]: readonly [string, number, boolean]): void {
	switch (kind) {
		case "deliver":
			world.deliver(at, keep);
			break;
		case "succeed":
			world.succeed(at, keep);
			break;
		case "lose":
			world.messages.splice(at % Math.max(1, world.messages.length), 1);
			break;
		case "crash":
			world.withRun(at, false, () => {});
			break;
		case "fail":
			world.withRun(at, keep, ({ step, fence }) => {
				world.take(fail(world.state, step, fence, { message: "It broke.", permanent: false }, world.now));
			});
			break;
		case "report":
			world.withRun(at, true, ({ step, fence }) => {
				world.take(report(world.state, step, fence, { units: at, total: 90 }, world.now));
			});
			break;
		case "dead letter":
			world.take(deadLetter(world.state, world.messages[at % Math.max(1, world.messages.length)] ?? "none", world.now));
			break;
		case "pause":
			world.take(keep ? pause(world.state) : resume(world.state, world.now));
			break;
		case "pass":
			world.pass(at);
			break;
	}
}

describe("a job", () => {
	it("ends in a final state with every step taken once, whatever is repeated, reordered, lost or killed", () => {
		fc.assert(
			fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
				const world = new World();
				for (const each of commands) {
					apply(world, each);
					world.check();
				}
				// From here on the world is kind: what is sent arrives, what is claimed succeeds.
				world.take(resume(world.state, world.now));
				for (let round = 0; round < 100 && !isFinal(world.state.status); round += 1) {
					while (world.messages.length > 0) world.deliver(0, false);
					while (world.runs.length > 0) world.succeed(0, false);
					world.check();
					const due = nextWake(world.state);
					if (due !== null && !isFinal(world.state.status)) world.pass(Math.max(0, due - world.now));
				}
				world.check();
				expect(isFinal(world.state.status)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	it("fails with a reason after about a day when the queue loses every message", () => {
		const world = new World();
		let rings = 0;
		while (!isFinal(world.state.status)) {
			world.messages = [];
			const due = nextWake(world.state);
			expect(due).not.toBeNull();
			world.pass((due ?? 0) - world.now);
			rings += 1;
			expect(rings).toBeLessThan(1000);
		}
		expect(world.state.status).toBe("failed");
		expect(world.state.error).toMatch(/queue/);
		expect((world.now - start) / 3_600_000).toBeGreaterThan(12);
	});

	it("is completed when its last step is done, and then stays as it is", () => {
		const { state, fence } = claimed(aJob().state, "convert", start);
		const done = complete(state, "convert", fence, { units: 10 }, start + 5);
		expect(done.state).toMatchObject({ status: "completed", finishedAt: start + 5, error: null });
		expect(complete(done.state, "convert", fence, { units: 10 }, start + 6)).toMatchObject({
			state: done.state,
			verdict: false,
		});
		expect(cancel(done.state, start + 7).state).toBe(done.state);
		expect(claim(done.state, "convert", start + 8).verdict.run).toBe(false);
	});

	it("gives a step to one run at a time", () => {
		const first = claimed(aJob().state, "convert", start);
		expect(claim(first.state, "convert", start + leaseMs - 1).verdict.run).toBe(false);
	});

	it("no longer listens to a run whose lease was given to another", () => {
		const first = claimed(aJob().state, "convert", start);
		const second = claimed(first.state, "convert", start + leaseMs);
		expect(second.fence).toBeGreaterThan(first.fence);
		expect(report(second.state, "convert", first.fence, { units: 3 }, start + leaseMs + 1).verdict).toBe(false);
		expect(complete(second.state, "convert", first.fence, {}, start + leaseMs + 1).verdict).toBe(false);
		expect(complete(second.state, "convert", second.fence, {}, start + leaseMs + 1).verdict).toBe(true);
	});

	it("keeps a lease alive by reports", () => {
		const { state, fence } = claimed(aJob().state, "convert", start);
		const renewed = report(state, "convert", fence, { units: 1 }, start + leaseMs - 1);
		expect(claim(renewed.state, "convert", start + leaseMs + 10).verdict.run).toBe(false);
	});

	it("takes work on a library for dead sooner, as it tells more often that it lives", () => {
		const job = { id: "job", kind: "sync", owner: "someone", documentId: null, steps: [{ id: "list:1" }] };
		const { state, fence } = claimed(startJob(job, start).state, "list:1", start);
		const late = start + 19_999;
		expect(claim(state, "list:1", late).verdict.run).toBe(false);
		expect(claim(state, "list:1", late + 1).verdict.run).toBe(true);
		const renewed = report(state, "list:1", fence, {}, late).state;
		expect(claim(renewed, "list:1", late + 1).verdict.run).toBe(false);
	});

	it(`fails with a sentence after ${maxFailures} runs that never reported`, () => {
		let state = aJob().state;
		let now = start;
		for (let run = 0; run < maxFailures; run += 1) {
			state = claimed(state, "convert", now).state;
			now += leaseMs;
			state = wake(state, now).state;
			now += 60_000;
		}
		expect(state).toMatchObject({ status: "failed", error: "Processing stopped 5 times without a result." });
	});

	it("fails at once for what another try cannot mend", () => {
		const { state, fence } = claimed(aJob().state, "convert", start);
		const failed = fail(state, "convert", fence, { message: "It is encrypted.", permanent: true }, start + 1);
		expect(failed.state).toMatchObject({ status: "failed", error: "It is encrypted." });
	});

	it("sends nothing and starts nothing while it is paused, and goes on when resumed", () => {
		const { state, fence } = claimed(aJob().state, "convert", start);
		const paused = pause(state).state;
		const done = complete(paused, "convert", fence, { followUps: plan.convert ?? [] }, start + 1);
		expect(done.effects.sends).toEqual([]);
		expect(claim(done.state, "pages:1-40", start + 2).verdict.run).toBe(false);
		const resumed = resume(done.state, start + 3);
		expect(resumed.effects.sends.map((send) => send.step)).toEqual(["pages:1-40", "pages:41-80", "pages:81-90"]);
	});

	it("runs a step only after all that it needs, and hands it what they left", () => {
		let { state, fence } = claimed(aJob().state, "convert", start);
		state = complete(state, "convert", fence, { followUps: plan.convert ?? [] }, start).state;
		expect(claim(state, "assemble", start).verdict.run).toBe(false);
		for (const [step, output] of [
			["pages:81-90", 3],
			["pages:1-40", 1],
			["pages:41-80", 2],
		] as const) {
			({ state, fence } = claimed(state, step, start));
			state = complete(state, step, fence, { output }, start).state;
		}
		const verdict = claim(state, "assemble", start).verdict;
		expect(verdict).toMatchObject({
			run: true,
			outputs: { "pages:1-40": 1, "pages:41-80": 2, "pages:81-90": 3 },
		});
	});

	it("lets a step that is being done put another one before those that wait for it", () => {
		let { state, fence } = claimed(aJob().state, "convert", start);
		const followUps = [{ id: "pages" }, { id: "assemble", needs: ["pages"] }];
		state = complete(state, "convert", fence, { followUps }, start).state;
		({ state, fence } = claimed(state, "pages", start));
		state = complete(state, "pages", fence, { followUps: [{ id: "layout", blocks: ["assemble"] }] }, start).state;
		expect(claim(state, "assemble", start).verdict.run).toBe(false);
		({ state, fence } = claimed(state, "layout", start));
		state = complete(state, "layout", fence, { output: "laid out" }, start).state;
		expect(claim(state, "assemble", start).verdict).toMatchObject({ run: true, outputs: { layout: "laid out" } });
	});

	it("counts the units of a repeated run once", () => {
		const first = claimed(aJob().state, "convert", start);
		const half = report(first.state, "convert", first.fence, { units: 5, total: 10 }, start).state;
		expect(unitsDone(half)).toBe(5);
		const second = claimed(half, "convert", start + leaseMs);
		expect(unitsDone(second.state)).toBe(0);
		expect(unitsDone(complete(second.state, "convert", second.fence, { units: 10 }, start + leaseMs).state)).toBe(10);
	});
});
