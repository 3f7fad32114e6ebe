import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createContext } from "../../src/context.ts";
import worker from "../../src/index.ts";
import {
	forgetIndex,
	indexDocuments,
	indexUpload,
	searchDocument,
	searchLibrary,
} from "../../src/retrieval/retrieval.ts";
import { TermCode } from "../../src/retrieval/term-code.ts";
import { indexText } from "../../src/retrieval/terms.ts";
import { env, logIn, newSession, send, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { aPdf, doneTask, ended, newGuest } from "./documents.ts";
import { fakeNetwork, type LibraryUser, libraryUser, putConfig, reachable, synced } from "./library.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

const ctx = () => createContext(env, { waitUntil: () => undefined });
const find = (user: { id: string }, question: string) => searchLibrary(ctx(), user.id, question, { limit: 10 });
const titles = async (user: { id: string }, question: string) => (await find(user, question)).map(({ title }) => title);

async function runCron(cron: string): Promise<void> {
	const execution = createExecutionContext();
	await worker.scheduled(createScheduledController({ cron, scheduledTime: new Date() }), env, execution);
	await waitOnExecutionContext(execution);
}

/** Everything that is kept of chunks: nothing may be left over, and the sums must be true. */
async function totals() {
	const [row] = await sql(
		`select (select count(*) from chunks) as chunks, (select count(*) from chunk_terms) as termRows,
		 (select count(*) from chunk_vectors) as vectors, (select count(*) from conversations) as conversations,
		 (select count(*) from messages) as messages`,
	);
	const wrong = await sql(
		`select owner, language from chunk_sums s where chunks <> (select count(*) from chunks c where c.owner = s.owner and c.language = s.language)
		 or terms <> (select coalesce(sum(term_count), 0) from chunks c where c.owner = s.owner and c.language = s.language)`,
	);
	expect(wrong).toEqual([]);
	return row;
}
const chunksOf = (id: string) =>
	sql<{ number: number; chunk_index: number; owner: string; content: string; content_hash: string }>(
		"select number, chunk_index, owner, content, content_hash from chunks where document_id = ? order by chunk_index",
		id,
	);

describe("an uploaded document", () => {
	it("is found with its page and the box of the words", async () => {
		const user = await libraryUser();
		const { id } = await doneTask(user.headers, await aPdf(3, "A report on edges"));
		const [best] = await find(user, "What does part 2 say about the edge of paper?");
		expect(best).toMatchObject({
			documentId: id,
			title: "A report on edges, part 1",
			assetsChunk: "chunk_0002",
			pageStart: 2,
		});
		expect(best?.id).toBe(`${id}.1`);
		const { content = "", headLength = 0, boxes = [] } = best ?? {};
		expect(content.slice(0, headLength)).toBe("[Title: A report on edges, part 1]\n");
		const quote = "part 2 says that paper has an untrimmed edge";
		const at = content.indexOf(quote);
		const box = boxes.find(({ start, end }) => start <= at && at + quote.length <= end);
		expect(box).toMatchObject({ page: 2 });
		expect(Math.abs((box?.bbox[3] ?? 0) - (842 - 640))).toBeLessThan(8);
	});

	it("is found by another's question no more than by one in words that it lacks", async () => {
		const [user, other] = [await libraryUser(), await libraryUser()];
		const { id } = await doneTask(user.headers, await aPdf(1, "Deckle"));
		expect(await find(other, "untrimmed edge")).toEqual([]);
		expect(await find(user, "zygomorphic 99317")).toEqual([]);
		expect(await searchDocument(ctx(), { owner: other.id, documentId: id }, "edge", { limit: 5 })).toEqual([]);
		expect(
			(await searchDocument(ctx(), { owner: user.id, documentId: id }, "untrimmed edge", { limit: 5 })).length,
		).toBe(1);
	});

	it("that was converted before places were kept has its pages", async () => {
		const user = await libraryUser();
		const { id } = await doneTask(user.headers, await aPdf(2, "Old"));
		await env.FILES.delete(`documents/${id}/result.chunks.jsonl`);
		await forgetIndex(ctx(), user.id);
		await indexDocuments(ctx(), user.id);
		const [best] = await find(user, "part 2");
		expect(best).toMatchObject({ documentId: id, pageStart: 2, pageEnd: 2, boxes: [], assetsChunk: "chunk_0002" });
	});

	it("takes its chunks, terms, vectors and threads with it", async () => {
		const user = await libraryUser();
		const before = await totals();
		const { id } = await doneTask(user.headers, await aPdf(2));
		const [first] = await chunksOf(id);
		await sql("insert into chunk_vectors values (?, ?, 'model/3', x'010203')", first?.number, user.id);
		await sql(
			"insert into conversations (id, owner, document_id, title, created_at, updated_at) values ('t1', ?, ?, 'Thread', 1, 1)",
			user.id,
			id,
		);
		await sql(
			"insert into messages (id, conversation_id, role, content, created_at) values ('m1', 't1', 'user', 'Q', 1)",
		);
		expect(await totals()).not.toEqual(before);
		expect((await send(`/tasks/${id}`, { method: "DELETE", headers: user.headers })).status).toBe(200);
		expect(await totals()).toEqual(before);
		expect(await find(user, "untrimmed edge")).toEqual([]);
	});
});

describe("a guest's document", () => {
	it("is searched by itself, is in no index, and joins that of the user", async () => {
		const guest = await newGuest();
		const { id } = guest.task;
		await ended(id, guest.headers);
		const [first] = await chunksOf(id);
		const owner = first?.owner ?? "";
		expect(await sql("select rowid from chunk_terms where rowid = ?", first?.number)).toEqual([]);
		const found = await searchDocument(ctx(), { owner, documentId: id }, "Which edge has paper?", { limit: 3 });
		expect(found).toMatchObject([{ documentId: id, title: "report", pageStart: 1 }]);
		const { email } = await newSession();
		const user = await logIn(email, guest.headers);
		expect((await chunksOf(id))[0]?.owner).toBe(user.id);
		await totals();
		await runCron("* * * * *");
		expect(await titles(user, "untrimmed edge")).toEqual(["Report, part 1"]);
		await totals();
	});

	it("whose chunks were not written gets them with the first question, and loses them with its task", async () => {
		const guest = await newGuest();
		const { id } = guest.task;
		await ended(id, guest.headers);
		const owner = (await chunksOf(id))[0]?.owner ?? "";
		await sql("delete from chunks where document_id = ?", id);
		expect((await searchDocument(ctx(), { owner, documentId: id }, "edge", { limit: 3 })).length).toBe(1);
		await indexUpload(ctx(), id);
		expect(await chunksOf(id)).toHaveLength(1);
		await send(`/tasks/${id}`, { method: "DELETE", headers: guest.headers });
		expect(await chunksOf(id)).toEqual([]);
	});
});

async function libraryOf(fake: FakePaperless): Promise<LibraryUser> {
	const user = await libraryUser(reachable(fake));
	await synced(user);
	return user;
}

describe("a synced document", () => {
	it("is found in its language, and again only where its text is another", async () => {
		const fake = new FakePaperless();
		fake.addDocument({ title: "Stromrechnung", content: "Die Grundgebühr beträgt 12,40 EUR im Monat." });
		const hindi = fake.addDocument({ title: "बिजली का बिल", content: "भुगतान की अंतिम तिथि 18 अगस्त है।" });
		fake.addDocument({ title: "Empty", content: "" });
		const user = await libraryOf(fake);
		expect(await titles(user, "Wie hoch ist die Grundgebühr?")).toEqual(["Stromrechnung"]);
		const [bill] = await find(user, "बिल के भुगतान की तिथि");
		expect(bill).toMatchObject({ title: "बिजली का बिल", pageStart: null, assetsChunk: null, boxes: [] });
		const number = (id: string) => sql("select number from chunks where document_id = ?", id);
		const before = await number(bill?.documentId ?? "");
		const record = fake.store.documents.get(hindi.id);
		if (record === undefined) throw new Error("no such document");
		record.title = "नया शीर्षक";
		record.modified += 60_000_000;
		fake.store.revision++;
		await synced(user);
		expect(await number(bill?.documentId ?? "")).toEqual(before);
		expect(await titles(user, "भुगतान")).toEqual(["नया शीर्षक"]);
		record.content = "जमा राशि 500 रुपये है।";
		record.modified += 60_000_000;
		fake.store.revision++;
		await synced(user);
		expect(await titles(user, "भुगतान की अंतिम तिथि")).toEqual([]);
		expect(await titles(user, "जमा राशि")).toEqual(["नया शीर्षक"]);
		record.content = "";
		record.modified += 60_000_000;
		fake.store.revision++;
		await synced(user);
		expect(await chunksOf(bill?.documentId ?? "")).toEqual([]);
		await totals();
	});

	it("that is very long is replaced at once, and is whole after a run that died", async () => {
		await sql("delete from chunks");
		const paragraphs = Array.from(
			{ length: 900 },
			(_, at) => `Clause ${at} speaks of barges${at} and of ${"harbours ".repeat(30)}`,
		);
		const fake = new FakePaperless();
		fake.addDocument({ title: "Harbour rules", content: paragraphs.join("\n\n") });
		const user = await libraryUser(reachable(fake));
		await putConfig(user.headers, { "rag.chunkSize": "100" });
		await synced(user);
		const [{ id } = { id: "" }] = await sql<{ id: string }>(
			"select id from library_documents where owner = ?",
			user.id,
		);
		const before = await chunksOf(id);
		expect(before.length).toBeGreaterThan(800);
		expect(before.map(({ chunk_index }) => chunk_index)).toEqual(before.map((_, at) => at));
		await forgetIndex(ctx(), user.id);
		// The second statement batch of the run fails: what it had written is nobody's.
		const dying = ctx();
		let batches = 0;
		const batch = dying.db.batch.bind(dying.db);
		dying.db.batch = ((statements: never) => {
			batches += 1;
			if (batches === 2) throw new Error("the process dies here");
			return batch(statements);
		}) as typeof dying.db.batch;
		expect(await indexDocuments(dying, user.id)).toMatchObject({ indexed: 0, failed: 1 });
		expect(await chunksOf(id)).toEqual(before);
		expect((await find(user, "barges12"))[0]?.documentId).toBe(id);
		expect(await indexDocuments(ctx(), user.id)).toMatchObject({ indexed: 1, failed: 0, chunks: before.length });
		expect((await chunksOf(id)).map(({ content }) => content)).toEqual(before.map(({ content }) => content));
		const numbers = (await find(user, "barges12")).map(({ chunkIndex }) => chunkIndex);
		expect(new Set(numbers).size).toBe(10);
		await sql("update chunks set created_at = 1 where owner = ''");
		await runCron("23 3 * * *");
		expect(await totals()).toMatchObject({ chunks: before.length, termRows: before.length });
		expect(await indexDocuments(ctx(), user.id)).toMatchObject({ indexed: 0, chunks: 0 });
	});

	it("that was not indexed is indexed at night", async () => {
		const fake = new FakePaperless();
		fake.addDocument({ title: "Ferry", content: "The ferry to the island leaves at noon." });
		const user = await libraryOf(fake);
		await sql("delete from chunks where owner = ?", user.id);
		await sql("update library_documents set indexed_hash = null where owner = ?", user.id);
		expect(await find(user, "ferry")).toEqual([]);
		await runCron("23 3 * * *");
		expect(await titles(user, "When does the ferry leave?")).toEqual(["Ferry"]);
	});

	it("is searched without the table of words where that can't be had", async () => {
		const fake = new FakePaperless();
		fake.addDocument({ title: "Dogs", content: "A dog may be kept in the flat." });
		const user = await libraryOf(fake);
		const without = { ...ctx(), wordTable: async () => undefined };
		expect(await searchLibrary(without, user.id, "dog", { limit: 3 })).toHaveLength(1);
		expect(await searchLibrary(without, user.id, "cat", { limit: 3 })).toHaveLength(0);
		expect(await ctx().wordTable()).toBeDefined();
	});
});

describe("the full-text table", () => {
	it("keeps every term as one word, whatever it is written in", async () => {
		const code = new TermCode(77);
		const letters = fc.oneof(
			fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
			fc.constantFrom(
				"straße",
				"İstanbul",
				"ΣΊΣΥΦΟΣ",
				"क्षत्रिय",
				"𝒜𝒷𝒸",
				"𞤀𞤁",
				"日本語",
				"naïve",
				"ﬁne",
				"x_y-z 4/5",
				"AND OR NOT NEAR",
			),
		);
		const texts = fc.sample(fc.array(letters, { minLength: 1, maxLength: 8 }), 60).map((words) => words.join(" "));
		await sql("delete from chunk_terms");
		const wanted = new Map<string, number>();
		const rows: { number: number; terms: string }[] = [];
		for (const [at, text] of texts.entries()) {
			const codes = indexText(text).terms.map((term) => code.encode(term));
			for (const each of new Set(codes)) wanted.set(each, (wanted.get(each) ?? 0) + 1);
			rows.push({ number: 1_000_000 + at, terms: codes.join(" ") });
		}
		await sql(
			"insert into chunk_terms (rowid, terms) select value ->> 'number', value ->> 'terms' from json_each(?)",
			JSON.stringify(rows),
		);
		const kept = await sql<{ term: string; doc: number }>("select term, doc from chunk_vocabulary");
		expect(new Map(kept.map(({ term, doc }) => [term, doc]))).toEqual(wanted);
	});
});
