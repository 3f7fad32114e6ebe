import { afterEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../src/context.ts";
import { putSettings } from "../../src/settings/settings.ts";
import { providerFor, tagRecord } from "../../src/tagging/tagging.ts";
import { env } from "../accounts/support.ts";

const deployment = { MODEL_PROVIDER: "openai", AI_OPENAI_BASE_URL: "http://models.internal/v1" };
const withKey = { ...deployment, AI_OPENAI_API_KEY: "sk-deployment" };

const context = (variables: Record<string, string>) =>
	createContext({ ...env, ...variables }, { waitUntil: () => undefined });

/** A provider that refuses every key; gives what it was shown. */
function refusingProvider(): (string | null)[] {
	const shown: (string | null)[] = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
		shown.push(new Headers(init?.headers).get("Authorization"));
		return Response.json({ error: { message: "no" } }, { status: 401 });
	});
	return shown;
}

async function tagFor(variables: Record<string, string>, owner: string, apiKey?: string): Promise<unknown> {
	const text = "The canal was inspected in spring and its gates were found to be in good repair. ".repeat(3);
	const metadata = JSON.stringify({
		page_count: 1,
		pages_read: 1,
		title_property: null,
		file_name: "canal.pdf",
		document_title: "Canal",
		is_scanned: false,
		extraction_method: "pypdf2",
		ocr_confidence: null,
		text_length: text.length,
	});
	const record = { owner, title: "Canal", description: "", extractedText: text, metadata, startedAt: null };
	const config = {
		modelName: null,
		isHosted: true,
		numPages: 3,
		numTags: 5,
		exclusionWords: [],
		entities: false,
		paced: false,
	};
	const { signal } = new AbortController();
	const work = { config, apiKey, quirks: [], isSingle: true, signal };
	// Of a record only what tagging reads.
	const whole = { ...work, record: record as unknown as Parameters<typeof tagRecord>[1]["record"] };
	return await tagRecord(context(variables), whole).catch((error: unknown) => error);
}

afterEach(() => vi.restoreAllMocks());

describe("a user's own OpenAI key", () => {
	it("wins over the deployment's, and loses to the request's", async () => {
		const [mine, theirs] = [crypto.randomUUID(), crypto.randomUUID()];
		await putSettings(context(withKey), mine, { "openai.apiKey": "sk-mine" });
		const shown = refusingProvider();
		expect(String(await tagFor(withKey, mine))).toContain("Invalid API key");
		await tagFor(withKey, theirs);
		await tagFor({ ...withKey, OPENROUTER_BASE_URL: "http://router.internal/v1" }, mine, "sk-request");
		expect(shown).toEqual(["Bearer sk-mine", "Bearer sk-deployment", "Bearer sk-request"]);
	});

	it("is enough where the deployment has none, for its owner alone", async () => {
		const [mine, theirs] = [crypto.randomUUID(), crypto.randomUUID()];
		const ctx = context(deployment);
		await putSettings(ctx, mine, { "openai.apiKey": "sk-mine" });
		const wished = { modelName: null, apiKey: undefined };
		expect(await providerFor(ctx, mine, wished)).toBe("openai");
		await expect(providerFor(ctx, theirs, wished)).rejects.toThrow("AI_OPENAI_API_KEY is not configured");
		await putSettings(ctx, mine, { "openai.apiKey": "" });
		await expect(providerFor(ctx, mine, wished)).rejects.toThrow("AI_OPENAI_API_KEY is not configured");
	});

	it("is not looked at where nobody needs it", async () => {
		const owner = crypto.randomUUID();
		await putSettings(context({}), owner, { "openai.apiKey": "sk-mine" });
		const unreadable = context({ DATA_KEY: "" });
		expect(await providerFor(unreadable, owner, { modelName: null, apiKey: undefined })).toBe("embedded");
	});
});
