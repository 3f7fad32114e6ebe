import { errorPage, forbidden, html, insufficient, json, loginPage, notFound } from "./answers.ts";

/** What goes wrong with a request. */
export type Fault =
	/** 403 as JSON: a model's permission. */
	| { kind: "forbidden" }
	/** 403 as plain text: an object's permission. */
	| { kind: "insufficient" }
	| { kind: "missing" }
	/** 429 of a proxy; `retryAfter` in seconds, or a date. */
	| { kind: "busy"; retryAfter?: number | string }
	/** A page of the server or of a proxy before it: 413, 500, 502, 503, 504. */
	| { kind: "error"; status: number; retryAfter?: number | string }
	/** The answer, late. */
	| { kind: "slow"; ms: number }
	/** The connection dies after this share of the body. */
	| { kind: "cut"; share?: number }
	/** The body ends after this share as if it were whole. */
	| { kind: "truncated"; share?: number }
	| { kind: "redirect"; to: string; status?: 301 | 302 | 303 | 307 | 308 }
	/** A page for people with 200, as behind a login of a proxy. */
	| { kind: "page" }
	/** The answer without the headers that tell the version. */
	| { kind: "anonymous" }
	/** No connection at all. */
	| { kind: "unreachable" };

export interface PlannedFault {
	fault: Fault;
	/** The request takes effect and its answer is lost. */
	applied: boolean;
}

const statusTexts: Record<number, string> = {
	413: "Request Entity Too Large",
	500: "Server Error",
	502: "Bad Gateway",
	503: "Service Temporarily Unavailable",
	504: "Gateway Time-out",
};

/** Whether the fault takes the answer's place; others let the request through and spoil its answer. */
export function replaces({ kind }: Fault): boolean {
	return !["slow", "cut", "truncated", "anonymous"].includes(kind);
}

/** The answer in place of the server's own. Throws as `fetch` does where there is no connection. */
export function faultAnswer(fault: Fault): Response {
	switch (fault.kind) {
		case "forbidden":
			return forbidden().answer();
		case "insufficient":
			return insufficient().answer();
		case "missing":
			return notFound().answer();
		case "busy":
			return json({ detail: "Request was throttled." }, 429, retryHeader(fault.retryAfter ?? 1));
		case "error": {
			const page = errorPage(fault.status, statusTexts[fault.status] ?? "Error");
			for (const [name, value] of Object.entries(retryHeader(fault.retryAfter))) page.headers.set(name, value);
			return page;
		}
		case "redirect":
			return html("", fault.status ?? 302, { Location: fault.to });
		case "page":
			return loginPage();
		default:
			throw new TypeError("fetch failed");
	}
}

function retryHeader(after: number | string | undefined): Record<string, string> {
	return after === undefined ? {} : { "Retry-After": String(after) };
}

/** The server's answer as it arrives through the fault. */
export async function spoiled(answer: Response, fault: Fault): Promise<Response> {
	switch (fault.kind) {
		case "cut":
			return cut(answer, fault.share ?? 0.5);
		case "truncated":
			return truncated(answer, fault.share ?? 0.5);
		case "anonymous":
			answer.headers.delete("X-Version");
			answer.headers.delete("X-Api-Version");
			return answer;
		default:
			return answer;
	}
}

async function cut(answer: Response, share: number): Promise<Response> {
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const first = bytes.slice(0, Math.floor(bytes.byteLength * share));
	let isSent = false;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (isSent || first.byteLength === 0) return controller.error(new TypeError("terminated"));
			isSent = true;
			controller.enqueue(first);
		},
	});
	const headers = new Headers(answer.headers);
	headers.set("Content-Length", String(bytes.byteLength));
	return new Response(body, { status: answer.status, headers });
}

async function truncated(answer: Response, share: number): Promise<Response> {
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const headers = new Headers(answer.headers);
	headers.delete("Content-Length");
	return new Response(bytes.slice(0, Math.floor(bytes.byteLength * share)), { status: answer.status, headers });
}
