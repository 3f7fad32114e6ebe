import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Seed } from "../fakes/paperless/seeds.ts";

export interface RecordedAnswer {
	status: number;
	type: string;
	/** As it came, cut after some thousand characters; of bytes, "(68 bytes)". */
	body: string;
}

/** A request that was sent to real servers, and what they answered. */
export interface Recorded {
	method: string;
	path: string;
	body: unknown;
	headers: Record<string, string> | null;
	/** As whom: a superuser, a user without permissions, a token that nobody has, nobody. */
	auth: "admin" | "plain" | "bad" | "none";
	answers: RecordedAnswer[];
}

const path = fileURLToPath(new URL("../../../shared/paperless", import.meta.url).href);

/** Folder of the recorded answers beside the project; undefined where it is not there. */
const recordedPath: string | undefined = existsSync(`${path}/golden.json`) ? path : undefined;

if (recordedPath === undefined) console.warn("skipped: recorded answers of real servers; it needs ../shared/paperless");

/** The requests in the order they were sent: writes change what later reads see. Empty where they are not there. */
export const recorded: Recorded[] =
	recordedPath === undefined ? [] : JSON.parse(readFileSync(`${recordedPath}/golden.json`, "utf8"));

/** The documents that the real servers held, a JSON object a line. */
export function recordedSeeds(): Seed[] {
	const lines = readFileSync(`${path}/documents.jsonl`, "utf8").trim().split("\n");
	return lines.map((line): Seed => JSON.parse(line));
}

/** Where a profile's answers stand: only the older release's lists have `all`. */
export function answerIndex(profile: "2.20" | "3.0"): number {
	const lists = recorded.find(({ answers }) => answers[0]?.body.startsWith('{"count":'));
	const olderIsFirst = lists?.answers[0]?.body.includes('"all":[') ?? true;
	return (profile === "2.20") === olderIsFirst ? 0 : 1;
}
