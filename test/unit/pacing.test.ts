import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	afterRateLimit,
	afterSuccess,
	type Pacing,
	retryWaitMs,
	rowWaitMs,
	startPacing,
} from "../../src/jobs/pacing.ts";

/** After so many rows that succeeded. */
function successes(count: number, pacing: Pacing): Pacing {
	return Array.from({ length: count }).reduce<Pacing>(afterSuccess, pacing);
}

describe("the pace of a batch", () => {
	it("is half a second a row until a provider asks for patience", () => {
		expect(rowWaitMs(startPacing)).toBe(500);
		expect(rowWaitMs(successes(20, startPacing))).toBe(500);
	});

	it("slows down with each refusal, up to two minutes a call and one a row", () => {
		const waits: number[] = [];
		let pacing = startPacing;
		for (let refused = 0; refused < 9; refused++) {
			pacing = afterRateLimit(pacing, undefined);
			waits.push(rowWaitMs(pacing));
		}
		expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 120_000, 120_000]);
		expect(pacing.rowWaitMs).toBe(60_000);
	});

	it("waits between rows as long as the provider says, up to a minute", () => {
		expect(afterRateLimit(startPacing, 20_000).rowWaitMs).toBe(20_000);
		expect(afterRateLimit(startPacing, 600_000).rowWaitMs).toBe(60_000);
	});

	it("recovers by a fifth for three rows in a row, of which a refusal lets none count", () => {
		const slow = { rowWaitMs: 10_000, modelWaitMs: 8_000, streak: 0 };
		expect(successes(2, slow)).toEqual({ ...slow, streak: 2 });
		expect(successes(3, slow)).toEqual({ rowWaitMs: 8_000, modelWaitMs: 6_400, streak: 0 });
		expect(afterRateLimit(successes(2, slow), undefined).streak).toBe(0);
		expect(successes(300, slow)).toMatchObject({ rowWaitMs: 500, modelWaitMs: 1_000 });
	});

	it("tries a refused row again after three seconds and six, later where the provider says so", () => {
		expect([1, 2].map((attempt) => retryWaitMs(attempt, undefined))).toEqual([3_000, 6_000]);
		expect([1_000, 40_000, 999_000].map((asked) => retryWaitMs(1, asked))).toEqual([3_000, 40_000, 120_000]);
	});

	it("keeps to its limits whatever happens", () => {
		const event = fc.oneof(
			fc.constant("success" as const),
			fc.option(fc.integer({ min: 0, max: 1e7 }), { nil: undefined }),
		);
		fc.assert(
			fc.property(fc.array(event, { maxLength: 60 }), (events) => {
				let pacing = startPacing;
				for (const each of events) {
					pacing = each === "success" ? afterSuccess(pacing) : afterRateLimit(pacing, each);
					expect(rowWaitMs(pacing)).toBeGreaterThanOrEqual(500);
					expect(rowWaitMs(pacing)).toBeLessThanOrEqual(120_000);
					expect(pacing.streak).toBeLessThan(3);
				}
			}),
		);
	});
});
