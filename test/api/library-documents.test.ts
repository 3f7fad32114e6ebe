import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, sql } from "../accounts/support.ts";
import { type DocumentSeed, newReader, putDocument, putGroup, type Reader } from "./library-seeds.ts";

interface Item {
	id: string;
	paperlessId: number | null;
	title: string;
	[field: string]: unknown;
}

interface Page {
	data: Item[];
	meta: { total: number; limit: number; offset?: number; nextCursor?: string | null };
}

async function list(reader: Reader, query = ""): Promise<Page> {
	const { status, body } = await reader.ask("GET", `/documents${query}`);
	expect(status).toBe(200);
	return body;
}

const titles = ({ data }: Page) => data.map(({ title }) => title);

/** What a seed does not say. */
async function refine(id: string, columns: Record<string, string | number | null>): Promise<void> {
	const names = Object.keys(columns);
	await sql(
		`update library_documents set ${names.map((name) => `${name} = ?`).join(", ")} where id = ?`,
		...names.map((name) => columns[name]),
		id,
	);
}

async function put(reader: Reader, seed: DocumentSeed & { type?: string; created?: string; added?: string }) {
	const id = await putDocument(reader.id, seed);
	const columns = { document_type: seed.type, created_date: seed.created, added_date: seed.added };
	const given = Object.entries(columns).filter(([, value]) => value !== undefined);
	if (given.length > 0) await refine(id, Object.fromEntries(given) as Record<string, string>);
	return id;
}

describe("the list of documents", () => {
	it("begins with those of Paperless by number, then uploads, the newest first", async () => {
		const reader = await newReader();
		await put(reader, { title: "old upload", added: "2026-01-01T00:00:00.000Z" });
		await put(reader, { title: "seven", paperlessId: 7, added: "2020-01-01T00:00:00+00:00" });
		await put(reader, { title: "new upload", added: "2026-02-01T00:00:00.000Z" });
		await put(reader, { title: "eighty", paperlessId: 80 });
		const page = await list(reader);
		expect(titles(page)).toEqual(["eighty", "seven", "new upload", "old upload"]);
		expect(page.meta).toEqual({ total: 4, limit: 50, offset: 0 });
		expect(titles(await list(reader, "?limit=2&offset=1"))).toEqual(["seven", "new upload"]);
	});

	it("shows each document with its tags as a list and where it came from", async () => {
		const reader = await newReader();
		const id = await put(reader, {
			paperlessId: 812,
			title: "Invoice 2024-001",
			correspondent: "Amazon",
			type: "Invoice",
			tags: ["shopping", "tax-2024"],
			created: "2024-01-10",
			added: "2024-01-12T08:00:00+00:00",
		});
		expect((await list(reader)).data).toEqual([
			{
				id,
				paperlessId: 812,
				source: "paperless",
				title: "Invoice 2024-001",
				correspondent: "Amazon",
				documentType: "Invoice",
				tags: ["shopping", "tax-2024"],
				createdDate: "2024-01-10",
				addedDate: "2024-01-12T08:00:00+00:00",
				processingStatus: "completed",
			},
		]);
	});

	it("filters by what it is asked, all of it at once", async () => {
		const reader = await newReader();
		await put(reader, { paperlessId: 1, title: "Water 100%", correspondent: "Acme", type: "Bill", tags: ["Tax-2024"] });
		await put(reader, { paperlessId: 2, title: "Water 100 x", correspondent: "acme", tags: ["a_b", "home"] });
		await put(reader, { title: "Straße", status: "pending", tags: ["ab"] });
		const found = async (query: string) => titles(await list(reader, `?${query}`));
		expect(await found("correspondent=Acme")).toEqual(["Water 100%"]);
		expect(await found("documentType=Bill")).toEqual(["Water 100%"]);
		expect(await found("tag=tax")).toEqual(["Water 100%"]);
		expect(await found("tag=_")).toEqual(["Water 100 x"]);
		expect(await found(`tag=${encodeURIComponent('a_b","home')}`)).toEqual([]);
		expect(await found("search=100%25")).toEqual(["Water 100%"]);
		expect(await found("search=WATER")).toEqual(["Water 100 x", "Water 100%"]);
		expect(await found(`search=${encodeURIComponent("straße")}`)).toEqual(["Straße"]);
		expect(await found(`search=${encodeURIComponent("STRASSE")}`)).toEqual([]);
		expect(await found("processingStatus=pending")).toEqual(["Straße"]);
		expect(await found("source=upload")).toEqual(["Straße"]);
		expect(await found("source=paperless&search=x")).toEqual(["Water 100 x"]);
		expect(await found("search=&tag=&correspondent=&processingStatus=&source=")).toHaveLength(3);
		for (const word of ["true", "false", "1", ""]) expect(await found(`noAiResult=${word}`)).toHaveLength(3);
	});

	it("refuses paging and words that it does not know", async () => {
		const reader = await newReader();
		for (const query of ["limit=0", "limit=101", "limit=abc", "limit=1.5", "limit=", "offset=-1"]) {
			const { status, body } = await reader.ask("GET", `/documents?${query}`);
			expect([query, status]).toEqual([query, 400]);
			expect(body).toMatchObject({ error: { code: "VALIDATION_FAILED", message: "Invalid pagination parameters" } });
		}
		for (const query of ["processingStatus=done", "source=mail", "issue=ugly", "library=true&sortBy=colour"]) {
			const { status, body } = await reader.ask("GET", `/documents?${query}`);
			expect([query, status]).toEqual([query, 400]);
			expect(body).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
		}
	});
});

describe("the library by cursor", () => {
	async function walked(reader: Reader, query: string): Promise<string[]> {
		const seen: string[] = [];
		let cursor: string | null | undefined;
		do {
			const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
			const page = await list(reader, `?library=true&${query}${more}`);
			seen.push(...titles(page));
			cursor = page.meta.nextCursor;
		} while (cursor);
		return seen;
	}

	it("gives every document once, in whatever order and pages of whatever size", async () => {
		const reader = await newReader();
		for (let at = 0; at < 23; at++) {
			await put(reader, {
				title: `T${at % 5}-${at}`,
				paperlessId: at % 3 === 0 ? null : at + 1,
				added: `2026-01-0${(at % 4) + 1}T00:00:00.000Z`,
				...(at % 2 === 0 && { created: `202${at % 6}-01-01` }),
				text: "word ".repeat(at % 4).trim() || null,
			});
		}
		const inOrder = titles(await list(reader));
		expect(await walked(reader, "limit=7")).toEqual(inOrder);
		const property = fc.asyncProperty(
			fc.constantFrom("paperlessId", "title", "createdDate", "addedDate", "wordCount"),
			fc.constantFrom("asc", "desc"),
			fc.integer({ min: 1, max: 30 }),
			async (sortBy, sortOrder, limit) => {
				const all = await walked(reader, `sortBy=${sortBy}&sortOrder=${sortOrder}&limit=100`);
				expect([...all].sort()).toEqual([...inOrder].sort());
				expect(await walked(reader, `sortBy=${sortBy}&sortOrder=${sortOrder}&limit=${limit}`)).toEqual(all);
			},
		);
		await fc.assert(property, { numRuns: 12 });
	});

	it("goes on where it was although documents come and go", async () => {
		const reader = await newReader();
		const ids: string[] = [];
		for (let at = 1; at <= 6; at++) ids.push(await put(reader, { title: `${at}`, paperlessId: at }));
		const first = await list(reader, "?library=true&limit=3");
		expect(titles(first)).toEqual(["6", "5", "4"]);
		await put(reader, { title: "7", paperlessId: 7 });
		await sql("delete from library_documents where id = ?", ids[3]);
		const second = await list(reader, `?library=true&limit=3&cursor=${first.meta.nextCursor}`);
		expect(titles(second)).toEqual(["3", "2", "1"]);
		expect(second.meta).toEqual({ total: 6, limit: 3, nextCursor: null });
	});

	it("searches titles, names and tags for every word", async () => {
		const reader = await newReader();
		await put(reader, { title: "Gas bill", correspondent: "British Gas", tags: ["home"], paperlessId: 3 });
		await put(reader, {
			title: "Water bill",
			correspondent: "Thames",
			type: "Invoice",
			tags: ["Home"],
			paperlessId: 2,
		});
		await put(reader, { title: "Letter", tags: ["100%"], paperlessId: 1 });
		const found = async (words: string) =>
			titles(await list(reader, `?library=true&search=${encodeURIComponent(words)}`));
		expect(await found("bill home")).toEqual(["Gas bill", "Water bill"]);
		expect(await found("invoice HOME")).toEqual(["Water bill"]);
		expect(await found("%")).toEqual(["Letter"]);
		expect(await found("bill letter")).toEqual([]);
	});

	it("takes a cursor only for the walk that it was given in", async () => {
		const [reader, other] = [await newReader(), await newReader()];
		for (const { id } of [reader, other]) for (const at of [1, 2, 3]) await putDocument(id, { paperlessId: at });
		const { nextCursor } = (await list(reader, "?library=true&limit=1")).meta;
		const refusals: [Reader, string][] = [
			[other, `cursor=${nextCursor}`],
			[reader, `search=A&cursor=${nextCursor}`],
			[reader, `sortBy=title&cursor=${nextCursor}`],
			[reader, `cursor=x${nextCursor}`],
			[reader, "cursor=nonsense"],
		];
		for (const [who, query] of refusals) {
			const { status, body } = await who.ask("GET", `/documents?library=true&limit=1&${query}`);
			expect([query, status]).toEqual([query, 400]);
			expect(body).toMatchObject({ error: { code: "VALIDATION_FAILED", details: [{ path: ["cursor"] }] } });
		}
		expect((await list(reader, `?library=true&limit=1&cursor=${nextCursor}`)).data[0]?.paperlessId).toBe(2);
	});
});

describe("a document", () => {
	it("is shown whole, with its normalised text and its groups", async () => {
		const reader = await newReader();
		const text = "  Hello,\n\tWORLD  again ";
		const id = await put(reader, { paperlessId: 5, title: "Five", text });
		const other = await put(reader, { paperlessId: 6 });
		await refine(id, { word_count: 3, content_hash: "f1f2" });
		const sure = await putGroup(reader.id, [id, other], { confidence: 0.97 });
		const unsure = await putGroup(reader.id, [other, id], { confidence: 0.8, status: "ignored" });
		const { status, body } = await reader.ask("GET", `/documents/${id}`);
		expect(status).toBe(200);
		expect(body).toEqual({
			data: expect.objectContaining({
				id,
				paperlessId: 5,
				source: "paperless",
				modifiedDate: "2026-01-01T00:00:00Z",
				fingerprint: `fingerprint of ${id}`,
				syncedAt: "1970-01-01T00:00:00.001Z",
				content: { fullText: text, normalizedText: "hello, world again", wordCount: 3, contentHash: "f1f2" },
				groupMemberships: [
					{ groupId: sure, confidenceScore: 0.97, isPrimary: true, status: "pending" },
					{ groupId: unsure, confidenceScore: 0.8, isPrimary: false, status: "ignored" },
				],
				previewUrl: expect.stringMatching(/\/api\/v1\/paperless\/documents\/5\/preview\?exp=\d+&sig=/),
				thumbUrl: expect.stringMatching(/\/api\/v1\/paperless\/documents\/5\/thumb\?exp=\d+&sig=/),
			}),
		});
	});

	it("has no content where none was ever stored, which an empty text is not", async () => {
		const reader = await newReader();
		const none = await putDocument(reader.id, { text: null });
		const empty = await putDocument(reader.id, { text: "" });
		await refine(empty, { word_count: 0 });
		expect((await reader.ask("GET", `/documents/${none}`)).body).toMatchObject({ data: { content: null } });
		expect((await reader.ask("GET", `/documents/${none}/content`)).status).toBe(404);
		const { body } = await reader.ask("GET", `/documents/${empty}/content`);
		expect(body).toEqual({ data: { fullText: "", wordCount: 0 } });
	});

	it("is another's, unknown or malformed: not found", async () => {
		const [reader, other] = [await newReader(), await newReader()];
		const id = await putDocument(other.id, { paperlessId: 1 });
		for (const unknown of [id, "nothing", "01900000-0000-7000-8000-000000000000", "%00"]) {
			for (const path of [`/documents/${unknown}`, `/documents/${unknown}/content`]) {
				const { status, body } = await reader.ask("GET", path);
				expect([path, status]).toEqual([path, 404]);
				expect(body).toMatchObject({ error: { code: "NOT_FOUND" } });
			}
		}
	});
});

describe("the numbers of a library", () => {
	it("are zero for an empty one", async () => {
		const reader = await newReader();
		const { body } = await reader.ask("GET", "/documents/stats");
		const buckets = ["0 - 100", "100 - 500", "500 - 1K", "1K - 5K", "5K - 10K", "10K+"];
		expect(body).toEqual({
			data: {
				totalDocuments: 0,
				ocrCoverage: { withContent: 0, withoutContent: 0, percentage: 0 },
				processingStatus: { pending: 0, completed: 0 },
				correspondentDistribution: [],
				documentTypeDistribution: [],
				tagDistribution: [],
				averageWordCount: 0,
				documentsOverTime: [],
				wordCountDistribution: buckets.map((bucket) => ({ bucket, count: 0 })),
				unclassified: { noCorrespondent: 0, noDocumentType: 0, noTags: 0 },
				duplicateInvolvement: { documentsInGroups: 0, percentage: 0 },
				usageStats: { cumulativeGroupsActioned: 0, cumulativeDocumentsDeleted: 0 },
			},
		});
	});

	it("count what is there, and nobody else's", async () => {
		const [reader, other] = [await newReader(), await newReader()];
		await putDocument(other.id, { correspondent: "Stranger", tags: ["strange"] });
		const words = [0, 99, 100, 1000, 9999, 10_000];
		const ids: string[] = [];
		for (const [at, count] of words.entries()) {
			const id = await put(reader, {
				paperlessId: at + 1,
				correspondent: at < 3 ? "Amazon" : at < 5 ? "Gas" : null,
				tags: at % 2 === 0 ? ["even", "all"] : ["all"],
				status: at === 0 ? "pending" : "completed",
				added: at < 4 ? "2024-02-28T23:00:00+00:00" : "2023-12-01T00:00:00+00:00",
				...(at === 0 && { type: "Invoice" }),
			});
			await refine(id, { word_count: count });
			ids.push(id);
		}
		ids.push(await putDocument(reader.id, { text: null }));
		await putGroup(reader.id, ids.slice(0, 2));
		await putGroup(reader.id, ids.slice(1, 4), { status: "ignored" });
		await sql(
			"update libraries set cumulative_groups_actioned = 140, cumulative_documents_deleted = 75 where owner = ?",
			reader.id,
		);
		const { body } = await reader.ask("GET", "/documents/stats");
		expect(body).toEqual({
			data: {
				totalDocuments: 7,
				ocrCoverage: { withContent: 6, withoutContent: 1, percentage: 86 },
				processingStatus: { pending: 1, completed: 6 },
				correspondentDistribution: [
					{ name: "Amazon", count: 3 },
					{ name: "Gas", count: 2 },
				],
				documentTypeDistribution: [{ name: "Invoice", count: 1 }],
				tagDistribution: [
					{ name: "all", count: 6 },
					{ name: "even", count: 3 },
				],
				averageWordCount: Math.round((99 + 100 + 1000 + 9999 + 10_000) / 6),
				documentsOverTime: [
					{ month: "2023-12", count: 2 },
					{ month: "2024-02", count: 4 },
				],
				wordCountDistribution: [
					{ bucket: "0 - 100", count: 2 },
					{ bucket: "100 - 500", count: 1 },
					{ bucket: "500 - 1K", count: 0 },
					{ bucket: "1K - 5K", count: 1 },
					{ bucket: "5K - 10K", count: 1 },
					{ bucket: "10K+", count: 1 },
				],
				unclassified: { noCorrespondent: 2, noDocumentType: 6, noTags: 1 },
				duplicateInvolvement: { documentsInGroups: 4, percentage: 57 },
				usageStats: { cumulativeGroupsActioned: 140, cumulativeDocumentsDeleted: 75 },
			},
		});
	});
});

describe("the dashboard", () => {
	it("tells how the library stands, and that its settings have changed since the analysis", async () => {
		const reader = await newReader();
		const empty = (await reader.ask("GET", "/dashboard")).body as { data: object };
		expect(empty.data).toEqual({
			totalDocuments: 0,
			pendingGroups: 0,
			pendingAnalysis: 0,
			lastSyncAt: null,
			lastSyncDocumentCount: null,
			lastAnalysisAt: null,
			totalDuplicateGroups: 0,
			topCorrespondents: [],
			analysisStale: false,
			analysisStaleReason: null,
		});
		const ids: string[] = [];
		for (const correspondent of ["Gas", "Gas", "Water"]) ids.push(await putDocument(reader.id, { correspondent }));
		await putDocument(reader.id, { status: "pending" });
		await putGroup(reader.id, ids.slice(0, 2));
		await putGroup(reader.id, ids.slice(1));
		await putGroup(reader.id, ids, { status: "ignored" });
		await sql(
			"update libraries set last_sync_at = 0, last_sync_document_count = 12, last_analysis_at = 1000, total_duplicate_groups = 60 where owner = ?",
			reader.id,
		);
		expect((await reader.ask("GET", "/dashboard")).body).toEqual({
			data: {
				totalDocuments: 4,
				pendingGroups: 2,
				pendingAnalysis: 1,
				lastSyncAt: "1970-01-01T00:00:00.000Z",
				lastSyncDocumentCount: 12,
				lastAnalysisAt: "1970-01-01T00:00:01.000Z",
				totalDuplicateGroups: 60,
				topCorrespondents: [
					{ correspondent: "Gas", groupCount: 2 },
					{ correspondent: "Water", groupCount: 1 },
				],
				analysisStale: true,
				analysisStaleReason: "config_changed",
			},
		});
	});
});

describe("the quality of the data", () => {
	it("is told by issues that some document has, which the list then shows", async () => {
		const reader = await newReader();
		const perfect = { correspondent: "Gas", type: "Bill", tags: ["home"], created: "2024-01-01" };
		const text =
			"A text of more than twenty words, so that it can be compared with others of its kind, which would have about as many words.";
		const full = await put(reader, { ...perfect, paperlessId: 9, title: "Fine", text });
		await put(reader, { ...perfect, paperlessId: 8, title: "scan_0001", text: `${text} 1` });
		await put(reader, { ...perfect, paperlessId: 7, title: "2024-01-02", text: `${text} 2` });
		await put(reader, { ...perfect, paperlessId: 6, title: "Tomorrow", created: "2999-01-01", text: `${text} 3` });
		await put(reader, { ...perfect, paperlessId: 5, title: "Twin", text });
		await put(reader, { ...perfect, paperlessId: 4, title: "हिन्दी पत्र", text: "few words", tags: ["Home", "once"] });
		await put(reader, { paperlessId: 3, title: "Bare", text: null, status: "pending" });
		const { body } = await reader.ask("GET", "/data-quality");
		const { data } = body as {
			data: { insights: { issue: string; severity: string; count: number; documents: { id: string }[] }[] };
		};
		expect(data).toMatchObject({ totalDocuments: 7, completeDocuments: 3, completePercentage: 43 });
		const counts = Object.fromEntries(data.insights.map(({ issue, count }) => [issue, count]));
		expect(counts).toEqual({
			no_text: 1,
			identical_text: 2,
			implausible_date: 1,
			untitled: 2,
			little_text: 1,
			no_date: 1,
			no_correspondent: 1,
			no_document_type: 1,
			no_tags: 1,
			not_compared: 1,
		});
		const severities = data.insights.map(({ severity }) => severity);
		expect(severities).toEqual([...severities].sort((a, b) => "pwn".indexOf(a[0] ?? "") - "pwn".indexOf(b[0] ?? "")));
		expect(data.insights.find(({ issue }) => issue === "identical_text")?.documents.map(({ id }) => id)).toContain(
			full,
		);
		expect(data).toMatchObject({
			similarNames: [
				{
					kind: "tag",
					names: [
						{ name: "home", count: 5 },
						{ name: "Home", count: 1 },
					],
				},
			],
			namesUsedOnce: { correspondent: 0, documentType: 0, tag: 2 },
		});
		for (const { issue, count } of data.insights) {
			expect([issue, (await list(reader, `?issue=${issue}`)).meta.total]).toEqual([issue, count]);
		}
	});

	it("is that of one's own library", async () => {
		const [reader, other] = [await newReader(), await newReader()];
		for (const { id } of [reader, other]) await putDocument(id, { text: "the same text", title: "scan 1" });
		const { body } = await reader.ask("GET", "/data-quality");
		const { data } = body as { data: { totalDocuments: number; insights: { issue: string }[] } };
		expect(data.totalDocuments).toBe(1);
		expect(data.insights.map(({ issue }) => issue)).not.toContain("identical_text");
	});
});

describe("the table of documents", () => {
	it("has a line for each that matches, and nothing that a spreadsheet would take for a formula", async () => {
		const reader = await newReader();
		await put(reader, {
			paperlessId: 2,
			title: '=SUM(A1), "quoted"',
			correspondent: "Åke",
			tags: ["a", "b"],
			text: "one two",
			created: "2024-01-10",
		});
		await put(reader, { title: "Left out", status: "pending" });
		const response = await reader.fetch("/export/documents.csv?processingStatus=completed");
		expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
		expect(response.headers.get("content-disposition")).toMatch(
			/^attachment; filename="documents-\d{4}-\d\d-\d\d\.csv"$/,
		);
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await response.arrayBuffer());
		const [head, line, ...rest] = text.split("\r\n");
		expect(head).toBe(
			"\uFEFFid,paperless_id,source,title,correspondent,document_type,tags,created_date,added_date,modified_date,processing_status,word_count,fingerprint",
		);
		expect(line).toMatch(
			/^[0-9a-f-]{36},2,paperless,"'=SUM\(A1\), ""quoted""",Åke,,a\|b,2024-01-10,,2026-01-01T00:00:00Z,completed,2,fingerprint of /,
		);
		expect(rest).toEqual([""]);
	});

	it("is a header alone where nothing matches, and refuses words that it does not know", async () => {
		const reader = await newReader();
		expect((await (await reader.fetch("/export/documents.csv?search=nothing")).text()).split("\r\n")).toHaveLength(2);
		const refused = await reader.fetch("/export/documents.csv?source=mail");
		expect(refused.status).toBe(400);
		expect(await bodyOf(refused)).toMatchObject({ error: { code: "VALIDATION_FAILED" } });
	});

	it("goes on over thousands of documents", async () => {
		const reader = await newReader();
		await sql(
			`with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
			insert into library_documents (id, owner, source, paperless_id, title, fingerprint, synced_at)
			select ?1 || '-' || i, ?1, 'paperless', i, 'T' || i, '', 1 from n`,
			reader.id,
		);
		const lines = (await (await reader.fetch("/export/documents.csv")).text()).trimEnd().split("\r\n");
		expect(lines).toHaveLength(2501);
		expect(new Set(lines).size).toBe(2501);
		expect(lines[1]).toContain("-2500,2500,");
	});
});
