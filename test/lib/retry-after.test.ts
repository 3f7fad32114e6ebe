import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryAfterSeconds } from "../../src/lib/retry-after.ts";

const now = Date.parse("1994-11-06T08:49:00Z");

describe("Retry-After", () => {
	test.each([
		["0", 0],
		["120", 120],
		[" 7 ", 7],
		["1.5", 1.5],
		["Sun, 06 Nov 1994 08:49:37 GMT", 37],
		["Sunday, 06-Nov-94 08:49:37 GMT", 37],
		["Sun Nov  6 08:49:37 1994", 37],
		["Sun, 06 Nov 1994 08:00:00 GMT", 0],
	])("%j is %d seconds from 08:49:00", (header, seconds) => {
		expect(retryAfterSeconds(header, now)).toBe(seconds);
	});

	test.each([null, undefined, "", " ", "-5", "soon", "abc 5", "1e3", "0x10", "NaN", "Infinity", "5 seconds", "Sun"])(
		"%j says nothing",
		(header) => {
			expect(retryAfterSeconds(header, now)).toBeUndefined();
		},
	);

	test("whole seconds are taken as they are", () => {
		fc.assert(fc.property(fc.nat(), (seconds) => retryAfterSeconds(String(seconds), now) === seconds));
	});

	test("a date is the time until it, and never less than nothing", () => {
		const date = fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
		fc.assert(
			fc.property(date, (at) => {
				const whole = Math.floor(at.getTime() / 1000) * 1000;
				expect(retryAfterSeconds(at.toUTCString(), now)).toBe(Math.max(0, (whole - now) / 1000));
			}),
		);
	});

	test("any text gives no number or one that is not negative", () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.string().map((text) => `Sun, ${text}`),
				),
				(text) => {
					const seconds = retryAfterSeconds(text, now);
					expect(seconds === undefined || seconds >= 0).toBe(true);
				},
			),
			{ numRuns: 1000 },
		);
	});
});
