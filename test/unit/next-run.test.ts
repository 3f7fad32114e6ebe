import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTimeZone, nextRun } from "../../src/automation/next-run.ts";

const at = (text: string) => Date.parse(text);
const next = (time: string, timeZone: string, after: string, days: number[] = []) =>
	new Date(nextRun({ time, days, timeZone }, at(after))).toISOString();

describe("the next run", () => {
	it("is today while the time is to come, else tomorrow, by the clock of the place", () => {
		expect(next("03:00", "UTC", "2026-11-22T02:59:59Z")).toBe("2026-11-22T03:00:00.000Z");
		expect(next("03:00", "UTC", "2026-11-22T03:00:00Z")).toBe("2026-11-23T03:00:00.000Z");
		expect(next("03:00", "Asia/Kolkata", "2026-11-22T00:00:00Z")).toBe("2026-11-22T21:30:00.000Z");
		expect(next("22:15", "America/New_York", "2026-07-01T12:00:00Z")).toBe("2026-07-02T02:15:00.000Z");
	});

	it("is on one of the days of the week there, not here", () => {
		// 2026-11-22 is a Sunday in UTC and already Monday in Auckland.
		expect(next("00:30", "Pacific/Auckland", "2026-11-22T11:00:00Z", [1])).toBe("2026-11-22T11:30:00.000Z");
		expect(next("00:30", "UTC", "2026-11-22T11:00:00Z", [0])).toBe("2026-11-29T00:30:00.000Z");
	});

	it("is later where the clocks skip its time, and the first where they show it twice", () => {
		// Europe/Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00.
		expect(next("02:30", "Europe/Berlin", "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:30:00.000Z");
		expect(next("02:30", "Europe/Berlin", "2026-10-24T12:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
		expect(next("02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")).toBe("2026-10-26T01:30:00.000Z");
	});

	it("is after now and within two days, whenever and wherever", () => {
		const zones = [
			"UTC",
			"Europe/Berlin",
			"America/St_Johns",
			"Pacific/Chatham",
			"Australia/Lord_Howe",
			"Africa/Casablanca",
		];
		fc.assert(
			fc.property(
				fc.integer({ min: at("2024-01-01"), max: at("2030-01-01") }),
				fc.constantFrom(...zones),
				fc.integer({ min: 0, max: 1439 }),
				(now, timeZone, minutes) => {
					const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
					const run = nextRun({ time, days: [], timeZone }, now);
					return run > now && run - now <= 26 * 3_600_000;
				},
			),
			{ numRuns: 300 },
		);
	});

	it("knows time zones from other words", () => {
		expect(["UTC", "Europe/Berlin", "Asia/Kolkata"].every(isTimeZone)).toBe(true);
		expect(["", "Berlin", "Europe/Nowhere", "../etc"].some(isTimeZone)).toBe(false);
	});
});
