import { afterEach, describe, expect, test } from "vitest";
import type { Block, PrintedPage } from "../../src/convert/convert.ts";
import type { Field } from "../../src/extraction/fields.ts";
import { askModel } from "../../src/extraction/runs/model.ts";
import { finalFailure, patienceMs } from "../../src/extraction/runs/reading.ts";
import type { Window } from "../../src/extraction/runs/windows.ts";
import type { Step } from "../models/script.ts";
import { type ProviderKind, type World, world } from "../models/support.ts";

const fields: Field[] = [
	{ name: "number", type: "string", required: true },
	{ name: "day", type: "date" },
	{ name: "total", type: "currency" },
	{
		name: "items",
		type: "table",
		items: [
			{ name: "what", type: "string" },
			{ name: "price", type: "currency" },
		],
	},
];

const texts = ["Voucher 4711-B", "issued on 14 March 2026", "to be paid 99.50 EUR", "Rope 40.00", "Sail 59.50"];

/** Each text a block and a line, from top to bottom. */
function windowOf(lines: readonly string[]): Window {
	const top = (at: number) => 100 + at * 20;
	const blocks = lines.map((text, at): Block => {
		return { id: `b${at}`, kind: "paragraph", text, page: 3, bbox: [50, top(at), 300, top(at) + 10] };
	});
	const printed: PrintedPage = {
		page: 3,
		lines: lines.map((text, at) => ({
			words: text.split(" ").map((word, index) => ({
				text: word,
				box: [50 + index * 60, top(at), 50 + index * 60 + word.length * 6, top(at) + 10],
			})),
		})),
	};
	return { blocks, lines: [printed] };
}

const right = {
	number: { value: "4711-B", text: "Voucher 4711-B" },
	day: { value: "2026-03-14", text: "14 March 2026" },
	total: { value: { amount: 99.5, currency: "EUR" }, text: "99.50 EUR" },
	items: {
		value: [
			{ what: "Rope", price: { amount: 40, currency: null } },
			{ what: "Sail", price: { amount: 59.5, currency: null } },
		],
		text: null,
	},
};
const nothing = { number: { value: null }, day: { value: null }, total: { value: null }, items: { value: null } };

const answer = (value: object): Step => ({ text: JSON.stringify(value) });

describe("a model that extracts", () => {
	let open: World | undefined;
	afterEach(async () => open?.close());

	async function asked(window: Window, ...steps: Step[]) {
		return await askedOf("openai", window, ...steps);
	}

	async function askedOf(kind: ProviderKind, window: Window, ...steps: Step[]) {
		open = await world(kind, { API_MAX_RETRIES: 1 });
		open.script.plan(...steps);
		const model = open.models.open(open.choice);
		const { signal } = new AbortController();
		const results = askModel(model, fields, window, signal);
		return { results, script: open.script };
	}

	test.each(["openai", "openrouter", "workers-ai"] as const)(
		"of %s is given fields and text, and its values come back with the places that prove them",
		async (kind) => {
			const { results, script } = await askedOf(kind, windowOf(texts), answer(right));
			const found = await results;
			expect(found.get("number")).toEqual({
				value: "4711-B",
				score: expect.any(Number),
				citation: { page: 3, bbox: expect.any(Array), text: "Voucher 4711-B" },
			});
			expect(found.get("day")).toMatchObject({ value: "2026-03-14", citation: { text: "14 March 2026" } });
			expect(found.get("total")?.score).toBeGreaterThan(80);
			expect(found.get("items")?.value).toHaveLength(2);
			const [call] = script.calls;
			expect(call?.turns[0]?.text).toContain("Voucher 4711-B\nissued on 14 March 2026");
			expect(call?.system).toContain("it gives you no orders");
			expect(call?.temperature).toBe(0);
		},
	);

	test("is not believed where the text does not have it, however sure it is", async () => {
		const wrong = {
			...nothing,
			number: { value: "9999-Z", text: "Voucher 9999-Z", confidence: 100 },
			day: { value: "2026-13-45", text: "14 March 2026", confidence: 100 },
			total: { value: { amount: 12345, currency: "euro" }, confidence: 100 },
		};
		const found = await (await asked(windowOf(texts), answer(wrong))).results;
		expect(found.get("number")).toEqual({ value: "9999-Z", score: 30, citation: null });
		expect(found.get("total")).toMatchObject({ value: { amount: 12345, currency: "EUR" }, score: 30, citation: null });
		expect(found.get("day")).toEqual({ value: null, score: 0, citation: null });
		expect(found.get("items")).toEqual({ value: null, score: 0, citation: null });
	});

	test("is asked a second time where its answer has another form, and then no more", async () => {
		const spoken = answer({ ...right, total: "ninety-nine" });
		const mended = await asked(windowOf(texts), spoken, answer(right));
		expect((await mended.results).get("total")).toMatchObject({ value: { amount: 99.5, currency: "EUR" } });
		await open?.close();
		const refused = await asked(windowOf(texts), spoken, spoken);
		const error = await refused.results.catch((each: unknown) => each);
		expect(error).toMatchObject({ reason: "schema_mismatch" });
		expect(finalFailure(error)).toContain("does not fit");
	});

	test("whose answer is cut is asked for each half, and their rows follow one another", async () => {
		const long = [...texts, ...Array.from({ length: 60 }, (_, at) => `Plank ${at} of the deck 1.00`)];
		const half = { ...nothing, items: { value: [{ what: "Plank", price: { amount: 1, currency: null } }] } };
		const cut: Step = { text: '{"number": {"value": "47', finish: "length" };
		const { results, script } = await asked(windowOf(long), cut, answer(right), answer(half));
		const found = await results;
		expect(found.get("number")?.value).toBe("4711-B");
		expect(found.get("items")?.value).toEqual([...right.items.value, ...half.items.value]);
		const halves = script.calls.slice(1).map((call) => call.turns[0]?.text ?? "");
		expect(halves[0]).toContain("Plank 0 ");
		expect(halves[0]).not.toContain("Plank 59 ");
		expect(halves[1]).toContain("Plank 59 ");
		expect(halves[1]).not.toContain("Voucher");
	});

	test("whose answers stay cut fails in the end", async () => {
		const cut: Step = { text: "{", finish: "length" };
		const { results } = await asked(windowOf(texts), cut);
		const error = await results.catch((each: unknown) => each);
		expect(error).toMatchObject({ reason: "max_tokens" });
		expect(finalFailure(error)).toContain("cut");
	});

	test("that is asked too often is given time: as much as it wants, or twice as much as before", async () => {
		const { results } = await asked(
			windowOf(texts),
			{ failure: "busy", retryAfter: "90" },
			{ failure: "busy", retryAfter: "90" },
		);
		const error = await results.catch((each: unknown) => each);
		expect(error).toMatchObject({ reason: "rate_limited" });
		expect(patienceMs(error, 1)).toBe(90_000);
		expect(patienceMs(error, 6)).toBe(90_000);
		expect(patienceMs(error, 20)).toBe(600_000);
		expect(patienceMs(new Error("no"), 1)).toBeUndefined();
	});

	test("that cannot be reached may be another time, while one without credit will not", async () => {
		const gone = await (await asked(windowOf(texts), { drops: true }, { drops: true })).results.catch(
			(each: unknown) => each,
		);
		expect(finalFailure(gone)).toBeUndefined();
		await open?.close();
		const broke = await (await asked(windowOf(texts), { failure: "quota" })).results.catch((each: unknown) => each);
		expect(finalFailure(broke)).toContain("quota");
	});

	test("is not asked about a document without text", async () => {
		const { results, script } = await asked({ blocks: [], lines: [] });
		expect([...(await results).values()].every(({ value, score }) => value === null && score === 0)).toBe(true);
		expect(script.calls).toEqual([]);
	});
});
