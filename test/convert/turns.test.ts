import { describe, expect, it } from "vitest";
import { Turns } from "../../src/convert/turns.ts";

describe("Turns", () => {
	it("come in order", async () => {
		const turns = new Turns();
		const first = await turns.take(() => undefined);
		const order: number[] = [];
		const later = [1, 2].map(async (n) => {
			const turn = await turns.take(() => undefined);
			order.push(n);
			turn.release();
		});
		expect(order).toEqual([]);
		first.release();
		await Promise.all(later);
		expect(order).toEqual([1, 2]);
	});

	it("pass on from a holder that gives no sign, who then may not go on", async () => {
		const turns = new Turns();
		const lost = await turns.take(() => undefined);
		let takenOver = false;
		const next = await turns.take(() => {
			takenOver = true;
		}, 30);
		expect(takenOver).toBe(true);
		expect(() => lost.touch()).toThrow("interrupted");
		next.touch();
		next.release();
	});
});
