import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/lib/hash.ts";
import { bearer, newSession, send, sql } from "../accounts/support.ts";
import { defaults, newReader, putGroup } from "./library-seeds.ts";

describe("how documents are compared", () => {
	it("is shown with its defaults and changed in part", async () => {
		const reader = await newReader();
		expect((await reader.ask("GET", "/config/dedup")).body).toEqual({ data: defaults });
		const changed = await reader.ask("PUT", "/config/dedup", { minWords: 10, autoAnalyze: false, unknown: 1 });
		expect(changed).toEqual({ status: 200, body: { data: { ...defaults, minWords: 10, autoAnalyze: false } } });
		await reader.ask("PUT", "/config/dedup", { ngramSize: 4 });
		expect((await reader.ask("GET", "/config/dedup")).body).toEqual({
			data: { ...defaults, minWords: 10, autoAnalyze: false, ngramSize: 4 },
		});
		const { body } = await reader.ask("GET", "/config");
		expect((body as { data: Record<string, string> }).data).toMatchObject({
			"dedup.ngramSize": "4",
			"dedup.autoAnalyze": "false",
		});
		expect(Object.keys((body as { data: object }).data)).toHaveLength(10);
	});

	it.each([
		[{ minWords: 0 }, "minWords"],
		[{ minWords: "20" }, "minWords"],
		[{ ngramSize: 2.5 }, "ngramSize"],
		[{ similarityThreshold: 1.1 }, "similarityThreshold"],
		[{ autoAnalyze: "true" }, "autoAnalyze"],
		[{ fuzzySampleSize: 99 }, "fuzzySampleSize"],
	])("refuses %j", async (change, path) => {
		const reader = await newReader();
		expect(await reader.ask("PUT", "/config/dedup", change)).toMatchObject({
			status: 400,
			body: { error: { code: "VALIDATION_FAILED", details: [{ path: [path] }] } },
		});
		expect((await reader.ask("GET", "/config/dedup")).body).toEqual({ data: defaults });
	});

	it("refuses weights that make no whole, and what is no JSON", async () => {
		const reader = await newReader();
		const half = await reader.ask("PUT", "/config/dedup", { confidenceWeightJaccard: 50 });
		expect(half).toMatchObject({
			status: 400,
			body: { error: { message: expect.stringContaining("sum to 100"), details: [{ path: [] }] } },
		});
		const { accessToken } = await newSession();
		for (const init of [
			{ body: '{"minWords":10}', headers: { "Content-Type": "text/plain" } },
			{ body: "{", headers: { "Content-Type": "application/json" } },
		]) {
			const response = await send("/api/v1/config/dedup", {
				method: "PUT",
				body: init.body,
				headers: { ...bearer(accessToken), ...init.headers },
			});
			expect(response.status).toBe(400);
			expect(await response.json()).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
		}
	});

	it("takes the third weight of an older release for the penalty", async () => {
		const reader = await newReader();
		const { body } = await reader.ask("PUT", "/config/dedup", { confidenceWeightDiscriminative: 9 });
		expect(body).toEqual({ data: { ...defaults, discriminativePenaltyStrength: 42 } });
		const other = await newReader();
		await other.ask("PUT", "/config", {
			settings: {
				"dedup.confidenceWeightJaccard": "45",
				"dedup.confidenceWeightFuzzy": "40",
				"dedup.confidenceWeightDiscriminative": "15",
			},
		});
		expect((await other.ask("GET", "/config/dedup")).body).toEqual({
			data: { ...defaults, confidenceWeightJaccard: 53, confidenceWeightFuzzy: 47, discriminativePenaltyStrength: 70 },
		});
		expect((await other.ask("PUT", "/config", { key: "dedup.minWords", value: "none" })).status).toBe(400);
	});

	it("scores all groups again when a weight is named", async () => {
		const reader = await newReader();
		const full = await putGroup(reader.id, [], { jaccard: 0.9, fuzzy: 0.8, discriminative: 0.5, status: "ignored" });
		const bare = await putGroup(reader.id, [], { jaccard: 0.6, fuzzy: null, discriminative: null });
		const none = await putGroup(reader.id, [], { jaccard: null, fuzzy: null, discriminative: null });
		const scoreOf = async (group: string) =>
			(await sql<{ score: number }>("select confidence_score as score from duplicate_groups where id = ?", group))[0]
				?.score;
		const { body } = await reader.ask("PUT", "/config/dedup", { discriminativePenaltyStrength: 70 });
		expect((body as { meta: unknown }).meta).toEqual({ recalculatedGroups: 3 });
		expect(await scoreOf(full)).toBeCloseTo(0.559, 9);
		expect(await scoreOf(bare)).toBeCloseTo(0.6, 9);
		expect(await scoreOf(none)).toBe(0);
		await reader.ask("PUT", "/config/dedup", {
			confidenceWeightJaccard: 0,
			confidenceWeightFuzzy: 100,
			discriminativePenaltyStrength: 0,
		});
		expect(await scoreOf(full)).toBeCloseTo(0.8, 9);
		expect(await scoreOf(bare)).toBe(0);
		expect((await reader.ask("PUT", "/config/dedup", { minWords: 21 })).body).toMatchObject({ data: { minWords: 21 } });
		const stranger = await newReader();
		expect((await stranger.ask("PUT", "/config/dedup", { discriminativePenaltyStrength: 1 })).body).toMatchObject({
			meta: { recalculatedGroups: 0 },
		});
		expect(await scoreOf(full)).toBeCloseTo(0.8, 9);
	});

	it("says when the groups were found under other settings", async () => {
		const reader = await newReader();
		const put = async (change: object) => (await reader.ask("PUT", "/config/dedup", change)).body as { meta?: object };
		expect((await put({ minWords: 30 })).meta).toBeUndefined();
		await sql("update libraries set last_analysis_at = 1 where owner = ?", reader.id);
		expect((await put({ minWords: 20 })).meta).toEqual({ analysisStale: true });
		await sql(
			"insert into settings (owner, key, value, updated_at) values (?, 'dedup.lastAnalysisConfigHash', ?, 1)",
			reader.id,
			sha256Hex(
				"algorithmVersion=2.0.0|fuzzySampleSize=10000|minWords=20|ngramSize=3|numBands=32|numPermutations=256|similarityThreshold=0.75",
			),
		);
		expect((await put({ autoAnalyze: false })).meta).toBeUndefined();
		expect((await put({ similarityThreshold: 0.8 })).meta).toEqual({ analysisStale: true });
	});
});
