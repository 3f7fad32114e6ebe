import type { Answer, Stage, TaggingClient } from "./client.ts";

/** What an example may be played with: who is there, and what earlier examples have made. */
export interface World {
	stage: Stage;
	/** Nobody: requests without a token. */
	stranger: TaggingClient;
	/** Logged in from the first example on. */
	user: TaggingClient;
	other: TaggingClient;
	email: string;
	password: string;
	/** What one example leaves for the next. */
	kept: Map<string, string>;
}

/** One recorded exchange with the API, in the order in which they are played. */
export interface Example {
	name: string;
	/** Sends tens of megabytes. */
	isHeavy?: boolean;
	play(world: World): Promise<void>;
}

/** What is wrong, in one line. */
export class Mismatch extends Error {}

type Check = (value: unknown) => boolean;
/** A value, a check of one, or an object or list of these; what an object does not name may be there. */
export type Shape = Check | string | number | boolean | null | readonly Shape[] | { readonly [field: string]: Shape };

export function expectAnswer(answer: Answer, status: number, shape?: Shape): void {
	if (answer.status !== status) {
		const body = answer.body instanceof Uint8Array ? `${answer.body.byteLength} bytes` : JSON.stringify(answer.body);
		throw new Mismatch(`status ${answer.status} instead of ${status}: ${body}`);
	}
	if (shape !== undefined) expectShape(answer.body, shape);
}

export function expectShape(value: unknown, shape: Shape, at = "body"): void {
	if (typeof shape === "function") {
		if (!shape(value)) throw new Mismatch(`${at} is ${JSON.stringify(value)}`);
	} else if (Array.isArray(shape)) {
		if (!Array.isArray(value) || value.length !== shape.length) {
			throw new Mismatch(`${at} is ${JSON.stringify(value)}, not a list of ${shape.length}`);
		}
		for (const [index, item] of shape.entries()) expectShape(value[index], item, `${at}[${index}]`);
	} else if (typeof shape === "object" && shape !== null) {
		if (typeof value !== "object" || value === null) throw new Mismatch(`${at} is ${JSON.stringify(value)}`);
		for (const [field, inner] of Object.entries(shape)) {
			if (!(field in value)) throw new Mismatch(`${at}.${field} is missing in ${JSON.stringify(value)}`);
			expectShape((value as Record<string, unknown>)[field], inner, `${at}.${field}`);
		}
	} else if (value !== shape) {
		throw new Mismatch(`${at} is ${JSON.stringify(value)} instead of ${JSON.stringify(shape)}`);
	}
}

export function expectThat(holds: boolean, what: string): void {
	if (!holds) throw new Mismatch(what);
}

export const text: Check = (value) => typeof value === "string" && value !== "";
export const int: Check = (value) => Number.isInteger(value);
export const number: Check = (value) => typeof value === "number";
export const texts: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
export const uuid: Check = (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value));
export const time: Check = (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value));
/** Lower case, words joined by hyphens, some of them. */
export const tags: Check = (value) =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((tag) => typeof tag === "string" && tag === tag.toLowerCase() && !tag.includes(" "));

export function matching(pattern: RegExp): Check {
	return (value) => typeof value === "string" && pattern.test(value);
}

export function orNull(check: Check): Check {
	return (value) => value === null || check(value);
}
