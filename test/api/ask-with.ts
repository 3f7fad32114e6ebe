import { createExecutionContext } from "cloudflare:test";
import worker from "../../src/index.ts";
import { env } from "../accounts/support.ts";

/** One request to a deployment with other variables. */
export async function askWith(vars: Record<string, string>, path: string, init: RequestInit = {}): Promise<Response> {
	const request = new Request(`https://deckle.example.com/api/v1${path}`, init) as Parameters<typeof worker.fetch>[0];
	return await worker.fetch(request, { ...env, ...vars }, createExecutionContext());
}
