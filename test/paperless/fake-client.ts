import { adminToken, type FakeOptions, FakePaperless } from "../fakes/paperless/paperless.ts";

export const base = "http://paperless.test";

export interface Answered {
	status: number;
	/** The JSON, or the text where it is none. */
	body: unknown;
	headers: Headers;
}

export type Ask = (method: string, path: string, body?: unknown, token?: string) => Promise<Answered>;

/** Speaks to the fake as a caller with a token does. */
export function asking(fake: FakePaperless, accept = "application/json"): Ask {
	return async (method, path, body, token = adminToken) => {
		const isForm = body instanceof FormData;
		const answer = await fake.fetch(`${base}${path}`, {
			method,
			redirect: "manual",
			headers: {
				Accept: accept,
				Authorization: `Token ${token}`,
				...(body !== undefined && !isForm && { "Content-Type": "application/json" }),
			},
			...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
		});
		const text = await answer.text();
		const isJson = answer.headers.get("content-type") === "application/json";
		return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
	};
}

/** A fake with a clock that only the test moves, and a few documents. */
export function stage(options: FakeOptions = {}, count = 5) {
	const clock = { now: Date.UTC(2026, 0, 1, 12, 0, 0, 123) };
	const fake = new FakePaperless({ clock: () => clock.now, ...options });
	for (let id = 1; id <= count; id++) {
		fake.addDocument({ id, title: `Letter ${id}`, content: `text ${id}`, created: `2025-01-0${(id % 9) + 1}` });
	}
	return { fake, clock, ask: asking(fake) };
}

/** A member of a JSON answer, by its path. */
export function at(body: unknown, ...path: (string | number)[]): unknown {
	return path.reduce<unknown>((value, name) => {
		if (typeof value !== "object" || value === null) return undefined;
		return Reflect.get(value, name);
	}, body);
}

/** The ids of a list's results. */
export function idsIn(body: unknown): number[] {
	const results = at(body, "results");
	return Array.isArray(results) ? results.map((result) => Number(at(result, "id"))) : [];
}
