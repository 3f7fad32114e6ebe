import type { Clock } from "../../src/lib/clock.ts";
import { type ModelChoice, Models, type ModelsParts } from "../../src/models/models.ts";
import { fakeAiBinding } from "./ai-binding.ts";
import { startChatServer } from "./chat-server.ts";
import { Script } from "./script.ts";

export const secret = "sk-test-5f2c9a7e41d80b36";

export const config: ModelsParts["config"] = {
	MODEL_PROVIDER: undefined,
	AI_OPENAI_API_KEY: undefined,
	AI_OPENAI_BASE_URL: "https://api.openai.com/v1",
	OPENROUTER_API_KEY: undefined,
	OPENROUTER_BASE_URL: "https://openrouter.ai/api/v1",
	DEFAULT_MODEL: undefined,
	WORKERS_AI_MODEL: "@cf/text",
	WORKERS_AI_VISION_MODEL: "@cf/vision",
	API_CONNECT_TIMEOUT: 5,
	API_READ_TIMEOUT: 5,
	API_MAX_RETRIES: 3,
	ALLOW_PRIVATE_HOSTS: [],
};

/** A clock on which waiting takes no time, and which remembers for how long it was asked to wait. */
export class TestClock implements Clock {
	readonly waits: number[] = [];
	chance = 0;

	readonly random = () => this.chance;
	readonly now = () => Date.parse("2026-11-20T12:00:00Z");

	async sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
		signal?.throwIfAborted();
		this.waits.push(ms);
	}
}

export interface World {
	script: Script;
	clock: TestClock;
	models: Models;
	choice: Exclude<ModelChoice, { provider: "embedded" }>;
	close(): Promise<void>;
}

export type ProviderKind = "openai" | "openrouter" | "workers-ai";

/** A provider of the kind, reached through everything but the network's distance. */
export async function world(kind: ProviderKind, changes: Partial<ModelsParts["config"]> = {}): Promise<World> {
	const script = new Script();
	const clock = new TestClock();
	const server = kind === "workers-ai" ? undefined : await startChatServer(script);
	const url = server?.baseUrl ?? "";
	const models = new Models({
		config: {
			...config,
			MODEL_PROVIDER: kind,
			...(kind === "openai" ? { AI_OPENAI_API_KEY: secret, AI_OPENAI_BASE_URL: url } : {}),
			...(kind === "openrouter" ? { OPENROUTER_API_KEY: secret, OPENROUTER_BASE_URL: url } : {}),
			...changes,
		},
		ai: kind === "workers-ai" ? fakeAiBinding(script) : undefined,
		fetch: (input, init) => fetch(input, init),
		clock,
	});
	const choice = models.choose();
	if (choice.provider === "embedded") throw new Error("a hosted provider was asked for");
	return { script, clock, models, choice, close: async () => server?.close() };
}
