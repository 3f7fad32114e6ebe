import type { Context } from "../../src/context.ts";
import type { Config } from "../../src/env.ts";
import { env, newContext, sql } from "../accounts/support.ts";

export interface Asked {
	method: string;
	url: URL;
	headers: Headers;
}

/** What a server of the tests answers; undefined: there is no such server. */
export type Server = (asked: Asked) => Response | Promise<Response> | undefined;

/** A context whose network is `server`; `asked` is what it was asked, in order. */
export function online(server: Server, config: Partial<Config> = {}): Context & { asked: Asked[] } {
	const asked: Asked[] = [];
	const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
		const request = { method: init.method ?? "GET", url: new URL(String(input)), headers: new Headers(init.headers) };
		asked.push(request);
		if (init.redirect !== "manual") throw new Error("the platform would follow redirects unseen");
		const answer = server(request);
		if (answer === undefined) throw new TypeError("Network connection lost.");
		return await Promise.race([answer, aborted(init.signal ?? undefined)]);
	};
	return { ...newContext(config), files: env.FILES, fetch, asked };
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
	return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
}

/** An answer that never comes. */
export function silence(): Promise<Response> {
	return new Promise(() => undefined);
}

/** A body that begins with `start` and then says nothing more. */
export function stalled(start: string): ReadableStream<Uint8Array> {
	return new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(start)) });
}

/** A body of `sizeBytes` bytes that begins with `start`; `sent` counts what was taken of it. */
export function endless(start: string, sizeBytes: number): { body: ReadableStream<Uint8Array>; sent(): number } {
	let sent = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const chunk = new Uint8Array(Math.min(1 << 20, sizeBytes - sent));
			if (sent === 0) chunk.set(new TextEncoder().encode(start));
			sent += chunk.byteLength;
			controller.enqueue(chunk);
			if (sent === sizeBytes) controller.close();
		},
	});
	return { body, sent: () => sent };
}

/** Nothing is left of bytes that became no document: no object, no order to purge. */
export async function leftovers(): Promise<unknown[]> {
	const { objects } = await env.FILES.list({ prefix: "documents/" });
	const rows = await sql<{ id: string }>("select id from documents");
	const kept = rows.map(({ id }) => `documents/${id}/`);
	const strays = objects.filter(({ key }) => !kept.some((prefix) => key.startsWith(prefix)));
	return [...strays.map(({ key }) => key), ...(await sql("select subject from outbox where topic = 'purge'"))];
}

export const pdf = "%PDF-1.7\n% a small one\n%%EOF\n";

export function aPdfAnswer(headers: Record<string, string> = {}): Response {
	return new Response(pdf, { headers: { "Content-Type": "application/pdf", ...headers } });
}
