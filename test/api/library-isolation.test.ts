import { beforeAll, describe, expect, it } from "vitest";
import { allRoutes } from "./all-routes.ts";
import { newReader, putDocument, putGroup, type Reader } from "./library-seeds.ts";

/** Another user's library, of which nothing may show: not even these words. */
const secret = "Meridian-Quartz-77";

/** How each route of documents answers a stranger who names another's ids; a new route has to be added. */
const answers: Record<string, (stranger: Reader, document: string) => Promise<void>> = {
	"GET /documents": async (stranger) => {
		for (const query of ["", "?library=true", `?search=${secret}`, `?tag=${secret}`, `?correspondent=${secret}`]) {
			expect((await stranger.ask("GET", `/documents${query}`)).body).toMatchObject({ data: [], meta: { total: 0 } });
		}
	},
	"GET /documents/stats": async (stranger) => {
		const { body } = await stranger.ask("GET", "/documents/stats");
		expect(body).toMatchObject({ data: { totalDocuments: 0, duplicateInvolvement: { documentsInGroups: 0 } } });
		expect(JSON.stringify(body)).not.toContain(secret);
	},
	"GET /documents/{id}": (stranger, document) => unknown(stranger, "GET", `/documents/${document}`),
	"GET /documents/{id}/content": (stranger, document) => unknown(stranger, "GET", `/documents/${document}/content`),
	"GET /documents/{id}/preview": (stranger, document) => unknown(stranger, "GET", `/documents/${document}/preview`),
	"GET /documents/{id}/thumb": (stranger, document) => unknown(stranger, "GET", `/documents/${document}/thumb`),
	"GET /dashboard": async (stranger) => {
		const { body } = await stranger.ask("GET", "/dashboard");
		expect(body).toMatchObject({ data: { totalDocuments: 0, pendingGroups: 0, topCorrespondents: [] } });
	},
	"GET /data-quality": async (stranger) => {
		const { body } = await stranger.ask("GET", "/data-quality");
		expect(body).toMatchObject({ data: { totalDocuments: 0, insights: [], similarNames: [] } });
	},
	"GET /export/documents.csv": async (stranger) => {
		expect((await (await stranger.fetch("/export/documents.csv")).text()).trimEnd().split("\r\n")).toHaveLength(1);
	},
	"GET /export/config.json": async (stranger) => {
		expect(await (await stranger.fetch("/export/config.json")).text()).not.toContain(secret);
	},
	"POST /import/config": async (stranger) => {
		const backup = { version: "1.0", exportedAt: "x", appConfig: { "my.key": "theirs" }, dedupConfig: {} };
		expect((await stranger.ask("POST", "/import/config", backup)).status).toBe(200);
	},
	// A number of Paperless is a number of the caller's own server, and there is none.
	"GET /paperless/documents/{paperlessId}/preview": (stranger) =>
		unconnected(stranger, "GET", "/paperless/documents/5/preview"),
	"GET /paperless/documents/{paperlessId}/thumb": (stranger) =>
		unconnected(stranger, "GET", "/paperless/documents/5/thumb"),
	"DELETE /paperless/documents/{paperlessId}": (stranger) => unconnected(stranger, "DELETE", "/paperless/documents/5"),
	"GET /paperless/trash": (stranger) => unconnected(stranger, "GET", "/paperless/trash"),
	"POST /paperless/trash": (stranger) => unconnected(stranger, "POST", "/paperless/trash", { action: "empty" }),
	"POST /config/test-connection": (stranger) => unconnected(stranger, "POST", "/config/test-connection", {}),
};

async function unknown(stranger: Reader, method: string, path: string): Promise<void> {
	const { status, body } = await stranger.ask(method, path);
	expect([path, status]).toEqual([path, 404]);
	expect(body).toMatchObject({ error: { code: "NOT_FOUND" } });
}

async function unconnected(stranger: Reader, method: string, path: string, sent?: object): Promise<void> {
	const { status, body } = await stranger.ask(method, path, sent);
	expect([path, status]).toEqual([path, 400]);
	expect(body).toMatchObject({ error: { code: "BAD_REQUEST" } });
}

const about = /^\/api\/v1\/(documents|dashboard|data-quality|import|paperless|export\/(documents|config)|config\/test)/;
const routes = [
	...new Set(
		allRoutes
			.filter(({ method, path }) => method !== "ALL" && about.test(path))
			.map(({ method, path }) => `${method} ${path.replace("/api/v1", "").replace(/:(\w+)/g, "{$1}")}`),
	),
];

describe("another user's library", () => {
	let owner: Reader;
	let stranger: Reader;
	let document = "";

	beforeAll(async () => {
		[owner, stranger] = [await newReader(), await newReader()];
		document = await putDocument(owner.id, { title: secret, tags: [secret], correspondent: secret, paperlessId: 5 });
		await putGroup(owner.id, [document, await putDocument(owner.id, { title: secret })]);
		await owner.ask("PUT", "/config", { key: "my.key", value: secret });
	});

	it("has no route that this test does not know", () => {
		expect([...routes].sort()).toEqual(Object.keys(answers).sort());
	});

	it.each(Object.keys(answers))("%s shows nothing of it", async (route) => {
		await answers[route]?.(stranger, document);
	});

	it("is as it was afterwards", async () => {
		expect((await owner.ask("GET", `/documents/${document}`)).body).toMatchObject({ data: { title: secret } });
		expect((await owner.ask("GET", "/config")).body).toMatchObject({ data: { "my.key": secret } });
	});
});
