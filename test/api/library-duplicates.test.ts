import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../accounts/support.ts";
import { newReader, putDocument, putGroup, putPapers, type Reader } from "./library-seeds.ts";

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

async function actioned(owner: string): Promise<number> {
	const [row] = await sql<{ n: number }>(
		"select cumulative_groups_actioned as n from libraries where owner = ?",
		owner,
	);
	return row?.n ?? -1;
}

async function statusOf(group: string): Promise<string | undefined> {
	return (await sql<{ status: string }>("select status from duplicate_groups where id = ?", group))[0]?.status;
}

describe("the list of groups", () => {
	let reader: Reader;
	const groups: string[] = [];

	beforeAll(async () => {
		reader = await newReader();
		groups.push((await putPapers(reader.id, 1, 2, { confidence: 0.8, createdAt: 3 })).group);
		groups.push((await putPapers(reader.id, 10, 4, { confidence: 0.99, createdAt: 1 })).group);
		groups.push((await putPapers(reader.id, 20, 3, { confidence: 0.9, createdAt: 2, status: "ignored" })).group);
		groups.push(await putGroup(reader.id, [], { confidence: 1, status: "deleted" }));
	});

	const ids = async (query: string) => {
		const { body } = await reader.ask("GET", `/duplicates${query}`);
		return (body as { data: { id: string }[] }).data.map(({ id }) => groups.indexOf(id));
	};

	it("shows a group with its scores and primary document", async () => {
		const { body } = await reader.ask("GET", "/duplicates?limit=1");
		expect(body).toEqual({
			data: [
				{
					id: groups[1],
					confidenceScore: 0.99,
					jaccardSimilarity: 0.9,
					fuzzyTextRatio: 0.8,
					discriminativeScore: 0.5,
					status: "pending",
					memberCount: 4,
					archivedMemberCount: null,
					primaryDocumentTitle: "Paper 10",
					primaryPaperlessId: 10,
					explanation: "Because.",
					createdAt: iso,
					updatedAt: iso,
				},
			],
			meta: { total: 3, totalMemberCount: 9, limit: 1, offset: 0 },
		});
	});

	it.each([
		["", [1, 2, 0]],
		["?sortOrder=asc", [0, 2, 1]],
		["?sortBy=created_at", [0, 2, 1]],
		["?sortBy=member_count", [1, 2, 0]],
		["?sortBy=member_count&sortOrder=asc", [0, 2, 1]],
		["?sortBy=status&sortOrder=asc", [2, 0, 1]],
		["?includeDeleted=true", [3, 1, 2, 0]],
		["?includeDeleted=yes", [1, 2, 0]],
		["?status=deleted,ignored", [3, 2]],
		["?status=nonsense,%20ignored", [2]],
		["?status=nonsense", [1, 2, 0]],
		["?minConfidence=0.9&maxConfidence=0.99", [1, 2]],
		["?maxConfidence=0.8", [0]],
		["?limit=1&offset=1", [2]],
	])("%s", async (query, expected) => {
		const found = await ids(query);
		// Groups of one status come in no particular order.
		expect(query.includes("sortBy=status") ? [found[0], ...found.slice(1).sort()] : found).toEqual(expected);
	});

	it.each([
		"minConfidence=2",
		"minConfidence=x",
		"maxConfidence=-1",
		"minConfidence=",
		"sortBy=size",
		"sortOrder=up",
		"limit=0",
	])("refuses %s", async (query) => {
		for (const path of ["/duplicates", "/duplicates/graph", "/export/duplicates.csv"]) {
			if (path !== "/duplicates" && query.startsWith("limit")) continue;
			if (path === "/duplicates/graph" && query.startsWith("sort")) continue;
			const { status, body } = await reader.ask("GET", `${path}?${query}`);
			expect({ path, status }).toEqual({ path, status: 400 });
			expect(body).toMatchObject({
				error: { code: "VALIDATION_FAILED", details: [{ path: [query.split("=")[0]] }] },
			});
		}
	});

	it("counts groups by status and confidence", async () => {
		const { body } = await reader.ask("GET", "/duplicates/stats");
		expect(body).toMatchObject({
			data: { totalGroups: 4, pendingGroups: 2, falsePositiveGroups: 0, ignoredGroups: 1, deletedGroups: 1 },
		});
		const { confidenceDistribution } = (
			body as { data: { confidenceDistribution: { label: string; count: number }[] } }
		).data;
		expect(confidenceDistribution.map(({ label, count }) => [label, count])).toEqual([
			["0-50%", 0],
			["50-75%", 0],
			["75-85%", 1],
			["85-90%", 0],
			["90-95%", 1],
			["95-100%", 2],
		]);
	});

	it("draws the surest groups as complete graphs", async () => {
		const { body } = await reader.ask("GET", "/duplicates/graph?maxGroups=1");
		const { data } = body as { data: { nodes: unknown[]; edges: unknown[] } & Record<string, number> };
		expect(data.nodes).toHaveLength(4);
		expect(data.edges).toHaveLength(6);
		expect(data.edges[0]).toEqual({
			source: expect.any(String),
			target: expect.any(String),
			groupId: groups[1],
			confidenceScore: 0.99,
			status: "pending",
		});
		expect([data.totalGroupsMatched, data.groupsIncluded]).toEqual([3, 1]);
		expect((await reader.ask("GET", "/duplicates/graph?maxGroups=501")).status).toBe(400);
	});
});

describe("a group in detail", () => {
	it("shows its documents with their texts, the primary one first", async () => {
		const reader = await newReader();
		const blank = await putDocument(reader.id, { paperlessId: 5, title: "Blank", text: null });
		const upload = await putDocument(reader.id, { title: "Upload", text: "some words", tags: ["a", "b"] });
		const paper = await putDocument(reader.id, { paperlessId: 3, title: "Paper", correspondent: "Gas" });
		const group = await putGroup(reader.id, [upload, blank, paper]);
		const { body } = await reader.ask("GET", `/duplicates/${group}`);
		const { data } = body as { data: { members: Record<string, unknown>[] } };
		expect(data).toMatchObject({
			id: group,
			algorithmVersion: "x",
			explanation: "Because.",
			deletedAt: null,
			createdAt: iso,
		});
		expect(data.members.map(({ documentId }) => documentId)).toEqual([upload, paper, blank]);
		expect(data.members[0]).toMatchObject({
			isPrimary: true,
			source: "upload",
			paperlessId: null,
			tags: ["a", "b"],
			content: { fullText: "some words", wordCount: 2 },
		});
		expect(data.members[2]).toMatchObject({ content: null });
		const light = (await reader.ask("GET", `/duplicates/${group}?light=true`)).body as typeof body;
		expect((light as { data: typeof data }).data.members[0]).toMatchObject({
			content: { fullText: null, wordCount: 2 },
		});
		const texts = await reader.ask("GET", `/duplicates/${group}/content?docA=${upload}&docB=${blank}`);
		expect(texts.body).toEqual({
			data: { docA: { fullText: "some words", wordCount: 2 }, docB: { fullText: null, wordCount: null } },
		});
	});

	it("shows each of many documents with its own text", async () => {
		const reader = await newReader();
		const texts = Array.from({ length: 40 }, (_, at) => `text ${at}`);
		const documents: string[] = [];
		for (const text of texts) documents.push(await putDocument(reader.id, { text }));
		const { body } = await reader.ask("GET", `/duplicates/${await putGroup(reader.id, documents)}`);
		const { data } = body as { data: { members: { documentId: string; content: { fullText: string } }[] } };
		expect(data.members.map(({ documentId }) => documentId)).toEqual(documents);
		expect(data.members.map(({ content }) => content.fullText)).toEqual(texts);
	});

	it("compares only members", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 1, 2);
		const other = await putDocument(reader.id);
		const missing = await reader.ask("GET", `/duplicates/${group}/content?docA=${documents[0]}`);
		expect(missing.body).toMatchObject({
			error: { code: "VALIDATION_FAILED", message: expect.stringMatching(/docA.*docB/) },
		});
		for (const path of [`/duplicates/${group}`, "/duplicates/unknown"]) {
			const { status, body } = await reader.ask("GET", `${path}/content?docA=${documents[0]}&docB=${other}`);
			expect(status).toBe(400);
			expect(body).toMatchObject({
				error: { code: "VALIDATION_FAILED", message: expect.stringContaining("not members") },
			});
		}
	});

	it("can be forgotten, and then is not there", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 1, 2);
		expect((await reader.ask("DELETE", `/duplicates/${group}`)).body).toEqual({ data: { deleted: true } });
		for (const [method, path] of [
			["GET", ""],
			["DELETE", ""],
			["PUT", "/status"],
			["PUT", "/primary"],
		] as const) {
			const body = path === "/status" ? { status: "ignored" } : path === "" ? undefined : { documentId: documents[0] };
			const answer = await reader.ask(method, `/duplicates/${group}${path}`, body);
			expect(answer).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
		}
		expect(await sql("select 1 from duplicate_members where group_id = ?", group)).toEqual([]);
		expect(await actioned(reader.id)).toBe(0);
	});
});

describe("deciding about a group", () => {
	it("counts each change once, and none where nothing changes", async () => {
		const reader = await newReader();
		const { group } = await putPapers(reader.id, 1, 2);
		const set = (status: string) => reader.ask("PUT", `/duplicates/${group}/status`, { status });
		expect(await set("ignored")).toEqual({ status: 200, body: { data: { groupId: group, status: "ignored" } } });
		await set("ignored");
		await set("pending");
		expect(await actioned(reader.id)).toBe(2);
		expect((await set("sometime")).status).toBe(400);
	});

	it("archives what is deleted, for good", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 7, 3);
		const set = (status: string) => reader.ask("PUT", `/duplicates/${group}/status`, { status });
		expect((await set("deleted")).status).toBe(200);
		const { body } = await reader.ask("GET", `/duplicates/${group}`);
		expect(body).toMatchObject({
			data: { status: "deleted", archivedMemberCount: 3, archivedPrimaryTitle: "Paper 7", deletedAt: iso, members: [] },
		});
		const listed = await reader.ask("GET", "/duplicates?status=deleted");
		expect(listed.body).toMatchObject({
			data: [{ primaryDocumentTitle: "Paper 7", memberCount: 0, archivedMemberCount: 3 }],
		});
		expect(await set("pending")).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
		expect((await set("deleted")).status).toBe(200);
		expect(await actioned(reader.id)).toBe(1);
		// The documents are still there.
		expect(await sql("select id from library_documents where owner = ?", reader.id)).toHaveLength(documents.length);
		expect((await reader.ask("POST", "/batch/purge-deleted")).body).toEqual({ data: { purged: 1 } });
	});

	it("does many at once, passing over unknown and deleted ones", async () => {
		const reader = await newReader();
		const one = await putPapers(reader.id, 1, 2);
		const two = await putPapers(reader.id, 3, 2);
		const gone = await putGroup(reader.id, [], { status: "deleted" });
		const groupIds = [one.group, two.group, gone, "unknown"];
		const set = (status: string) => reader.ask("POST", "/batch/status", { groupIds, status });
		expect((await set("ignored")).body).toEqual({ data: { updated: 2 } });
		expect((await set("ignored")).body).toEqual({ data: { updated: 2 } });
		expect((await set("deleted")).body).toEqual({ data: { updated: 2 } });
		expect(await actioned(reader.id)).toBe(6);
		expect((await reader.ask("GET", `/duplicates/${one.group}`)).body).toMatchObject({
			data: { archivedMemberCount: 2, members: [] },
		});
		for (const groupIds of [[], Array.from({ length: 1001 }, (_, at) => `${at}`), "x"]) {
			expect((await reader.ask("POST", "/batch/status", { groupIds, status: "ignored" })).status).toBe(400);
		}
	});

	it("has one primary document, which must be a member", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 1, 3);
		const set = (documentId: unknown) => reader.ask("PUT", `/duplicates/${group}/primary`, { documentId });
		expect((await set(documents[2])).body).toEqual({ data: { groupId: group, documentId: documents[2] } });
		const members = await sql("select document_id from duplicate_members where group_id = ? and is_primary", group);
		expect(members).toEqual([{ document_id: documents[2] }]);
		expect((await set(await putDocument(reader.id))).status).toBe(404);
		expect((await set("")).status).toBe(400);
	});

	it("lets a document go, but not the primary one", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 1, 3);
		const members = await sql<{ id: string; document_id: string }>(
			"select id, document_id from duplicate_members where group_id = ?",
			group,
		);
		const leave = (at: number) => {
			const id = members.find(({ document_id }) => document_id === documents[at])?.id;
			return reader.ask("DELETE", `/duplicates/${group}/members/${id}`);
		};
		expect((await leave(0)).status).toBe(409);
		expect((await leave(1)).body).toEqual({ data: { removed: true } });
		expect(await statusOf(group)).toBe("pending");
		expect((await leave(1)).status).toBe(404);
		await leave(2);
		expect(await statusOf(group)).toBe("false_positive");
	});

	it("takes a document out of all its groups", async () => {
		const reader = await newReader();
		const { group, documents } = await putPapers(reader.id, 1, 2);
		const other = await putGroup(reader.id, [
			documents[0] ?? "",
			await putDocument(reader.id),
			await putDocument(reader.id),
		]);
		const cleanup = (documentId: unknown) => reader.ask("POST", "/duplicates/cleanup-document", { documentId });
		expect((await cleanup(documents[0])).body).toEqual({ data: { groupsAffected: 2, groupsAutoResolved: 1 } });
		expect(await statusOf(group)).toBe("false_positive");
		expect(await statusOf(other)).toBe("pending");
		expect(await sql("select 1 from duplicate_members where group_id = ? and is_primary", other)).toHaveLength(1);
		expect(await cleanup(undefined)).toMatchObject({ status: 400, body: { error: { code: "BAD_REQUEST" } } });
	});
});

describe("the table of duplicates", () => {
	it("has a line for each document, the surest groups first, and no formulas", async () => {
		const reader = await newReader();
		const odd = await putDocument(reader.id, {
			paperlessId: 9,
			title: '=SUM(A1), "quoted"\nline',
			correspondent: "@home",
			tags: ["x", "y"],
		});
		const plain = await putDocument(reader.id, { title: "Plain", text: null });
		const unsure = await putGroup(reader.id, [odd, plain], { confidence: 0.5, discriminative: null });
		const { documents } = await putPapers(reader.id, 1, 2, { confidence: 0.7 });
		const response = await reader.fetch("/export/duplicates.csv?sortBy=created_at");
		expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
		expect(response.headers.get("content-disposition")).toMatch(
			/^attachment; filename="duplicates-\d{4}-\d\d-\d\d\.csv"/,
		);
		const bytes = new Uint8Array(await response.arrayBuffer());
		expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const text = new TextDecoder().decode(bytes);
		expect(text.endsWith("\r\n")).toBe(true);
		const lines = text.split("\r\n");
		expect(lines[0]).toBe(
			"group_id,confidence_score,jaccard_similarity,fuzzy_text_ratio,discriminative_score,group_status,is_primary,paperless_id,title,correspondent,document_type,tags,created_date,word_count,group_created_at",
		);
		expect(lines).toHaveLength(6);
		expect(lines[1]).toContain(",0.7,0.9,0.8,0.5,pending,true,1,Paper 1,,,,,2,");
		expect(lines[3]).toBe(
			`${unsure},0.5,0.9,0.8,,pending,true,9,"'=SUM(A1), ""quoted""\nline","'@home",,x|y,,4,1970-01-01T00:00:01.000Z`,
		);
		expect(lines[4]).toBe(`${unsure},0.5,0.9,0.8,,pending,false,,Plain,,,,,,1970-01-01T00:00:01.000Z`);
		expect(documents).toHaveLength(2);
		expect((await (await reader.fetch("/export/duplicates.csv?minConfidence=1")).text()).split("\r\n")).toHaveLength(2);
	});
});

describe("another user's groups", () => {
	it("are nowhere to be found", async () => {
		const [owner, stranger] = [await newReader(), await newReader()];
		const { group, documents } = await putPapers(owner.id, 1, 3);
		const [member] = await sql<{ id: string }>(
			"select id from duplicate_members where group_id = ? and not is_primary",
			group,
		);
		for (const [method, path, body] of [
			["GET", ""],
			["DELETE", ""],
			["PUT", "/status", { status: "deleted" }],
			["PUT", "/primary", { documentId: documents[1] }],
			["DELETE", `/members/${member?.id}`],
		] as const) {
			expect(await stranger.ask(method, `/duplicates/${group}${path}`, body)).toMatchObject({
				status: 404,
				body: { error: { code: "NOT_FOUND" } },
			});
		}
		const content = await stranger.ask("GET", `/duplicates/${group}/content?docA=${documents[0]}&docB=${documents[1]}`);
		expect(content.status).toBe(400);
		expect((await stranger.ask("GET", "/duplicates")).body).toMatchObject({
			data: [],
			meta: { total: 0, totalMemberCount: 0 },
		});
		expect((await stranger.ask("GET", "/duplicates/graph")).body).toMatchObject({
			data: { nodes: [], totalGroupsMatched: 0 },
		});
		expect((await stranger.ask("GET", "/duplicates/stats")).body).toMatchObject({
			data: { totalGroups: 0, topCorrespondents: [] },
		});
		expect((await (await stranger.fetch("/export/duplicates.csv")).text()).split("\r\n")).toHaveLength(2);
		const groupIds = [group];
		expect((await stranger.ask("POST", "/batch/status", { groupIds, status: "deleted" })).body).toEqual({
			data: { updated: 0 },
		});
		const documentId = documents[0];
		expect((await stranger.ask("POST", "/duplicates/cleanup-document", { documentId })).body).toEqual({
			data: { groupsAffected: 0, groupsAutoResolved: 0 },
		});
		await owner.ask("PUT", `/duplicates/${group}/status`, { status: "deleted" });
		expect((await stranger.ask("POST", "/batch/purge-deleted")).body).toEqual({ data: { purged: 0 } });
		expect(await statusOf(group)).toBe("deleted");
		expect(await actioned(owner.id)).toBe(1);
		expect(await actioned(stranger.id)).toBe(0);
	});
});
