import { checkUrl, type FetchFunction, type UrlPolicy } from "../lib/url-guard.ts";
import type { Outcome } from "./schedule.ts";

/**
 * One attempt as the network sees it. The answer's status is all that counts: its body is not read, and no redirect is followed. The address
 * is judged here too, since what it was judged by may have changed since the registration. Never throws.
 */
export async function post(
	fetcher: FetchFunction,
	policy: UrlPolicy,
	message: { url: string; headers: Record<string, string>; body: string },
	limitMs: number,
): Promise<Outcome> {
	const checked = checkUrl(message.url, policy);
	if (!checked.ok) return { kind: "refused", reason: checked.reason };
	const headers = { "Content-Type": "application/json", "User-Agent": "Deckle-Webhooks/1", ...message.headers };
	const signal = AbortSignal.timeout(limitMs);
	try {
		const init: RequestInit = { method: "POST", headers, body: message.body, redirect: "manual", signal };
		const response = await fetcher(checked.url.href, init);
		// A target may send without end; what a cancelled stream says does not matter.
		response.body?.cancel().catch(() => undefined);
		return { kind: "answered", status: response.status };
	} catch {
		const late = `The target did not answer within ${limitMs / 1000} seconds.`;
		return { kind: "failed", reason: signal.aborted ? late : "The target could not be reached." };
	}
}
