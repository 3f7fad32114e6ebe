import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post } from "../../src/webhooks/post.ts";
import { judge, maxAttempts, type Outcome, retryDelaysMs } from "../../src/webhooks/schedule.ts";
import { newSecret, signedHeaders } from "../../src/webhooks/signing.ts";
import { forbiddenUrls } from "./forbidden-urls.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const bad: fc.Arbitrary<Outcome> = fc.oneof(
	fc.integer({ min: 100, max: 599 }).map((status) => ({ kind: "answered" as const, status })),
	fc.constant({ kind: "failed" as const, reason: "The target could not be reached." }),
);
const isSuccess = (outcome: Outcome) => outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300;

describe("the schedule of a delivery", () => {
	it("is that of the contract", () => {
		const minutes = retryDelaysMs.map((delayMs) => delayMs / 60_000);
		expect(minutes).toEqual([5 / 60, 5, 30, 120, 300, 600, 840]);
		expect(maxAttempts).toBe(8);
	});

	it("ends with the first success, with 410, or after the eighth attempt, whatever happens between", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(bad, chance), { minLength: 10, maxLength: 12 }), (story) => {
				let now = 1_000_000;
				for (const [at, [outcome, chance]] of story.entries()) {
					const verdict = judge(outcome, { attempt: at + 1, now, chance });
					const isGone = outcome.kind === "answered" && outcome.status === 410;
					expect(verdict.isGone).toBe(isGone);
					expect(verdict.error === null).toBe(isSuccess(outcome));
					if (isSuccess(outcome)) expect(verdict.status).toBe("delivered");
					else if (isGone || at + 1 === maxAttempts) expect(verdict.status).toBe("exhausted");
					else expect(verdict.status).toBe("pending");
					expect(verdict.nextAttemptAt === null).toBe(verdict.status !== "pending");
					if (verdict.nextAttemptAt === null) return;
					const waited = (verdict.nextAttemptAt - now) / (retryDelaysMs[at] ?? 0);
					expect(waited).toBeGreaterThanOrEqual(1);
					expect(waited).toBeLessThan(1.1001);
					now = verdict.nextAttemptAt;
				}
				expect.unreachable();
			}),
		);
	});

	it("does not try again an address that must not be asked", () => {
		const verdict = judge({ kind: "refused", reason: "No." }, { attempt: 1, now: 0, chance: 0 });
		expect(verdict).toEqual({ status: "exhausted", nextAttemptAt: null, isGone: false, error: "No." });
	});
});

describe("the signature of a delivery", () => {
	it("is taken by the library of Standard Webhooks, for any body, under each of two secrets and no other", () => {
		fc.assert(
			fc.property(fc.uuid(), fc.json(), (id, body) => {
				const [newest, old] = [newSecret(), newSecret()];
				const headers = signedHeaders([newest, old], { id, nowMs: Date.now(), body });
				for (const secret of [newest, old]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
				expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
				expect(() => new Webhook(newest).verify(`${body} `, headers)).toThrow();
				expect(() => new Webhook(newest).verify(body, { ...headers, "webhook-id": "another" })).toThrow();
				const ours = createHmac("sha256", newest).update(body, "utf8").digest("hex");
				expect(headers["X-PaperAI-Signature"]).toBe(`sha256=${ours}`);
			}),
			{ numRuns: 50 },
		);
	});

	it("is that of the specification's example", () => {
		const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
		const body = '{"test": 2432232314}';
		const headers = signedHeaders([secret], { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", nowMs: 1_614_265_330_000, body });
		expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	});
});

describe("an attempt", () => {
	const seen: { url: string | undefined; body: string; type: string | undefined }[] = [];
	let server: Server;
	let origin = "";
	let policy = { allowPrivateHosts: [] as string[] };

	const answers: Record<string, (response: ServerResponse) => void> = {
		"/ok": (response) => response.writeHead(204).end(),
		"/gone": (response) => response.writeHead(410).end(),
		"/broken": (response) => response.writeHead(500).end("no"),
		"/away": (response) => response.writeHead(302, { Location: "/ok" }).end(),
		"/hung": () => undefined,
		"/cut": (response) => response.destroy(),
		"/endless": (response) => {
			response.writeHead(200);
			const timer = setInterval(() => response.write("x".repeat(10_000)), 1);
			response.on("close", () => clearInterval(timer));
		},
	};

	beforeAll(async () => {
		server = createServer(async (request: IncomingMessage, response) => {
			let body = "";
			for await (const piece of request) body += String(piece);
			seen.push({ url: request.url, body, type: request.headers["content-type"] });
			answers[request.url ?? ""]?.(response);
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
		origin = `http://${host}`;
		policy = { allowPrivateHosts: [host] };
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	const attempt = (path: string, limitMs = 10_000) =>
		post(fetch, policy, { url: origin + path, headers: { "webhook-id": "1" }, body: '{"a":1}' }, limitMs);

	it("knows a server that takes it, fails, is gone, redirects, breaks off and never ends", async () => {
		expect(await attempt("/ok")).toEqual({ kind: "answered", status: 204 });
		expect(seen).toEqual([{ url: "/ok", body: '{"a":1}', type: "application/json" }]);
		expect(await attempt("/broken")).toEqual({ kind: "answered", status: 500 });
		expect(await attempt("/gone")).toEqual({ kind: "answered", status: 410 });
		expect(await attempt("/cut")).toMatchObject({ kind: "failed", reason: "The target could not be reached." });
		expect(await attempt("/endless")).toEqual({ kind: "answered", status: 200 });
		seen.length = 0;
		expect(await attempt("/away")).toEqual({ kind: "answered", status: 302 });
		expect(seen.map(({ url }) => url)).toEqual(["/away"]);
	});

	it("ends when its time is over", async () => {
		const reason = "The target did not answer within 0.2 seconds.";
		expect(await attempt("/hung", 200)).toEqual({ kind: "failed", reason });
	});

	it.each(forbiddenUrls())("asks nobody at %s", async (url) => {
		const asked: string[] = [];
		const fetcher = async (input: string) => {
			asked.push(input);
			return new Response();
		};
		const outcome = await post(fetcher, { allowPrivateHosts: [] }, { url, headers: {}, body: "" }, 1_000);
		expect(outcome.kind).toBe("refused");
		expect(asked).toEqual([]);
	});
});
