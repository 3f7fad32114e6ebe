import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	addTagToDocuments,
	createEntity,
	deleteDocument,
	emptyTrash,
	getDocument,
	getStatistics,
	patchDocument,
	testConnection,
} from "../../src/paperless/paperless.ts";
import { document, failureOf, html, json, list, statistics, stub, token } from "./stub.ts";

const versions = (served: string, product = "2.20.15") => ({ "X-Api-Version": served, "X-Version": product });
const lost = new TypeError("Network connection lost.");
const slow = (after?: string) => json({ detail: "slow" }, 429, after === undefined ? {} : { "Retry-After": after });

describe("the version", () => {
	test("is not asked for at first, then the highest that both know", async () => {
		for (const [served, asked] of [
			["5", "5"],
			["9", "9"],
			["10", "10"],
			["11", "10"],
		] as const) {
			const at = stub(json(statistics, 200, versions(served)));
			await getStatistics(at.paperless);
			await getStatistics(at.paperless);
			const accepts = at.asked.map(({ headers }) => headers.get("accept"));
			expect(accepts).toEqual(["application/json", `application/json; version=${asked}`]);
			expect(at.paperless.productVersion).toBe("2.20.15");
		}
	});

	test("is negotiated again after a 406, and a refused one is not asked for a second time", async () => {
		const at = stub([
			json(statistics, 200, versions("10", "3.0.5")),
			json({ detail: "Invalid version" }, 406),
			json(statistics, 200, versions("9", "2.20.15")),
			json(statistics),
		]);
		for (let call = 0; call < 3; call++) await getStatistics(at.paperless);
		expect(at.asked.map(({ headers }) => headers.get("accept"))).toEqual([
			"application/json",
			"application/json; version=10",
			"application/json",
			"application/json; version=9",
		]);
		expect(at.paperless.productVersion).toBe("2.20.15");

		const newer = stub((asked) =>
			asked.headers.get("accept")?.includes("version") ? json({}, 406) : json(statistics, 200, versions("12", "4.0")),
		);
		for (let call = 0; call < 3; call++) await getStatistics(newer.paperless);
		expect(newer.asked).toHaveLength(4);
	});

	test("is renegotiated for a write too, which is refused before it is done", async () => {
		const at = stub([
			json(statistics, 200, versions("10")),
			json({ detail: "Invalid version" }, 406),
			json({ id: 3, name: "new" }, 201),
		]);
		await getStatistics(at.paperless);
		expect(await createEntity(at.paperless, "tags", "new")).toMatchObject({ id: 3, documentCount: null });
		expect(at.asked.at(-1)?.body).toEqual({ name: "new", matching_algorithm: 0 });
	});

	test("a 406 without a version is an error at once", async () => {
		const at = stub(json({ detail: "Could not satisfy" }, 406));
		expect(await failureOf(getStatistics(at.paperless))).toMatchObject({ reason: "refused", status: 406 });
		expect(at.asked).toHaveLength(1);
	});

	test("is not learned from failures or from what is no version", async () => {
		const at = stub([
			json({ detail: "gone" }, 404, versions("9")),
			json(statistics, 200, { "X-Api-Version": "ten", "X-Version": "<b>" }),
			json(statistics),
		]);
		await failureOf(getDocument(at.paperless, "listing", 1));
		await getStatistics(at.paperless);
		await getStatistics(at.paperless);
		expect(at.asked.map(({ headers }) => headers.get("accept"))).toEqual(Array(3).fill("application/json"));
		expect(at.paperless.productVersion).toBeUndefined();
	});
});

describe("the address", () => {
	test.each([
		["https://paperless.example.com", "https://paperless.example.com/api/statistics/"],
		["https://paperless.example.com///", "https://paperless.example.com/api/statistics/"],
		[" https://example.com/paperless/ ", "https://example.com/paperless/api/statistics/"],
		["https://example.com/a%20b/c//?x=1#y", "https://example.com/a%20b/c/api/statistics/"],
		["http://EXAMPLE.com:8000/x", "http://example.com:8000/x/api/statistics/"],
	])("%j leads to %s", async (url, asked) => {
		const at = stub(json(statistics), { url });
		await getStatistics(at.paperless);
		expect(at.asked[0]?.url.href).toBe(asked);
	});

	test("any path is kept and any number of slashes at its end is not", async () => {
		const segment = fc.stringMatching(/^[a-z0-9_~-]{1,8}$/);
		await fc.assert(
			fc.asyncProperty(fc.array(segment, { maxLength: 4 }), fc.nat(3), async (segments, slashes) => {
				const path = segments.map((name) => `/${name}`).join("");
				const at = stub(json(statistics), { url: `https://example.com${path}${"/".repeat(slashes)}` });
				await getStatistics(at.paperless);
				expect(at.asked[0]?.url.href).toBe(`https://example.com${path}/api/statistics/`);
			}),
		);
	});

	test.each(["", "paperless.example.com", "ftp://example.com", "https://user:pw@example.com", "javascript:1"])(
		"%j is refused before anything is asked",
		(url) => {
			expect(() => stub(json(statistics), { url })).toThrow(/^The Paperless-ngx URL must/);
		},
	);

	test.each(["http://127.0.0.1:8000", "http://paperless:8000", "http://10.0.0.5", "http://169.254.169.254"])(
		"%s is not open to a user",
		async (url) => {
			const at = stub(json(statistics), { url });
			const failure = await failureOf(getStatistics(at.paperless));
			expect(failure).toMatchObject({ reason: "bad-url", code: "invalid_request" });
			expect(at.asked).toEqual([]);
		},
	);

	test("an administrator's may be private, a link-local one is nobody's", async () => {
		const policy = { allowPrivateHosts: [], opensPrivate: true };
		const at = stub(json(statistics), { url: "http://192.168.1.5:8000/", policy });
		await getStatistics(at.paperless);
		expect(at.asked).toHaveLength(1);
		const never = stub(json(statistics), { url: "http://169.254.169.254/", policy });
		expect(await failureOf(getStatistics(never.paperless))).toMatchObject({ reason: "bad-url" });
	});

	test("the environment's own is trusted", async () => {
		const at = stub(json(statistics), { url: "http://paperless:8000", policy: undefined });
		await getStatistics(at.paperless);
		expect(at.asked).toHaveLength(1);
	});

	test.each([
		["a redirect", () => html(302, { Location: "/accounts/login/?next=/api/statistics/" })],
		["a redirect elsewhere", () => html(301, { Location: "https://elsewhere.example.com/" })],
		["a redirect into the network", () => html(302, { Location: "http://127.0.0.1/" })],
		["a redirect to nowhere", () => html(308)],
		["a page", () => html(200)],
		["a page's 404", () => html(404)],
		["a 404 in JSON where the API always is", () => json({ detail: "Not found." }, 404)],
		["text", () => new Response("{}", { headers: { "Content-Type": "text/plain" } })],
	])("%s says that it is wrong, and is neither followed nor repeated", async (_name, answer) => {
		for (const policy of [{ allowPrivateHosts: [] }, undefined]) {
			const at = stub(answer(), { policy });
			expect(await failureOf(getStatistics(at.paperless))).toMatchObject({ reason: "wrong-url" });
			expect(at.asked).toHaveLength(1);
		}
	});
});

describe("credentials", () => {
	test("go as a token, or as UTF-8 in Basic", async () => {
		const withToken = stub(json(statistics), { credentials: { token: ` ${token}\n` } });
		await getStatistics(withToken.paperless);
		expect(withToken.asked[0]?.headers.get("authorization")).toBe(`Token ${token}`);
		const withPassword = stub(json(statistics), { credentials: { username: "jörg", password: "p:ß" } });
		await getStatistics(withPassword.paperless);
		expect(withPassword.asked[0]?.headers.get("authorization")).toBe("Basic asO2cmc6cDrDnw==");
	});

	test("that no header can carry are refused before anything is asked", () => {
		for (const credentials of [
			{ token: "" },
			{ token: "a b" },
			{ token: "a\r\nb" },
			{ token: "tökén" },
			{ username: "", password: "x" },
			{ username: "a:b", password: "x" },
		]) {
			expect(() => stub(json(statistics), { credentials })).toThrow(expect.objectContaining({ reason: "credentials" }));
		}
	});

	test.each([
		["credentials", 401, () => json({ detail: "Invalid token." }, 401), /does not accept the token: Invalid token\./],
		["credentials", 401, () => html(401), /does not accept the token\.$/],
		["forbidden", 403, () => json({ detail: "You may not." }, 403), /does not permit this to its user: You may not\./],
		["forbidden", 403, () => html(403), /does not permit this to its user\.$/],
	])("%s: %i is final at once", async (reason, status, answer, message) => {
		const at = stub(answer());
		const failure = await failureOf(getStatistics(at.paperless));
		expect(failure).toMatchObject({ reason, status, retryAfterMs: undefined, code: "fetch_failed" });
		expect(failure.message).toMatch(message);
		expect(at.asked).toHaveLength(1);
	});

	test("are named by their kind", async () => {
		const at = stub(json({ detail: "Invalid username/password." }, 401), {
			credentials: { username: "u", password: "secret" },
		});
		expect((await failureOf(getStatistics(at.paperless))).message).toMatch(
			/^.* does not accept the user name and pass/,
		);
	});

	test("never come back in a message, whatever the server repeats", async () => {
		const basic = Buffer.from("admin:hunter22").toString("base64");
		for (const [credentials, secret] of [
			[{ token }, token],
			[{ username: "admin", password: "hunter22" }, "hunter22"],
			[{ username: "admin", password: "hunter22" }, basic],
		] as const) {
			for (const status of [400, 401, 403, 404, 409, 418, 500, 503]) {
				const echo = { detail: `You sent\n\u0007 ${secret} here`, [secret]: secret };
				const at = stub(json(echo, status), { credentials, maxRetries: 0 });
				const failure = await failureOf(getDocument(at.paperless, "listing", 1));
				expect(failure.message).not.toContain(secret);
				expect(failure.message).not.toMatch(/\p{Cc}/u);
				expect(JSON.stringify(failure.details)).not.toContain(secret);
			}
		}
	});
});

describe("other refusals", () => {
	test.each([
		[{ name: ["This field is required."] }, "name: This field is required."],
		[{ custom_fields: { "0": { non_field_errors: ["Odd."] } } }, "custom_fields.0: Odd."],
		[{ non_field_errors: ["Tag does not exist"] }, "Tag does not exist"],
		[{ documents: [{}, ["Deep."]] }, "documents: Deep."],
		[[], "refused with HTTP 400."],
		[{ count: 3 }, "refused with HTTP 400."],
	])("%j is quoted as %j", async (body, words) => {
		const at = stub(json(body, 400));
		const failure = await failureOf(patchDocument(at.paperless, 1, { title: "x" }));
		expect(failure.reason).toBe("refused");
		expect(failure.message).toContain(words);
		expect(at.asked).toHaveLength(1);
	});

	test("a body of any length is cut short", async () => {
		const at = stub(json({ detail: "x".repeat(10_000) }, 400));
		expect((await failureOf(getStatistics(at.paperless))).message.length).toBeLessThan(400);
		const long = stub(json({ detail: "x".repeat(100_000) }, 400));
		expect((await failureOf(getStatistics(long.paperless))).message).toBe("Paperless-ngx refused with HTTP 400.");
	});

	test("an existing name has a reason of its own", async () => {
		const at = stub(json({ error: "Object violates owner / name unique constraint" }, 400));
		expect(await failureOf(createEntity(at.paperless, "tags", "a"))).toMatchObject({ reason: "exists" });
	});
});

describe("a failure that may pass", () => {
	test.each([
		["server", () => html(500)],
		["server", () => html(502)],
		["server", () => json({}, 503, { "Retry-After": "1" })],
		["unreachable", () => lost],
		["broken", () => new Response('{"documents_tot', { headers: { "Content-Type": "application/json" } })],
		["broken", () => new Response("", { headers: { "Content-Type": "application/json" } })],
	])("%s is tried four times, after 1, 2 and 4 seconds", async (reason, answer) => {
		const at = stub(answer());
		at.clock.chance = 0.25;
		const failure = await failureOf(getStatistics(at.paperless));
		expect(failure).toMatchObject({ reason, retryAfterMs: 8_250 });
		expect(at.clock.waits).toEqual([1_250, 2_250, 4_250]);
		expect(at.asked).toHaveLength(4);
	});

	test("is forgotten after a success", async () => {
		const at = stub([lost, html(502), json(statistics)]);
		expect(await getStatistics(at.paperless)).toMatchObject({ documentsTotal: 2 });
		expect(at.clock.waits).toEqual([1_000, 2_000]);
	});

	test("waits no longer than 30 seconds, however often it comes", async () => {
		const at = stub(html(500), { maxRetries: 8 });
		at.clock.chance = 1;
		await failureOf(getStatistics(at.paperless));
		expect(at.clock.waits).toEqual([2_000, 3_000, 5_000, 9_000, 17_000, 30_000, 30_000, 30_000]);
	});

	test("a connection cut in mid body is one", async () => {
		const cut = () =>
			new Response(
				new ReadableStream<Uint8Array>({
					start(controller) {
						controller.enqueue(new TextEncoder().encode('{"documents_total":'));
					},
					pull: (controller) => controller.error(lost),
				}),
				{ headers: { "Content-Type": "application/json" } },
			);
		const at = stub([cut, cut, json(statistics)]);
		expect(await getStatistics(at.paperless)).toMatchObject({ documentsTotal: 2 });
		expect(at.clock.waits).toHaveLength(2);
		const never = stub(cut);
		expect(await failureOf(getStatistics(never.paperless))).toMatchObject({ reason: "broken", retryAfterMs: 8_000 });
	});

	test.each([
		["2", 2_000],
		["0", 0],
		["Fri, 20 Nov 2026 12:00:09 GMT", 9_000],
		["Fri, 20 Nov 2026 11:00:00 GMT", 0],
		["3600", 60_000],
		[undefined, 5_000],
		["soon", 5_000],
	])("a 429 with Retry-After %j waits %i ms", async (header, ms) => {
		const at = stub([slow(header), json(statistics)]);
		await getStatistics(at.paperless);
		expect(at.clock.waits).toEqual([ms]);
	});

	test("any Retry-After means a wait between nothing and a minute", async () => {
		const header = fc.oneof(fc.stringMatching(/^[ -~]{0,20}$/), fc.integer().map(String), fc.double().map(String));
		await fc.assert(
			fc.asyncProperty(header, async (text) => {
				const at = stub([slow(text), json(statistics)]);
				await getStatistics(at.paperless);
				expect(at.clock.waits[0]).toBeGreaterThanOrEqual(0);
				expect(at.clock.waits[0]).toBeLessThanOrEqual(60_000);
			}),
		);
	});

	test("is handed back where the wait would be too long to stay", async () => {
		const at = stub(slow("60"), { maxWaitMs: 10_000 });
		expect(await failureOf(getStatistics(at.paperless))).toMatchObject({ reason: "throttled", retryAfterMs: 60_000 });
		expect(at.clock.waits).toEqual([]);
		const short = stub([slow("10"), json(statistics)], { maxWaitMs: 10_000 });
		await getStatistics(short.paperless);
		expect(short.clock.waits).toEqual([10_000]);
	});

	test("is final at once without retries", async () => {
		const at = stub(html(500), { maxRetries: 0 });
		expect(await failureOf(getStatistics(at.paperless))).toMatchObject({ reason: "server", retryAfterMs: 1_000 });
		expect(at.asked).toHaveLength(1);
	});
});

describe("what is repeated", () => {
	test("are changes and deletions, which come to the same twice", async () => {
		const patch = stub([html(502), json(document(1))]);
		await patchDocument(patch.paperless, 1, { title: "x" });
		expect(patch.asked.map(({ method }) => method)).toEqual(["PATCH", "PATCH"]);
		const deletion = stub([lost, new Response(null, { status: 204 })]);
		expect(await deleteDocument(deletion.paperless, 1)).toBe("deleted");
		const tag = stub([html(500), json({ result: "OK" })]);
		await addTagToDocuments(tag.paperless, [1, 2], 7);
		expect(tag.asked[1]?.body).toEqual({ documents: [1, 2], method: "add_tag", parameters: { tag: 7 } });
	});

	test("is no creation and no emptying, but where it was throttled and so not done", async () => {
		for (const answer of [html(500), lost]) {
			const at = stub(answer);
			const failure = await failureOf(createEntity(at.paperless, "correspondents", "A"));
			expect(failure).toMatchObject({ isPassing: true, retryAfterMs: undefined });
			expect(await failureOf(emptyTrash(at.paperless))).toMatchObject({ isPassing: true });
			expect(at.asked).toHaveLength(2);
		}
		const throttled = stub([slow("1"), json({ id: 1, name: "A" }, 201)]);
		expect(await createEntity(throttled.paperless, "correspondents", "A")).toMatchObject({ name: "A" });
	});
});

describe("time", () => {
	const silence = () => new Promise<Response>(() => undefined);
	const stalled = () =>
		new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) }), {
			headers: { "Content-Type": "application/json" },
		});

	test.each([
		["never answers", silence],
		["stops in the middle of its answer", stalled],
	])("a server that %s is given up after the limit of each attempt", async (_name, answer) => {
		const signals: (AbortSignal | null | undefined)[] = [];
		const at = stub(
			(_asked, signal) => {
				signals.push(signal);
				return answer();
			},
			{ timeoutMs: 20, maxRetries: 1 },
		);
		const failure = await failureOf(getStatistics(at.paperless));
		expect(failure).toMatchObject({ reason: "timeout", retryAfterMs: 2_000 });
		expect(failure.message).toBe("Paperless-ngx did not answer within 0.02 s.");
		expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
	});

	test("a caller who gives up gets his own reason, during a call and before one", async () => {
		const caller = new AbortController();
		const at = stub(silence, { signal: caller.signal });
		const call = getStatistics(at.paperless);
		caller.abort(new Error("cancelled"));
		await expect(call).rejects.toThrow("cancelled");
		await expect(getStatistics(at.paperless)).rejects.toThrow("cancelled");
		expect(at.asked).toHaveLength(1);
	});
});

describe("the test of a connection", () => {
	test("names release and number of documents", async () => {
		const at = stub([json(statistics, 200, versions("9")), list([{ id: 1 }], { count: 1234 })]);
		expect(await testConnection(at.paperless)).toEqual({ version: "2.20.15", documentCount: 1234 });
		expect(at.asked.map(({ url }) => url.pathname + url.search)).toEqual([
			"/sub/api/statistics/",
			"/sub/api/documents/?page_size=1&fields=id",
		]);
	});

	test("names the API version without a release, and nothing without both", async () => {
		const api = stub([json(statistics, 200, { "X-Api-Version": "9" }), list([])]);
		expect(await testConnection(api.paperless)).toEqual({ version: "9", documentCount: 0 });
		const neither = stub([json(statistics), list([])]);
		expect(await testConnection(neither.paperless)).toMatchObject({ version: "unknown" });
	});

	test.each([
		["credentials", [json({ detail: "Invalid token." }, 401)]],
		["wrong-url", [html(200)]],
		["unreachable", [lost]],
		["malformed", [json({ ok: true })]],
		["malformed", [json(statistics), json([1, 2])]],
		["malformed", [json(statistics), list([{ name: "no id" }])]],
	])("tells %s apart", async (reason, answers) => {
		const at = stub(answers, { maxRetries: 0 });
		expect(await failureOf(testConnection(at.paperless))).toMatchObject({ reason });
	});
});

test("successes are counted, failures are not", async () => {
	const counted: [string, number][] = [];
	const onSuccess = (method: string, status: number) => counted.push([method, status]);
	const at = stub([html(500), json(statistics), json({ id: 1, name: "A" }, 201)], { onSuccess });
	await getStatistics(at.paperless);
	await createEntity(at.paperless, "tags", "A");
	expect(counted).toEqual([
		["GET", 200],
		["POST", 201],
	]);
});
