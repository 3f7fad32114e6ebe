import { openPaperless, type Paperless, PaperlessError, type PaperlessOptions } from "../../src/paperless/paperless.ts";
import { TestClock } from "../lib/test-clock.ts";

export const token = "0123456789abcdef0123456789abcdef01234567";

export interface Asked {
	method: string;
	url: URL;
	headers: Headers;
	body: unknown;
}

export type Answer =
	| Response
	| Error
	| ((asked: Asked, signal: AbortSignal | null | undefined) => Response | Promise<Response>);

export interface Stub {
	paperless: Paperless;
	asked: Asked[];
	clock: TestClock;
}

/** A client whose server gives these answers in turn, the last of them for ever. */
export function stub(answers: Answer | readonly Answer[], options: Partial<PaperlessOptions> = {}): Stub {
	const asked: Asked[] = [];
	const clock = new TestClock();
	const rest = Array.isArray(answers) ? [...answers] : [answers];
	const fetch = async (url: string, init: RequestInit) => {
		const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
		const request = { method: init.method ?? "GET", url: new URL(url), headers: new Headers(init.headers), body };
		asked.push(request);
		if (init.redirect !== "manual") throw new Error("the platform would follow redirects unseen");
		const answer = rest.length > 1 ? rest.shift() : rest[0];
		if (answer instanceof Error) throw answer;
		if (answer === undefined) throw new Error("no answer is left");
		return answer instanceof Response ? await copyOf(answer) : await answer(request, init.signal);
	};
	const url = "https://paperless.example.com/sub";
	const policy = { allowPrivateHosts: [] };
	const paperless = openPaperless({ url, credentials: { token }, fetch, policy, clock, ...options });
	return { paperless, asked, clock };
}

/** Not a clone: its body could not be cancelled before that of the original. */
async function copyOf(answer: Response): Promise<Response> {
	const body = answer.status === 204 ? null : await answer.clone().arrayBuffer();
	return new Response(body, { status: answer.status, headers: answer.headers });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

export function html(status: number, headers: Record<string, string> = {}): Response {
	const type = { "Content-Type": "text/html; charset=utf-8" };
	return new Response("<!doctype html><p>Not JSON</p>", { status, headers: { ...type, ...headers } });
}

export function list(results: unknown[], extra: Record<string, unknown> = {}): Response {
	return json({ count: results.length, next: null, previous: null, results, ...extra });
}

export function document(id: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		id,
		title: `Document ${id}`,
		content: "text",
		tags: [],
		correspondent: null,
		document_type: null,
		created: "2024-01-10",
		modified: "2026-11-21T20:57:14.459826Z",
		added: "2026-11-20T08:00:00.000001+01:00",
		...changes,
	};
}

export const statistics = { documents_total: 2, documents_inbox: null };

/** The failure that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<PaperlessError> {
	const error = await call.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof PaperlessError)) throw new Error(`not a PaperlessError: ${String(error)}`);
	return error;
}
