import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { adminToken, FakePaperless } from "../fakes/paperless/paperless.ts";
import { differences } from "./likeness.ts";
import { answerIndex, type Recorded, type RecordedAnswer, recorded, recordedSeeds } from "./recorded.ts";

/** Requests that the fake does not serve, by their place in the record, with the reason. */
const unserved = new Map<number, string>();

/** The longest body that the record holds whole. */
const recordedLength = 4000;
const base = "http://paperless.test";
const plainToken = "f".repeat(40);

describe.skipIf(recorded.length === 0).each(["2.20", "3.0"] as const)("the fake of release %s", (profile) => {
	const index = recorded.length === 0 ? 0 : answerIndex(profile);
	const fake = recorded.length === 0 ? new FakePaperless() : newFake(profile);
	let alike = 0;

	afterAll(() => {
		if (recorded.length === 0) return;
		const served = recorded.length - unserved.size;
		console.log(`release ${profile}: ${served} of ${recorded.length} recorded requests served, ${alike} alike`);
	});

	test.each(recorded.map((request, place) => ({ request, place, name: `${request.method} ${request.path}` })))(
		"answers request $place as the server did: $name",
		async ({ request, place }) => {
			if (unserved.has(place)) return;
			const answer = await ask(fake, request);
			const problems = await unlike(answer, request.answers[index]);
			expect(problems).toEqual([]);
			alike++;
		},
	);
});

/** The recording servers gave their users these ids, and a file the SHA-256 of id and text, cut where MD5 belongs. */
function newFake(profile: "2.20" | "3.0"): FakePaperless {
	const adminId = profile === "2.20" ? 3 : 2;
	const fake = new FakePaperless({
		profile,
		// A moment with a fraction: without one, times are written in another form.
		clock: () => Date.UTC(2026, 10, 21, 21, 36, 0, 123),
		users: [
			{ id: adminId, username: "admin", password: "adminpass", token: adminToken, isSuperuser: true, isStaff: true },
			{ id: adminId + 1, username: "plain", password: "plainpass", token: plainToken },
		],
	});
	for (const seed of recordedSeeds()) {
		const hash = createHash("sha256").update(`${seed.id}\n${seed.content}`).digest("hex");
		fake.addDocument({ ...seed, checksum: profile === "2.20" ? hash.slice(0, 32) : hash });
	}
	return fake;
}

async function ask(fake: FakePaperless, { method, path, body, headers, auth }: Recorded): Promise<Response> {
	const token = { admin: adminToken, plain: plainToken, bad: "0".repeat(40), none: undefined }[auth];
	const all = new Headers({ Accept: "application/json" });
	if (body !== null) all.set("Content-Type", "application/json");
	if (token !== undefined) all.set("Authorization", `Token ${token}`);
	for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
	const answer = await fake.fetch(`${base}${path}`, {
		method,
		headers: all,
		redirect: "manual",
		...(body !== null && { body: typeof body === "string" ? body : JSON.stringify(body) }),
	});
	// What a bulk change leaves to the worker was done by the time of the next request.
	fake.runWorker();
	return answer;
}

async function unlike(answer: Response, real: RecordedAnswer | undefined): Promise<string[]> {
	if (real === undefined) return ["nothing was recorded"];
	const bytes = new Uint8Array(await answer.arrayBuffer());
	const problems: string[] = [];
	if (answer.status !== real.status) problems.push(`status ${answer.status}, not ${real.status}`);
	const type = answer.headers.get("content-type") ?? "";
	if (type !== real.type) problems.push(`type "${type}", not "${real.type}"`);
	return [...problems, ...unlikeBody(bytes, real)];
}

function unlikeBody(bytes: Uint8Array, real: RecordedAnswer): string[] {
	const text = new TextDecoder().decode(bytes);
	const size = /^\((\d+) bytes\)$/.exec(real.body)?.[1];
	// A picture is another one; it is only there or not.
	if (size !== undefined) return bytes.byteLength > 0 === Number(size) > 0 ? [] : [`${bytes.byteLength} bytes`];
	if (real.type === "application/json" && real.body.length < recordedLength) {
		return differences(JSON.parse(text), JSON.parse(real.body.replaceAll("BASE", base)));
	}
	// Pages are for people: they need only be there.
	if (real.type.startsWith("text/html") && real.body.includes("<")) return text.includes("<html") ? [] : ["no page"];
	return text.replaceAll(base, "BASE").startsWith(real.body) ? [] : [`"${text.slice(0, 200)}" begins otherwise`];
}
