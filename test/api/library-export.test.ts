import { describe, expect, it } from "vitest";
import { sql } from "../accounts/support.ts";
import { defaults, newReader, putDocument, putGroup, type Reader } from "./library-seeds.ts";

async function put(reader: Reader, settings: Record<string, string>): Promise<void> {
	const { status } = await reader.ask("PUT", "/config", { settings });
	expect(status).toBe(200);
}

function backup(more: object = {}): object {
	return { version: "1.0", exportedAt: "2026-03-23T10:30:00.000Z", appConfig: {}, dedupConfig: {}, ...more };
}

async function settingsOf(reader: Reader): Promise<Record<string, string>> {
	return ((await reader.ask("GET", "/config")).body as { data: Record<string, string> }).data;
}

describe("the export of settings", () => {
	it("is a file with all of them but connections and credentials", async () => {
		const reader = await newReader();
		await put(reader, {
			"dedup.similarityThreshold": "0.8",
			"ai.model": "gpt-5.4-mini",
			"my.key": "x",
			"my.apiToken": "secret",
			"paperless.url": "https://paperless.example.com",
			"paperless.apiToken": "t0ken",
			"s3.endpoint": "https://s3.example.com",
			"s3.region": "eu",
			"openai.apiKey": "sk-1",
		});
		await sql("insert into settings (owner, key, value, updated_at) values (?, 'schema_ddl_1', 'x', 1)", reader.id);
		const response = await reader.fetch("/export/config.json");
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
		expect(response.headers.get("content-disposition")).toMatch(
			/^attachment; filename="paperless-ngx-dedupe-config-\d{4}-\d\d-\d\d\.json"$/,
		);
		const text = await response.text();
		const file = JSON.parse(text);
		expect(file).toEqual({
			version: "1.0",
			exportedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
			appConfig: { "dedup.similarityThreshold": "0.8", "ai.model": "gpt-5.4-mini", "my.key": "x" },
			dedupConfig: { ...defaults, similarityThreshold: 0.8 },
		});
		expect(text).toBe(JSON.stringify(file, undefined, 2));
	});

	it("comes back as it went", async () => {
		const [reader, other] = [await newReader(), await newReader()];
		await put(reader, { "dedup.minWords": "7", "ai.model": "m", "my.key": "ü \n" });
		const file = await (await reader.fetch("/export/config.json")).json();
		expect(await other.ask("POST", "/import/config", file)).toEqual({
			status: 200,
			body: { data: { appConfigKeys: 3, dedupConfigUpdated: true } },
		});
		expect(await settingsOf(other)).toMatchObject({ "dedup.minWords": "7", "ai.model": "m", "my.key": "ü \n" });
		expect((await other.ask("GET", "/config/dedup")).body).toEqual({ data: { ...defaults, minWords: 7 } });
	});

	it("counts every key when it comes back to where it was made, after an analysis too", async () => {
		const reader = await newReader();
		await put(reader, { "my.key": "x" });
		await sql("insert into settings values (?, 'dedup.lastAnalysisConfigHash', 'f00', 1)", reader.id);
		const file = (await (await reader.fetch("/export/config.json")).json()) as { appConfig: object };
		expect(file.appConfig).toEqual({ "my.key": "x", "dedup.lastAnalysisConfigHash": "f00" });
		expect(await reader.ask("POST", "/import/config", file)).toMatchObject({ body: { data: { appConfigKeys: 2 } } });
	});
});

describe("the import of settings", () => {
	it("lets the comparison's own settings win, leaves others as they are, and scores the groups again", async () => {
		const reader = await newReader();
		await put(reader, { "kept.key": "kept", "my.key": "old" });
		const documents = [await putDocument(reader.id), await putDocument(reader.id)];
		const group = await putGroup(reader.id, documents, { jaccard: 0.5, fuzzy: 1, discriminative: 0.5 });
		const file = backup({
			appConfig: { "dedup.minWords": "nonsense", "dedup.ngramSize": "5", "my.key": "new" },
			dedupConfig: { minWords: 9, confidenceWeightJaccard: 50, confidenceWeightFuzzy: 50, unknown: 1 },
		});
		expect(await reader.ask("POST", "/import/config", file)).toEqual({
			status: 200,
			body: { data: { appConfigKeys: 3, dedupConfigUpdated: true } },
		});
		expect(await settingsOf(reader)).toMatchObject({ "kept.key": "kept", "my.key": "new", "dedup.minWords": "9" });
		const weighted = { confidenceWeightJaccard: 50, confidenceWeightFuzzy: 50 };
		expect((await reader.ask("GET", "/config/dedup")).body).toEqual({
			data: { ...defaults, ...weighted, minWords: 9 },
		});
		const [row] = await sql<{ confidence_score: number }>(
			"select confidence_score from duplicate_groups where id = ?",
			group,
		);
		expect(row?.confidence_score).toBeCloseTo(0.75 * (1 - 0.7 * 0.5));
	});

	it("passes over connections, credentials and notes of the service", async () => {
		const reader = await newReader();
		const file = backup({
			appConfig: {
				"paperless.url": "http://169.254.169.254",
				"paperless.apiToken": "t",
				"s3.endpoint": "x",
				"openai.apiKey": "sk",
				"other.PASSWORD": "p",
				schema_ddl_5: "x",
				"dedup.lastAnalysisConfigHash": "0".repeat(64),
				"my.key": "y",
			},
		});
		expect(await reader.ask("POST", "/import/config", file)).toMatchObject({ body: { data: { appConfigKeys: 1 } } });
		const keys = await sql<{ key: string }>(
			"select key from settings where owner = ? and key not like 'dedup.%'",
			reader.id,
		);
		expect(keys).toEqual([{ key: "my.key" }]);
		expect(await settingsOf(reader)).not.toHaveProperty("dedup.lastAnalysisConfigHash");
	});

	it("takes back what is more than a megabyte", async () => {
		const reader = await newReader();
		const appConfig = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`my.${at}`, "x".repeat(65_536)]));
		expect(await reader.ask("POST", "/import/config", backup({ appConfig }))).toMatchObject({
			body: { data: { appConfigKeys: 40 } },
		});
		const exported = JSON.parse(await (await reader.fetch("/export/config.json")).text());
		expect(exported.appConfig).toMatchObject(appConfig);
	});

	it("converts the three weights of older releases", async () => {
		const reader = await newReader();
		const dedupConfig = {
			confidenceWeightJaccard: 55,
			confidenceWeightFuzzy: 30,
			confidenceWeightDiscriminative: 15,
		};
		expect((await reader.ask("POST", "/import/config", backup({ dedupConfig }))).status).toBe(200);
		expect((await reader.ask("GET", "/config/dedup")).body).toMatchObject({
			data: { confidenceWeightJaccard: 65, confidenceWeightFuzzy: 35, discriminativePenaltyStrength: 70 },
		});
	});

	it("writes nothing of a file that is wrong in one place, and says where", async () => {
		const reader = await newReader();
		const wrong: [object | undefined, (string | number)[]][] = [
			[backup({ version: "2.0" }), ["version"]],
			[backup({ exportedAt: 5 }), ["exportedAt"]],
			[backup({ appConfig: { "my.key": 5 } }), ["appConfig", "my.key"]],
			[backup({ appConfig: { "my.key": "x", "ai.batchSize": "many" } }), ["appConfig", "ai.batchSize"]],
			[backup({ appConfig: { "my.key": "x".repeat(65_537) } }), ["appConfig", "my.key"]],
			[backup({ appConfig: { "my.key": "x" }, dedupConfig: { minWords: 0 } }), ["dedupConfig", "minWords"]],
			[backup({ appConfig: { "my.key": "x" }, dedupConfig: { minWords: "7" } }), ["dedupConfig", "minWords"]],
			[backup({ dedupConfig: { confidenceWeightJaccard: 10 } }), ["dedupConfig"]],
			[{ version: "1.0", exportedAt: "x", appConfig: {} }, ["dedupConfig"]],
		];
		for (const [file, path] of wrong) {
			const { status, body } = await reader.ask("POST", "/import/config", file);
			expect([path, status]).toEqual([path, 400]);
			expect(body).toMatchObject({ error: { code: "VALIDATION_FAILED", details: [{ path }] } });
		}
		expect(await settingsOf(reader)).toEqual({});
	});
});
