import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { env, post, send, sql } from "../accounts/support.ts";
import { FakePaperless } from "../fakes/paperless/paperless.ts";
import { deliver } from "../jobs/delivery.ts";
import { fakeNetwork, jobEnded, type LibraryUser, libraryUser, reachable } from "./library.ts";
import { putDocument, putGroup } from "./library-seeds.ts";

beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

interface Paper {
	id: string;
	paperlessId: number;
}

/** A user with a group of documents by these titles, the first of which is the primary one. */
async function stage(...titles: string[]) {
	const fake = new FakePaperless();
	const user = await libraryUser(reachable(fake));
	const papers: Paper[] = [];
	for (const title of titles) {
		const { id: paperlessId, modified } = fake.addDocument({ title, content: `Words of ${title}` });
		const time = new Date(Math.floor(modified / 1000)).toISOString().slice(0, 19);
		const seed = { paperlessId, title, modified: `${time}.${String(modified % 1_000_000).padStart(6, "0")}Z` };
		papers.push({ id: await putDocument(user.id, seed), paperlessId });
	}
	const ids = papers.map(({ id }) => id);
	return { fake, user, papers, ids, group: await putGroup(user.id, ids) };
}

const onServer = (fake: FakePaperless) =>
	[...fake.store.documents.values()].filter(({ deletedAt }) => deletedAt === null).map(({ title }) => title);

interface DeletionResult {
	deletedDocuments: number;
	deletedGroups: number;
	errors: { documentId?: string; error: string }[];
}

async function startDeletion({ headers }: LibraryUser, groupIds: readonly string[]): Promise<string> {
	const response = await post("/api/v1/batch/delete-non-primary", { groupIds, confirm: true }, headers);
	expect(response.status).toBe(202);
	return ((await response.json()) as { data: { jobId: string } }).data.jobId;
}

async function resultOf(user: LibraryUser, job: string): Promise<DeletionResult> {
	return JSON.parse((await jobEnded(user, job)).resultJson ?? "null");
}

/** A deletion whose job was paused when the group had been begun; `meanwhile` happens before it goes on. */
async function interrupted(user: LibraryUser, group: string, meanwhile: () => Promise<unknown>) {
	const held = vi.spyOn(env.STEPS, "sendBatch").mockResolvedValue(undefined as never);
	const job = await startDeletion(user, [group]);
	held.mockRestore();
	await sql("update deletion_groups set status = 'begun' where group_id = ?", group);
	await meanwhile();
	await deliver("deckle-steps", [{ job, step: "delete:0", attempt: 1 }]);
	return await resultOf(user, job);
}

describe("a group that is decided about while its documents are being deleted", () => {
	it("spares the one that was chosen for the primary one, and the one that was taken out", async () => {
		const { fake, user, ids, group } = await stage("a", "b", "c", "d");
		const [, , c, d] = ids;
		const result = await interrupted(user, group, async () => {
			await send(`/api/v1/duplicates/${group}/primary`, {
				method: "PUT",
				headers: { ...user.headers, "Content-Type": "application/json" },
				body: JSON.stringify({ documentId: c }),
			});
			await post("/api/v1/duplicates/cleanup-document", { documentId: d }, user.headers);
		});
		expect(result).toMatchObject({ deletedDocuments: 1, deletedGroups: 0 });
		expect(result.errors.map(({ documentId }) => documentId).sort()).toEqual([c, d].sort());
		expect(onServer(fake)).toEqual(["a", "c", "d"]);
		expect(await sql("select status from duplicate_groups where id = ?", group)).toEqual([{ status: "pending" }]);
	});

	it("loses nothing more once it is settled otherwise", async () => {
		const { fake, user, group } = await stage("a", "b", "c");
		const result = await interrupted(user, group, () =>
			post("/api/v1/batch/status", { groupIds: [group], status: "ignored" }, user.headers),
		);
		expect(result).toMatchObject({ deletedDocuments: 0, deletedGroups: 0 });
		expect(onServer(fake)).toEqual(["a", "b", "c"]);
	});

	it("loses nothing more once the document to be kept has changed or gone", async () => {
		for (const change of ["trash", "edit"] as const) {
			const { fake, user, papers, group } = await stage("a", "b", "c");
			const kept = papers[0]?.paperlessId ?? 0;
			const result = await interrupted(user, group, async () => {
				if (change === "trash") fake.trashDocument(kept);
				else fake.changeDocument(kept, { content: "Edited" });
			});
			expect(result).toMatchObject({ deletedDocuments: 0, deletedGroups: 0 });
			expect(result.errors).toHaveLength(2);
			expect(onServer(fake)).toEqual(expect.arrayContaining(["b", "c"]));
		}
	});

	it("loses no document that has left the library and is still on the server", async () => {
		const { fake, user, ids, group } = await stage("a", "b", "c");
		const result = await interrupted(user, group, () =>
			sql("delete from library_documents where id in (?, ?)", ids[1], ids[2]),
		);
		expect(result).toMatchObject({ deletedDocuments: 0 });
		expect(onServer(fake)).toEqual(["a", "b", "c"]);
	});
});

describe("a server that fails all the time", () => {
	it("is waited for once, and then asked once for each group", { timeout: 60_000 }, async () => {
		const { fake, user, group } = await stage("a", "b");
		const groups = [group];
		for (let at = 0; at < 12; at++) {
			const { id: paperlessId } = fake.addDocument({ title: `keep ${at}`, content: "Words" });
			groups.push(
				await putGroup(user.id, [
					await putDocument(user.id, { paperlessId }),
					await putDocument(user.id, { title: "drop" }),
				]),
			);
		}
		fake.fail({}, { kind: "error", status: 503 }, { times: Number.POSITIVE_INFINITY });
		const result = await resultOf(user, await startDeletion(user, groups));
		expect(result).toMatchObject({ deletedDocuments: 0, deletedGroups: 0 });
		expect(result.errors).toHaveLength(13);
		expect(fake.log.length).toBe(4 + 12);
	});
});

describe("the preview of a group", () => {
	it("says so where a document has not been compared since it changed", async () => {
		const { fake, user, ids, group } = await stage("a", "b");
		await sql("update library_documents set processing_status = 'pending' where id = ?", ids[1]);
		const response = await post("/api/v1/batch/delete-non-primary/preview", { groupIds: [group] }, user.headers);
		const { data } = (await response.json()) as { data: { planToken: string; groups: object[] } };
		expect(data.groups).toEqual([
			{ groupId: group, error: expect.stringContaining("run the analysis"), keep: null, delete: [] },
		]);
		const { planToken } = data;
		const started = await post("/api/v1/batch/delete-non-primary", { planToken, confirm: true }, user.headers);
		const { jobId } = ((await started.json()) as { data: { jobId: string } }).data;
		expect(await resultOf(user, jobId)).toMatchObject({ deletedDocuments: 0, errors: [{ groupId: group }] });
		expect(onServer(fake)).toEqual(["a", "b"]);
	});
});

describe("the preview of many groups", () => {
	it("shows each with its own documents, in the order of the request", async () => {
		const { user, group } = await stage("a", "b");
		const groups = [group];
		for (let at = 0; at < 60; at++) {
			const keep = await putDocument(user.id, { title: `keep ${at}` });
			groups.push(await putGroup(user.id, [keep, await putDocument(user.id, { title: `drop ${at}` })]));
		}
		const response = await post("/api/v1/batch/delete-non-primary/preview", { groupIds: groups }, user.headers);
		const plan = (await response.json()) as {
			data: { groups: { groupId: string; keep: { title: string }; delete: { title: string }[] }[] };
		};
		expect(plan.data.groups.map(({ groupId }) => groupId)).toEqual(groups);
		expect(
			plan.data.groups.slice(1).map((shown) => [shown.keep.title, shown.delete.map(({ title }) => title)]),
		).toEqual(Array.from({ length: 60 }, (_, at) => [`keep ${at}`, [`drop ${at}`]]));
	});
});
