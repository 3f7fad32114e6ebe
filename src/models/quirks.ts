import type { ProviderFailure } from "./failure.ts";
import type { ProviderCall, Quirk } from "./provider.ts";

/** Statuses of a call that is wrong in itself; Workers AI tells some without any. */
const refusedCalls = new Set<number | undefined>([400, 422, undefined]);

/** What of the call the provider refuses, where the call can do without it; undefined for anything else. */
export function quirkIn(failure: ProviderFailure, call: ProviderCall): Quirk | undefined {
	if (failure.kind !== "answered" || !refusedCalls.has(failure.status)) return undefined;
	const text = failure.message.toLowerCase();
	const { quirks } = call;
	const found = (quirk: Quirk, isMeant: boolean) => (isMeant && !quirks.has(quirk) ? quirk : undefined);
	return (
		found("completion-tokens", call.maxOutputTokens !== undefined && text.includes("max_completion_tokens")) ??
		found("no-temperature", call.temperature !== undefined && text.includes("temperature")) ??
		found("no-tier", call.serviceTier !== undefined && /service[ _]tier|\bflex\b/.test(text)) ??
		found("no-effort", call.reasoningEffort !== undefined && /reasoning|effort/.test(text)) ??
		found("no-json-mode", call.json !== undefined && /response_format|json[ _-]?(schema|mode)|structured/.test(text)) ??
		found("no-system", refusesSystem(failure, call))
	);
}

/** Contracts/tagging.md 13.4. */
export function refusesSystem(failure: ProviderFailure, call: ProviderCall): boolean {
	return call.system !== undefined && failure.status === 400 && /developer instruction|system/i.test(failure.message);
}
