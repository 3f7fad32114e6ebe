import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallWindow } from "../../src/requests/call-window.ts";

const minute = 60_000;

describe("the calls of a minute", () => {
	it("are never more than the limit in any minute, however they come", () => {
		const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(900), fc.nat(20_000)), { maxLength: 400 });
		fc.assert(
			fc.property(gaps, fc.integer({ min: 1, max: 40 }), (waits, limit) => {
				const window = new CallWindow();
				const allowed: number[] = [];
				let now = 1_000_000;
				for (const wait of waits) {
					now += wait;
					if (window.take(limit, now).isAllowed) allowed.push(now);
				}
				for (const [at, from] of allowed.entries()) {
					expect(allowed.slice(at).filter((time) => time < from + minute).length).toBeLessThanOrEqual(limit);
				}
			}),
		);
	});

	it("are all there again a minute after the last, and one of them when it was said", () => {
		const window = new CallWindow();
		for (let call = 0; call < 5; call += 1) expect(window.take(5, call * 1000).remaining).toBe(4 - call);
		const refused = window.take(5, 5000);
		expect(refused).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 55 });
		expect(window.take(5, 59_999).isAllowed).toBe(false);
		expect(window.take(5, 5000 + refused.resetSeconds * 1000)).toMatchObject({ isAllowed: true, remaining: 0 });
		expect(window.take(5, 5000 + 2 * minute)).toEqual({ isAllowed: true, remaining: 4, resetSeconds: 60 });
	});

	it("wait for as many as a lower limit needs", () => {
		const window = new CallWindow();
		for (let call = 0; call < 5; call += 1) window.take(5, call * 1000);
		expect(window.take(2, 10_000)).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 53 });
	});

	it("cost few numbers however many they are", () => {
		const window = new CallWindow();
		for (let call = 0; call < 6000; call += 1) window.take(10_000, call * 10);
		expect(window.entries.length).toBeLessThanOrEqual(121);
		expect(window.take(10_000, 59_999)).toMatchObject({ isAllowed: true, remaining: 3999 });
	});
});
