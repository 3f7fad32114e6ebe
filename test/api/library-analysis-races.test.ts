import { beforeEach, describe, expect, it } from "vitest";
import { beginAnalysis, isAnalysisStale } from "../../src/dedup/dedup.ts";
import { paperTexts } from "../../src/dedup/pairing/store.ts";
import { type GroupWrite, storeGroups } from "../../src/dedup/regrouping/store.ts";
import { newId } from "../../src/lib/ids.ts";
import { newContext, sql } from "../accounts/support.ts";
import { letter } from "./letters.ts";
import { fakeNetwork, libraryUser, putConfig } from "./library.ts";
import { analysed } from "./library-analyses.ts";
import { putDocument, putGroup } from "./library-seeds.ts";

beforeEach(fakeNetwork);

function groupOf(documents: readonly string[], { isNew = true, id = newId() } = {}): GroupWrite {
	const members = documents.map((documentId, at) => ({ id: newId(), documentId, isPrimary: at === 0 }));
	const scores = { confidenceScore: 0.9, jaccardSimilarity: 0.9, fuzzyTextRatio: 0.9, discriminativeScore: 0.9 };
	return { id, isNew, ...scores, explanation: "Because.", members };
}

describe("groups whose documents are deleted while they are made", () => {
	it("are written with those that are left and one of them as the primary one, or not at all", async () => {
		const user = await libraryUser();
		const put = (paperlessId: number) => putDocument(user.id, { paperlessId });
		const [a, b, c, d, e, f] = [await put(1), await put(2), await put(3), await put(4), await put(5), await put(6)];
		const gone = newId();
		const untouched = await putGroup(user.id, [e, f]);
		const forgotten = groupOf([a, c], { isNew: false });
		const headless = groupOf([gone, d, b]);
		const thin = groupOf([c, gone]);
		await storeGroups(newContext(), {
			owner: user.id,
			library: 0,
			recipe: "",
			algorithmVersion: "x",
			writes: [forgotten, headless, thin],
			deletes: [],
		});
		const rows = await sql<{ group_id: string; document_id: string; is_primary: number }>(
			`select group_id, document_id, is_primary from duplicate_groups g left join duplicate_members m on m.group_id = g.id
			 where g.owner = ? order by group_id = ?, is_primary desc`,
			user.id,
			untouched,
		);
		expect(rows).toEqual([
			{ group_id: headless.id, document_id: b, is_primary: 1 },
			{ group_id: headless.id, document_id: d, is_primary: 0 },
			{ group_id: untouched, document_id: e, is_primary: 1 },
			{ group_id: untouched, document_id: f, is_primary: 0 },
		]);
	});
});

describe("a document whose text changes while it is compared", () => {
	it("is not compared under the words that it had", async () => {
		const user = await libraryUser();
		const copies = [letter(1), letter(1), letter(2)].map((text, at) =>
			putDocument(user.id, { title: `${at}`, text, status: "pending" }),
		);
		const [first] = await Promise.all(copies);
		await analysed(user);
		const papers = await sql<{ paper: number; document: string }>(
			"select f.paper, d.id as document from dedup_fingerprints f join library_documents d on d.number = f.document where d.owner = ?",
			user.id,
		);
		const paperOf = (id: string | undefined) => papers.find(({ document }) => document === id)?.paper ?? 0;
		await sql("update library_texts set full_text = 'Other words' where document_id = ?", first);
		await sql("update library_documents set content_hash = 'other' where id = ?", first);
		const texts = await paperTexts(newContext(), [paperOf(first)]);
		expect([...texts.values()]).toEqual([letter(1)]);
	});
});

describe("the first analysis after a purge", () => {
	it("does not take uploads for evaluated that an earlier one has seen", async () => {
		const user = await libraryUser();
		await putDocument(user.id, { title: "upload", text: letter(1), status: "pending" });
		await analysed(user);
		expect(await isAnalysisStale(newContext(), user.id)).toBe(false);
		await putConfig(user.headers, { "dedup.minWords": "30" });
		// What a purge does to the library's row.
		await sql("update libraries set last_analysis_at = null where owner = ?", user.id);
		await putDocument(user.id, { title: "synced", paperlessId: 1, text: letter(2), status: "pending" });
		expect(await beginAnalysis(newContext(), user.id, { force: false })).toMatchObject({ isComplete: false });
		await analysed(user);
		expect(await isAnalysisStale(newContext(), user.id)).toBe(true);
		await analysed(user, { force: true });
		expect(await isAnalysisStale(newContext(), user.id)).toBe(false);
	});
});
