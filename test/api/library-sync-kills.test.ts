import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JsonValue, StepSpec } from "../../src/jobs/job-state.ts";
import type { StepResult } from "../../src/jobs/step.ts";
import type { JobRow } from "../../src/jobs/store.ts";
import { firstSyncStep, syncStep } from "../../src/jobs/sync.ts";
import { newId } from "../../src/lib/ids.ts";
import type { SyncResult } from "../../src/library/library.ts";
import type { Database } from "../../src/platform/database.ts";
import { newContext, send, sql } from "../accounts/support.ts";
import { deliver } from "../jobs/delivery.ts";
import {
	fakeNetwork,
	getJob,
	jobEnded,
	type LibraryUser,
	libraryRows,
	libraryUser,
	reachable,
	serverWith,
	startSync,
	synced,
} from "./library.ts";

// A sync is some twenty messages and requests, and the machine may have other work.
vi.setConfig({ testTimeout: 120_000 });
beforeEach(fakeNetwork);
afterEach(() => vi.restoreAllMocks());

class Killed extends Error {}

/** Takes so many transactions and no more, as if the process had died then. */
function dyingDatabase(db: Database, transactions: number): Database {
	let left = transactions;
	return new Proxy(db, {
		get(target, name) {
			if (name === "batch" && left-- <= 0) throw new Killed();
			const value = Reflect.get(target, name);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}

/** Runs the steps of a sync one after the other, each several times: killed before the given transaction or at its end, then whole. */
async function drive(user: LibraryUser, killAt: (run: number) => number | undefined): Promise<SyncResult> {
	const job = { id: newId(), owner: user.id, kind: "sync", config: "{}" } as JobRow;
	let result: JsonValue = null;
	let runs = 0;
	const once = async ({ id, input = null }: StepSpec, dieAfter: number | undefined): Promise<StepResult> => {
		const code = syncStep(id);
		if (code === undefined) throw new Error(`no code for ${id}`);
		const context = newContext();
		const ctx = dieAfter === undefined ? context : { ...context, db: dyingDatabase(context.db, dieAfter) };
		const signal = new AbortController().signal;
		const report = async () => undefined;
		return await code(ctx, { job, step: id, input, outputs: {}, secret: undefined, signal, report });
	};
	for (let steps = [firstSyncStep(job)]; steps.length > 0; ) {
		const [step, ...rest] = steps;
		if (step === undefined) break;
		const dieAfter = killAt(runs++);
		// A run that did all of its work and could not say so, or was stopped in the middle.
		if (dieAfter !== undefined) await once(step, dieAfter).catch(() => undefined);
		await once(step, undefined);
		const done = await once(step, undefined);
		result = done.result ?? result;
		steps = [...rest, ...(done.followUps ?? []).filter(({ id }) => id !== "follow")];
	}
	return result as unknown as SyncResult;
}

/** All that may not depend on how often a run was stopped. */
async function comparable(user: LibraryUser) {
	const rows = await libraryRows(user);
	return rows.map(({ paperless_id, fingerprint, content_hash, tags, full_text }) => [
		paperless_id,
		fingerprint,
		content_hash,
		tags,
		full_text,
	]);
}

describe("a sync whose every step runs three times, stopped before any of its transactions", () => {
	it.each([0, 1, 2, 3])(
		"counts and copies as an undisturbed one does (stopped before transaction %i)",
		async (transaction) => {
			const fake = serverWith(230);
			const url = reachable(fake);
			const [calm, killed] = [await libraryUser(url), await libraryUser(url)];
			const undisturbed = await synced(calm);
			const result = await drive(killed, (run) => (run + transaction) % 4);
			expect({ ...result, durationMs: 0 }).toEqual({ ...undisturbed, durationMs: 0 });
			expect(await comparable(killed)).toEqual(await comparable(calm));
			fake.trashDocument(9);
			fake.changeDocument(11, { title: "Renamed" });
			fake.addDocument({ title: "New", content: "New" });
			expect(await drive(killed, (run) => (run + transaction) % 3)).toMatchObject({
				inserted: 1,
				updated: 1,
				reconciled: 1,
			});
			await synced(calm);
			expect(await comparable(killed)).toEqual(await comparable(calm));
		},
		60_000,
	);
});

describe("the messages of a sync", () => {
	it("change nothing when they come again after it is over", async () => {
		const fake = serverWith(130);
		const user = await libraryUser(reachable(fake));
		const id = await startSync(user);
		await jobEnded(user, id);
		const before = [await getJob(user, id), await libraryRows(user)];
		const steps = ["begin", "names:1", "list:1", "list:2", "walk:1", "reconcile:1", "finish:1", "follow"];
		await deliver(
			"deckle-steps",
			steps.map((step) => ({ job: id, step, attempt: 2 })),
		);
		expect([await getJob(user, id), await libraryRows(user)]).toEqual(before);
		expect(await sql("select 1 from library_sync_documents where job = ?", id)).toEqual([]);
	});
});

describe("a sync that is held or ended by its owner", () => {
	it("stands still between two pages and goes on from there", async () => {
		const fake = serverWith(330);
		const user = await libraryUser(reachable(fake));
		let id = "";
		fake.before({ path: "/api/documents/", query: { ordering: "-modified", page: "2" } }, async () => {
			await send(`/api/v1/jobs/${id}/pause`, { method: "POST", headers: user.headers });
		});
		id = await startSync(user);
		await vi.waitUntil(async () => (await getJob(user, id)).status === "paused");
		await vi.waitUntil(async () => (await libraryRows(user)).length === 200);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(await libraryRows(user)).toHaveLength(200);
		await send(`/api/v1/jobs/${id}/resume`, { method: "POST", headers: user.headers });
		const job = await jobEnded(user, id);
		expect(JSON.parse(job.resultJson ?? "{}")).toMatchObject({ totalFetched: 330, inserted: 330 });
	});

	it("leaves what it has written and does not count as a sync", async () => {
		const fake = serverWith(330);
		const user = await libraryUser(reachable(fake));
		let id = "";
		fake.before({ path: "/api/documents/", query: { ordering: "-modified", page: "3" } }, async () => {
			await send(`/api/v1/jobs/${id}/cancel`, { method: "POST", headers: user.headers });
		});
		id = await startSync(user);
		expect(await jobEnded(user, id)).toMatchObject({ status: "cancelled", resultJson: null });
		const status = (await (await send("/api/v1/sync/status", { headers: user.headers })).json()) as {
			data: { lastSyncAt: string | null };
		};
		expect(status.data.lastSyncAt).toBeNull();
		expect((await libraryRows(user)).length).toBeGreaterThanOrEqual(200);
		expect(await synced(user)).toMatchObject({ totalFetched: 330, syncType: "full" });
		expect(await libraryRows(user)).toHaveLength(330);
	});
});
