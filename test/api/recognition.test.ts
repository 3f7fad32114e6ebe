import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { createContext } from "../../src/context.ts";
import { sourceOf } from "../../src/convert/convert.ts";
import { bearer, env, newSession, send, sql } from "../accounts/support.ts";
import { aPdf, doneTask, fileForm, type Task, upload } from "./documents.ts";

describe("a scanned page", () => {
	it("is recognised by the queue and becomes text, counted once", async () => {
		const { accessToken } = await newSession();
		const headers = bearer(accessToken);
		const printed = await doneTask(headers, await aPdf(1));
		const scan = await send(`/tasks/${printed.id}/pages/1.png?width=1654`, { headers });
		const task: Task = await doneTask(headers, new Uint8Array(await scan.arrayBuffer()), "scan.png");
		expect(task).toMatchObject({ status: "DONE", content_type: "image/png", page_count: 1, pages_done: 1 });
		const markdown = await (await send(`/tasks/${task.id}/download`, { headers })).text();
		expect(markdown).toMatch(/Report, part 1/);
		expect(markdown).toMatch(/untrimmed edge/);
		const [job] = await sql<{ stats: string }>("select stats from jobs where document_id = ?", task.id);
		expect(JSON.parse(job?.stats ?? "{}")).toMatchObject({ steps: 4, runs: 4, pages: 1 });
	}, 60_000);
});

describe("a reading in the Worker", () => {
	it("leaves others their turn after each line", async () => {
		const { converter } = createContext(env, { waitUntil: () => undefined });
		const lines = 20;
		const pdf = await PDFDocument.create();
		const page = pdf.addPage([400, 500]);
		for (let line = 1; line <= lines; line += 1)
			page.drawText(`This is line ${line}.`, { x: 50, y: 480 - line * 22, size: 12 });
		const source = sourceOf(await pdf.save());
		let turns = 0;
		const others = setInterval(() => turns++, 0);
		const { whole } = await converter.recognize(source, { page: 1, whole: true, regions: [] });
		clearInterval(others);
		expect(new Set(whole?.words.map(({ line }) => line)).size).toBe(lines);
		expect(turns).toBeGreaterThan(lines);
	}, 60_000);
});

describe("documents of other formats", () => {
	it.each([
		[
			"mail.eml",
			"From: a@example.com\r\nTo: b@example.com\r\nSubject: Paper order\r\nContent-Type: text/plain\r\n\r\nTwelve sheets, please.\r\n",
			/Twelve sheets/,
		],
		[
			"page.html",
			"<!doctype html><title>Paper</title><h1>Paper</h1><p>Twelve sheets.</p>",
			/# Paper[\s\S]*Twelve sheets/,
		],
		["stock.csv", "sheet,count\ncotton,12\nlinen,7\n", /\| sheet \| count \|[\s\S]*\| cotton \| 12 \|/],
	])("%s becomes Markdown", async (name, text, expected) => {
		const { accessToken } = await newSession();
		const headers = bearer(accessToken);
		const { id, status } = await doneTask(headers, new TextEncoder().encode(text), name);
		expect(status).toBe("DONE");
		expect(await (await send(`/tasks/${id}/download`, { headers })).text()).toMatch(expected);
	});

	it("are refused when they are of none that is known", async () => {
		expect((await upload(fileForm("\u00d0\u00cf\u0011\u00e0 old", "letter.doc"))).status).toBe(415);
	});
});
