import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf } from "../accounts/support.ts";
import { putResult } from "./ai-seeds.ts";
import { allRoutes } from "./all-routes.ts";
import { askWith } from "./ask-with.ts";
import { newReader, putDocument, type Reader } from "./library-seeds.ts";

/** Another user's proposals, of which nothing may show: not even these words. */
const secret = "Meridian-Quartz-78";

interface Theirs {
	document: string;
	result: string;
}

type Ask = (stranger: Reader, theirs: Theirs) => Promise<{ status: number; body: unknown }>;

/** How each route answers a stranger who names another's ids, beside never telling the words; a new route has to be added. */
const answers: Record<string, { ask: Ask; expected: object }> = {
	"GET /ai/config": { ask: (stranger) => stranger.ask("GET", "/ai/config"), expected: { status: 200 } },
	"PUT /ai/config": { ask: (stranger) => stranger.ask("PUT", "/ai/config", {}), expected: { status: 200 } },
	"GET /ai/models": { ask: (stranger) => stranger.ask("GET", "/ai/models"), expected: { status: 200 } },
	"GET /ai/results": {
		ask: (stranger) => stranger.ask("GET", `/ai/results?search=${secret}`),
		expected: { status: 200, body: { data: [], meta: { total: 0 } } },
	},
	"GET /ai/results/groups": {
		ask: (stranger) => stranger.ask("GET", "/ai/results/groups?groupBy=suggestedCorrespondent"),
		expected: { status: 200, body: { data: { groups: [] } } },
	},
	"GET /ai/costs": {
		ask: (stranger) => stranger.ask("GET", "/ai/costs"),
		expected: { body: { data: { totalCostUsd: 0, costByModel: [] } } },
	},
	"GET /ai/costs/estimate": {
		ask: (stranger) => stranger.ask("GET", "/ai/costs/estimate?documentCount=1"),
		expected: { status: 200 },
	},
	"GET /ai/costs/estimate-detailed": {
		ask: (stranger) => stranger.ask("GET", "/ai/costs/estimate-detailed"),
		expected: { status: 404 },
	},
	"GET /ai/stats": {
		ask: (stranger) => stranger.ask("GET", "/ai/stats"),
		expected: { body: { data: { totalProcessed: 0, unprocessed: 0, pendingReview: 0 } } },
	},
	"GET /ai/feedback/summary": {
		ask: (stranger) => stranger.ask("GET", "/ai/feedback/summary"),
		expected: { body: { data: { totalFeedback: 0 } } },
	},
	"GET /ai/results/{id}": unknownResult("GET", ""),
	"POST /ai/results/{id}/reject": unknownResult("POST", "/reject"),
	"POST /ai/results/{id}/feedback": unknownResult("POST", "/feedback", { action: "rejected" }),
	"POST /ai/results/{id}/apply": unknownResult("POST", "/apply", {}),
	"POST /ai/results/{id}/revert": unknownResult("POST", "/revert"),
	"GET /ai/results/{id}/revert/preview": unknownResult("GET", "/revert/preview"),
	"POST /ai/results/{id}/revert/preview": unknownResult("POST", "/revert/preview"),
	"POST /ai/results/{id}/reprocess": unknownResult("POST", "/reprocess"),
	"POST /ai/results/batch-reject": {
		ask: (stranger, { result }) => stranger.ask("POST", "/ai/results/batch-reject", { resultIds: [result] }),
		expected: { status: 200, body: { data: { rejected: 0 } } },
	},
	"POST /ai/results/reject-all": {
		ask: (stranger) => stranger.ask("POST", "/ai/results/reject-all"),
		expected: { status: 200, body: { data: { rejected: 0 } } },
	},
	"POST /ai/results/clear": {
		ask: (stranger) => stranger.ask("POST", "/ai/results/clear"),
		expected: { status: 200, body: { data: { deleted: 0 } } },
	},
	"POST /ai/results/preflight": {
		ask: (stranger, { result }) =>
			stranger.ask("POST", "/ai/results/preflight", { scope: { type: "selected_result_ids", resultIds: [result] } }),
		expected: { status: 200, body: { data: { totalDocuments: 0 } } },
	},
	"POST /ai/results/batch-apply": {
		ask: async (stranger, { result }) =>
			await ended(stranger, await stranger.ask("POST", "/ai/results/batch-apply", { resultIds: [result] })),
		expected: { body: { data: { status: "completed" } } },
	},
	"POST /ai/results/apply-all": {
		ask: async (stranger) => await ended(stranger, await stranger.ask("POST", "/ai/results/apply-all")),
		expected: { body: { data: { status: "completed" } } },
	},
	"POST /ai/process": {
		ask: async (stranger, { document }) =>
			await ended(stranger, await stranger.ask("POST", "/ai/process", { documentIds: [document] })),
		expected: { body: { data: { status: "completed" } } },
	},
};

function unknownResult(method: string, rest: string, sent?: object): { ask: Ask; expected: object } {
	return {
		ask: (stranger, { result }) => stranger.ask(method, `/ai/results/${result}${rest}`, sent),
		expected: { status: 404, body: { error: { code: "NOT_FOUND" } } },
	};
}

/** The job that was started, once it is over. */
async function ended(stranger: Reader, started: { status: number; body: unknown }) {
	if (started.status !== 202) return started;
	const { jobId } = (started.body as { data: { jobId: string } }).data;
	for (let tries = 0; ; tries++) {
		const shown = await stranger.ask("GET", `/jobs/${jobId}`);
		const { status } = (shown.body as { data: { status: string } }).data;
		if (!["pending", "running"].includes(status) || tries === 400) return shown;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

const routes = [
	...new Set(
		allRoutes
			.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v1/ai/"))
			.map(({ method, path }) => `${method} ${path.replace("/api/v1", "").replace(/:(\w+)/g, "{$1}")}`),
	),
];

describe("another user's proposals", () => {
	let owner: Reader;
	let stranger: Reader;
	let theirs: Theirs;

	beforeAll(async () => {
		[owner, stranger] = [await newReader(), await newReader()];
		const document = await putDocument(owner.id, { title: secret, text: secret, correspondent: secret });
		const result = await putResult(owner.id, document, {
			model: secret,
			suggested: { title: secret, correspondent: secret, documentType: secret, tags: [secret] },
			current: { title: secret },
			cost: 1,
		});
		theirs = { document, result };
		const said = { action: "corrected", corrections: { correspondent: secret } };
		await owner.ask("POST", `/ai/results/${result}/feedback`, said);
	});

	it("have no route that this test does not know", () => {
		expect(routes.filter((route) => !(route in answers))).toEqual([]);
		expect(routes.length).toBeGreaterThan(10);
	});

	it.each(routes)("%s shows nothing of them", async (route) => {
		const known = answers[route];
		const answer = await known?.ask(stranger, theirs);
		expect(answer).toMatchObject(known?.expected ?? {});
		expect(JSON.stringify(answer)).not.toContain(secret);
	});

	it("are as they were afterwards", async () => {
		expect((await owner.ask("GET", `/ai/results/${theirs.result}`)).body).toMatchObject({
			data: { appliedStatus: "pending", suggestedCorrespondent: secret },
		});
		expect((await owner.ask("GET", "/ai/feedback/summary")).body).toMatchObject({ data: { totalFeedback: 1 } });
	});

	it.each(routes)("%s is 400 while AI is switched off, and 401 for who is nobody", async (route) => {
		const [method = "", template = ""] = route.split(" ");
		const path = template.replace("{id}", theirs.result);
		// What is switched off does not look at what it is sent.
		const sent = method === "GET" ? {} : { body: "{" };
		const headers = { ...owner.headers, "Content-Type": "application/json" };
		const off = await askWith({ AI_ENABLED: "false" }, path, { method, headers, ...sent });
		expect(off.status).toBe(400);
		expect(await bodyOf(off)).toMatchObject({ error: { code: "BAD_REQUEST" } });
		expect((await askWith({}, path, { method })).status).toBe(401);
	});
});
