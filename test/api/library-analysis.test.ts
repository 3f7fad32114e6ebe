import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AnalysisState, advanceAnalysis, beginAnalysis } from "../../src/dedup/dedup.ts";
import { LibraryAnalysis } from "../../src/dedup/library-analysis.ts";
import { defaultDedupSettings } from "../../src/dedup/settings.ts";
import { bodyOf, env, newContext, send, sql } from "../accounts/support.ts";
import { payslips, prose, randomFrom, rescan } from "../dedup/papers.ts";
import { deliver } from "../jobs/delivery.ts";
import { letter, misread } from "./letters.ts";
import { fakeNetwork, jobEnded, type LibraryUser, libraryUser } from "./library.ts";
import { analysed, startAnalysis } from "./library-analyses.ts";
import { putDocument } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

/** Groups as sets of titles, with their status. */
async function groupsOf(
	user: LibraryUser,
): Promise<{ id: string; status: string; titles: string[]; primary: string | null }[]> {
	const rows = await sql<{ id: string; status: string; title: string; is_primary: number }>(
		`select g.id, g.status, d.title, m.is_primary from duplicate_groups g join duplicate_members m on m.group_id = g.id
		 join library_documents d on d.id = m.document_id where g.owner = ? order by d.title`,
		user.id,
	);
	return [...Map.groupBy(rows, ({ id }) => id)]
		.map(([id, members]) => ({
			id,
			status: members[0]?.status ?? "",
			titles: members.map(({ title }) => title),
			primary: members.find(({ is_primary }) => is_primary === 1)?.title ?? null,
		}))
		.sort((a, b) => (a.titles.join() < b.titles.join() ? -1 : 1));
}

async function setStatus({ headers }: LibraryUser, group: string, status: string): Promise<void> {
	const response = await send(`/api/v1/duplicates/${group}/status`, {
		method: "PUT",
		headers: { "Content-Type": "application/json", ...headers },
		body: JSON.stringify({ status }),
	});
	expect(response.status).toBe(200);
}

/** The document's text is another, as a sync would have written it. */
async function rewrite(owner: string, title: string, text: string): Promise<void> {
	await sql(
		"update library_texts set full_text = ? where document_id in (select id from library_documents where owner = ? and title = ?)",
		text,
		owner,
		title,
	);
	await sql(
		"update library_documents set content_hash = ?, processing_status = 'pending' where owner = ? and title = ?",
		`hash of ${text}`,
		owner,
		title,
	);
}

const pending = (user: LibraryUser) =>
	sql("select title from library_documents where owner = ? and processing_status = 'pending'", user.id);

describe("an analysis", () => {
	it("of an empty library completes with zeros and leaves no trace", async () => {
		const user = await libraryUser();
		expect(await analysed(user)).toMatchObject({ totalDocuments: 0, groupsCreated: 0, durationMs: 0 });
		const status = await send("/api/v1/analysis/status", { headers: user.headers });
		expect(await bodyOf(status)).toMatchObject({ data: { lastAnalysisAt: null, isAnalyzing: false } });
	});

	it("finds scans of one paper and copies of the same words, and no letters of one template", async () => {
		const user = await libraryUser();
		const texts: string[] = [];
		const put = async (title: string, text: string, paperlessId: number | null = null) => {
			texts.push(text);
			await putDocument(user.id, { title, text, paperlessId, status: "pending" });
		};
		for (let number = 1; number <= 12; number++) await put(`letter ${number}`, letter(number), 100 + number);
		await put("scan of 3", misread(letter(3), 1), 50);
		await put("another scan of 3", misread(letter(3), 2));
		await put("copy of 5", letter(5).replaceAll(" ", "\n  "));
		await put("short", "Only a few words.");
		await putDocument(user.id, { title: "blank", text: null, status: "pending" });
		const result = await analysed(user);
		expect(result).toMatchObject({
			totalDocuments: 17,
			documentsAnalyzed: 15,
			documentsSkipped: 2,
			skipReasons: { noContent: 1, tooShort: 1, shinglesFailed: 0 },
			isFullRebuild: false,
			signaturesGenerated: 15,
			signaturesReused: 0,
			groupsCreated: 2,
			groupsUpdated: 0,
			groupsRemoved: 0,
		});
		const groups = await groupsOf(user);
		expect(groups).toMatchObject([
			{ titles: ["another scan of 3", "letter 3", "scan of 3"], primary: "scan of 3", status: "pending" },
			{ titles: ["copy of 5", "letter 5"], primary: "letter 5", status: "pending" },
		]);
		expect(await pending(user)).toEqual([]);
		// What the engine finds in memory.
		const whole = new LibraryAnalysis(defaultDedupSettings);
		for (const text of texts) whole.add(text);
		const expected = whole.groups();
		const rows = await sql<{ confidence_score: number; explanation: string }>(
			"select confidence_score, explanation from duplicate_groups where owner = ? order by confidence_score",
			user.id,
		);
		const scores = expected.map(({ scores }) => scores.confidenceScore).sort();
		expect(rows.map(({ confidence_score }) => confidence_score)).toEqual(
			scores.map((score) => expect.closeTo(score, 9)),
		);
		expect(rows.every(({ explanation }) => explanation.length > 20)).toBe(true);
	});

	it("finds in the tables what the engine finds in memory", async () => {
		const random = randomFrom(7);
		const texts = [...payslips(random), ...payslips(random)];
		for (let at = 0; at < 20; at++) texts.push(`Letter of ${prose(60 + at * 5, random)}`);
		for (const [at, original] of [3, 9, 15, 25, 30, 40, 3, 3].entries())
			texts.push(rescan(texts[original] ?? "", [0.01, 0.05, 0.15][at % 3] ?? 0, random));
		const user = await libraryUser();
		for (const [at, text] of texts.entries())
			await putDocument(user.id, { title: String(at).padStart(4, "0"), text, status: "pending" });
		await analysed(user);
		const whole = new LibraryAnalysis(defaultDedupSettings);
		for (const text of texts) whole.add(text);
		const expected = whole.groups().map(({ documents }) => documents.map((at) => String(at).padStart(4, "0")));
		expect(expected.length).toBeGreaterThan(4);
		expect((await groupsOf(user)).map(({ titles }) => titles)).toEqual(expected);
	});

	it("done anew gives the same groups under the same ids", async () => {
		const user = await libraryUser();
		for (let number = 1; number <= 6; number++) {
			await putDocument(user.id, { title: `${number}`, text: letter(number), status: "pending" });
			await putDocument(user.id, {
				title: `${number} again`,
				text: misread(letter(number), number),
				status: "pending",
			});
		}
		const first = await analysed(user);
		expect(first.groupsCreated).toBe(6);
		const groups = await groupsOf(user);
		expect(await analysed(user)).toMatchObject({
			totalDocuments: 0,
			groupsCreated: 0,
			groupsUpdated: 0,
			groupsRemoved: 0,
		});
		expect(await analysed(user, { force: true })).toMatchObject({
			totalDocuments: 12,
			signaturesGenerated: 12,
			signaturesReused: 0,
			isFullRebuild: true,
			groupsCreated: 0,
			groupsUpdated: 6,
			groupsRemoved: 0,
			candidatePairsFound: first.candidatePairsFound,
		});
		expect(await groupsOf(user)).toEqual(groups);
	});
});

describe("an analysis of what is new", () => {
	it("looks at that alone, and lets a group grow under its id and primary document", async () => {
		const user = await libraryUser();
		const put = (title: string, text: string, paperlessId: number) =>
			putDocument(user.id, { title, text, paperlessId, status: "pending" });
		for (let number = 1; number <= 8; number++) await put(`letter ${number}`, letter(number), number);
		await put("scan 2", misread(letter(2), 1), 20);
		await put("scan 5", misread(letter(5), 1), 21);
		await put("scan 7", misread(letter(7), 1), 22);
		await analysed(user);
		const before = await groupsOf(user);
		expect(before.map(({ titles }) => titles)).toEqual([
			["letter 2", "scan 2"],
			["letter 5", "scan 5"],
			["letter 7", "scan 7"],
		]);
		await setStatus(user, before[1]?.id ?? "", "ignored");
		await sql("update duplicate_members set is_primary = 1 - is_primary where group_id = ?", before[0]?.id);
		await put("rescan 2", misread(letter(2), 5), 1_000);
		await put("rescan 5", misread(letter(5), 5), 1_001);
		expect(await analysed(user)).toMatchObject({ totalDocuments: 2, signaturesGenerated: 2, groupsCreated: 2 });
		const after = await groupsOf(user);
		expect(after).toEqual(
			[
				{ id: before[1]?.id, status: "ignored", titles: ["letter 5", "scan 5"], primary: "letter 5" },
				{ id: expect.any(String), status: "pending", titles: ["letter 5", "rescan 5", "scan 5"], primary: "letter 5" },
				{ id: before[0]?.id, status: "pending", titles: ["letter 2", "rescan 2", "scan 2"], primary: "scan 2" },
				before[2],
			].sort((a, b) => ((a?.titles.join() ?? "") < (b?.titles.join() ?? "") ? -1 : 1)),
		);
	});

	it("keeps what is left of a group when one of its documents becomes another", async () => {
		const user = await libraryUser();
		for (let number = 1; number <= 5; number++) {
			await putDocument(user.id, { title: `letter ${number}`, text: letter(number), status: "pending" });
		}
		for (const scan of [1, 2]) {
			await putDocument(user.id, { title: `scan ${scan}`, text: misread(letter(4), scan), status: "pending" });
		}
		await analysed(user);
		const [group] = await groupsOf(user);
		expect(group?.titles).toEqual(["letter 4", "scan 1", "scan 2"]);
		await rewrite(user.id, "scan 1", letter(77));
		expect(await analysed(user)).toMatchObject({ totalDocuments: 1, signaturesGenerated: 1 });
		expect((await groupsOf(user)).map(({ titles }) => titles)).toEqual([["letter 4", "scan 2"]]);
		await rewrite(user.id, "scan 2", "Too short now.");
		expect(await analysed(user)).toMatchObject({ documentsSkipped: 1, groupsRemoved: 1 });
		expect(await groupsOf(user)).toEqual([]);
		// Nothing is left of what they were.
		const orphans =
			"select 1 from dedup_papers p where not exists (select 1 from dedup_fingerprints f where f.paper = p.number)";
		expect(await sql(orphans)).toEqual([]);
		expect(
			await sql("select 1 from dedup_keys k where not exists (select 1 from dedup_papers p where p.number = k.paper)"),
		).toEqual([]);
	});

	it("reads a document again only where its text has changed", async () => {
		const user = await libraryUser();
		for (const number of [1, 2, 3]) {
			await putDocument(user.id, { title: `${number}`, text: letter(number), status: "pending" });
		}
		await analysed(user);
		await sql("update library_documents set processing_status = 'pending' where owner = ?", user.id);
		expect(await analysed(user)).toMatchObject({
			totalDocuments: 3,
			signaturesGenerated: 0,
			signaturesReused: 3,
			candidatePairsFound: 0,
		});
	});
});

describe("an analysis that is interrupted", () => {
	async function manyLetters(user: LibraryUser, count: number): Promise<void> {
		for (let number = 1; number <= count; number++) {
			await putDocument(user.id, { title: `letter ${number}`, text: letter(number), status: "pending" });
			if (number % 5 === 0)
				await putDocument(user.id, {
					title: `scan ${number}`,
					text: misread(letter(number), number),
					status: "pending",
				});
		}
	}
	const expected = (count: number) =>
		Array.from({ length: count / 5 }, (_, at) => [`letter ${5 * (at + 1)}`, `scan ${5 * (at + 1)}`]).sort();

	it("comes to the same when every message arrives twice", async () => {
		const user = await libraryUser();
		await manyLetters(user, 30);
		const sendBatch = env.STEPS.sendBatch.bind(env.STEPS);
		vi.spyOn(env.STEPS, "sendBatch").mockImplementation(async (messages) => {
			const list = [...messages];
			return await sendBatch([...list, ...list]);
		});
		expect(await analysed(user)).toMatchObject({ totalDocuments: 36, groupsCreated: 6 });
		expect((await groupsOf(user)).map(({ titles }) => titles)).toEqual(expected(30));
	});

	it("leaves to the next one what it had not done", async () => {
		const user = await libraryUser();
		await manyLetters(user, 20);
		// As a run leaves it that died in the middle of its slices.
		let state = await beginAnalysis(newContext(), user.id, { force: false });
		for (let slice = 0; slice < 2 && state !== undefined; slice++) state = await advanceAnalysis(newContext(), state);
		expect(await pending(user)).toHaveLength(24);
		expect(await groupsOf(user)).toEqual([]);
		expect(await analysed(user)).toMatchObject({
			totalDocuments: 24,
			signaturesGenerated: 0,
			signaturesReused: 24,
			groupsCreated: 4,
		});
		expect((await groupsOf(user)).map(({ titles }) => titles)).toEqual(expected(20));
		expect(await pending(user)).toEqual([]);
	});

	it("does each slice a second time without another outcome", async () => {
		const user = await libraryUser();
		await manyLetters(user, 20);
		const ctx = newContext();
		let state = await beginAnalysis(ctx, user.id, { force: true });
		for (let slices = 0; state !== undefined && state.phase !== "done" && slices < 200; slices++) {
			const before: AnalysisState = state;
			await advanceAnalysis(ctx, before);
			state = await advanceAnalysis(ctx, before);
		}
		expect(state?.phase).toBe("done");
		expect((await groupsOf(user)).map(({ titles }) => titles)).toEqual(expected(20));
		expect(await pending(user)).toEqual([]);
	});

	it("shows nothing after a cancel, and is over", async () => {
		const user = await libraryUser();
		await manyLetters(user, 10);
		const held = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
		const id = await startAnalysis(user);
		const cancelled = await send(`/api/v1/jobs/${id}/cancel`, { method: "POST", headers: user.headers });
		expect(cancelled.status).toBe(200);
		held.mockRestore();
		await deliver("deckle-steps", [{ job: id, step: "analysis:0", attempt: 1 }]);
		expect(await jobEnded(user, id)).toMatchObject({ status: "cancelled", resultJson: null });
		expect(await groupsOf(user)).toEqual([]);
		expect(await pending(user)).toHaveLength(12);
	});
});
