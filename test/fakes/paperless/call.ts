import type { ReadBody } from "./body.ts";
import type { User } from "./records.ts";
import type { Store } from "./store.ts";

/** An authenticated request on its way to its route. */
export interface Call {
	store: Store;
	user: User;
	/** The API version asked for, or the server's default. */
	api: number;
	method: string;
	url: URL;
	headers: Headers;
	/** The bracketed parts of the route's path, in order. */
	parts: string[];
	/** Scheme and host that the server writes into its links. */
	origin: string;
	/** The body; a form is 415 where `takesForms` is false. */
	body: (takesForms?: boolean) => Promise<ReadBody>;
}

export type Handler = (call: Call) => Response | Promise<Response>;

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

export interface Route {
	/** Below the base, "/api/tags/{id}/"; a bracketed part is anything but slashes and dots. */
	path: string;
	/** Whose permissions decide: view, add, change or delete of this model by method. Absent: any user. */
	model?: string;
	methods: Partial<Record<Method, Handler>>;
}

/** The id in the path; a part that is no number is nobody's id. */
export function idOf(call: Call): number {
	const part = call.parts[0] ?? "";
	return /^\d+$/.test(part) ? Number(part) : Number.NaN;
}

export function param(call: Call, name: string): string | undefined {
	return call.url.searchParams.getAll(name).at(-1);
}

export function isTrue(value: string | undefined): boolean {
	return value === "true" || value === "1";
}
