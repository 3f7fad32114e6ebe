import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import worker from "../../src/index.ts";
import { sha256Hex } from "../../src/lib/hash.ts";
import { joinUpload } from "../../src/library/library.ts";
import { env, logIn, newContext, newSession, send, sql } from "../accounts/support.ts";
import { aPdf, doneTask, ended, newGuest, newTask } from "./documents.ts";
import { libraryRows, libraryUser } from "./library.ts";

async function runCron(cron: string): Promise<void> {
	const execution = createExecutionContext();
	await worker.scheduled(createScheduledController({ cron, scheduledTime: new Date() }), env, execution);
	await waitOnExecutionContext(execution);
}

const nightly = "23 3 * * *";
const sweep = "* * * * *";

describe("an upload that is converted", () => {
	it("is in its owner's library when its task is done", async () => {
		const user = await libraryUser();
		const bytes = await aPdf(2, "A report on edges");
		const task = await newTask(user.headers, bytes, "scan-17.pdf");
		expect((await ended(task.id, user.headers)).status).toBe("DONE");
		const [row, ...others] = await libraryRows(user);
		expect(others).toEqual([]);
		expect(row).toMatchObject({
			id: task.id,
			source: "upload",
			paperless_id: null,
			title: "A report on edges, part 1",
			fingerprint: sha256Hex(bytes),
			correspondent: null,
			document_type: null,
			tags: "[]",
			created_date: null,
			processing_status: "pending",
		});
		expect(row?.added_date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(row?.full_text).toContain("part 2 says that paper has an untrimmed edge.");
		expect(row?.full_text).not.toContain("#");
		expect(row?.word_count).toBe(row?.full_text?.trim().split(/\s+/).length);
		expect(row?.text_length).toBe(row?.full_text?.length);
	});

	it("is there whole though it was read in parts, by the title that it gives itself", async () => {
		const user = await libraryUser();
		const pdf = await PDFDocument.load(await aPdf(90));
		pdf.setTitle("Edges, the complete edition");
		const task = await newTask(user.headers, await pdf.save());
		await ended(task.id, user.headers);
		const [row] = await libraryRows(user);
		expect(row?.title).toBe("Edges, the complete edition");
		expect(row?.full_text).toContain("first paragraph of part 1,");
		expect(row?.full_text).toContain("first paragraph of part 90,");
	});

	it("joins without a word where it has none", async () => {
		const user = await libraryUser();
		const pdf = await PDFDocument.create();
		pdf.addPage([300, 300]);
		const task = await newTask(user.headers, await pdf.save(), "blank.pdf");
		await ended(task.id, user.headers);
		expect(await libraryRows(user)).toMatchObject([{ title: "blank.pdf", full_text: "", word_count: 0 }]);
	});

	it("leaves the library with its task", async () => {
		const user = await libraryUser();
		const { id } = await doneTask(user.headers);
		await send(`/tasks/${id}`, { method: "DELETE", headers: user.headers });
		expect(await libraryRows(user)).toEqual([]);
		expect(await sql("select 1 from library_texts where document_id = ?", id)).toEqual([]);
	});

	it("that joins again with the same text stays compared; with another it does not", async () => {
		const user = await libraryUser();
		const { id } = await doneTask(user.headers);
		const [before] = await libraryRows(user);
		await sql("update library_documents set processing_status = 'completed' where id = ?", id);
		const ctx = { ...newContext(), files: env.FILES };
		await joinUpload(ctx, id, { property: "Another title", outline: [] });
		expect(await libraryRows(user)).toMatchObject([
			{ processing_status: "completed", title: "Another title", full_text: before?.full_text },
		]);
		await env.FILES.put(`documents/${id}/result.blocks.jsonl`, '{"kind":"paragraph","text":"Read again"}\n');
		await joinUpload(ctx, id, { property: "Another title", outline: [] });
		expect(await libraryRows(user)).toMatchObject([{ processing_status: "pending", full_text: "Read again" }]);
	});
});

/** What a row has of the moment it was written. */
function stampsOf(row: object | undefined) {
	const { number, synced_at } = row as { number: number; synced_at: number };
	return { number, synced_at };
}

describe("uploads from before there were libraries", () => {
	it("join at night", async () => {
		const user = await libraryUser();
		for (const title of ["First of them", "Second of them"]) {
			await ended((await newTask(user.headers, await aPdf(1, title))).id, user.headers);
		}
		const before = await libraryRows(user);
		await sql("delete from library_texts");
		await sql("delete from library_documents where owner = ?", user.id);
		await runCron(nightly);
		const again = (await libraryRows(user)).map((row, at) => ({ ...row, ...stampsOf(before[at]) }));
		expect(again).toEqual(before);
	});
});

describe("a guest's upload", () => {
	it("is in no library until the guest is a user", async () => {
		const guest = await newGuest();
		const { id } = guest.task;
		await ended(id, guest.headers);
		expect(await sql("select 1 from library_documents where id = ?", id)).toEqual([]);
		await runCron(nightly);
		expect(await sql("select 1 from library_documents where id = ?", id)).toEqual([]);
		const { email } = await newSession();
		const { id: owner } = await logIn(email, guest.headers);
		await runCron(sweep);
		expect(await sql("select owner from library_documents where id = ?", id)).toEqual([{ owner }]);
	});
});
