import { describe, expect, test } from "vitest";
import { lanePlan, launchIntervalMs, standingOf, throttleMs } from "../../src/enrich/processing/pace.ts";

/** Outcomes, the newest first. */
const ends = (...pairs: [string, string | null][]) => ({ ends: JSON.stringify(pairs), pausedUntil: null });

describe("a run stops", () => {
	test("after three failures in a row with the same words", () => {
		const failed: [string, string] = ["failed", "broken"];
		expect(standingOf(ends(failed, failed), 0).stop).toBeUndefined();
		expect(standingOf(ends(failed, failed, failed), 0).stop).toEqual({ reason: "breaker", error: "broken" });
		expect(standingOf(ends(failed, ["succeeded", null], failed, failed), 0).stop).toBeUndefined();
		expect(standingOf(ends(failed, ["failed", "otherwise broken"], failed), 0).stop).toBeUndefined();
		expect(standingOf(ends(["succeeded", null], failed, failed, failed), 0).stop).toBeUndefined();
	});

	test("at the first word of a used-up account, even where others were answered after it", () => {
		const quota: [string, string] = ["failed", "[quota_exceeded] No credit"];
		const stop = { reason: "quota", error: "[quota_exceeded] No credit" };
		expect(standingOf(ends(quota), 0).stop).toEqual(stop);
		expect(standingOf(ends(["succeeded", null], ["succeeded", null], quota), 0).stop).toEqual(stop);
	});

	test("for as long as the provider has asked for, and no longer", () => {
		expect(standingOf({ ends: "[]", pausedUntil: 500 }, 400).pausedUntil).toBe(500);
		expect(standingOf({ ends: "[]", pausedUntil: 500 }, 500).pausedUntil).toBe(0);
		expect(standingOf(undefined, 0)).toEqual({ pausedUntil: 0, stop: undefined });
	});
});

describe("calls are shared out", () => {
	test("six an invocation, and to one where a budget is kept", () => {
		const plan = (batchSize: number, documents = 1000, hasBudget = false) =>
			lanePlan({ batchSize, documents, hasBudget });
		expect(plan(1)).toEqual({ lanes: 1, callsALane: 1 });
		expect(plan(6)).toEqual({ lanes: 1, callsALane: 6 });
		expect(plan(10)).toEqual({ lanes: 2, callsALane: 5 });
		expect(plan(10, 3)).toEqual({ lanes: 1, callsALane: 3 });
		expect(plan(500)).toEqual({ lanes: 20, callsALane: 6 });
		expect(plan(100, 1000, true)).toEqual({ lanes: 1, callsALane: 6 });
	});

	test("at the pace that was set, or 15 ms apart, and slower where tokens run short; lanes share it", () => {
		expect(launchIntervalMs({ rateDelayMs: 0, lanes: 1 }, 0)).toBe(15);
		expect(launchIntervalMs({ rateDelayMs: 500, lanes: 2 }, 0)).toBe(1000);
		expect(launchIntervalMs({ rateDelayMs: 100, lanes: 1 }, 200)).toBe(200);
		const used = (share: number) => throttleMs({ limit: 1000, remaining: 1000 - share * 10 });
		expect([50, 51, 70, 71, 85, 86, 95, 96, 100].map(used)).toEqual([0, 50, 50, 200, 200, 500, 500, 2000, 2000]);
		expect(throttleMs(undefined)).toBe(0);
	});
});
