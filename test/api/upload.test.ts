import { describe, expect, it } from "vitest";
import { bodyOf, send } from "../accounts/support.ts";
import { aPdf, fileForm, type Task, upload } from "./documents.ts";

/** A multipart body sent in two pieces, cut `at` bytes before its end. */
async function sendCut(body: Uint8Array, boundary: string, at: number): Promise<Response> {
	const pieces = [body.slice(0, body.length - at), body.slice(body.length - at)];
	const stream = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const piece = pieces.shift();
			if (piece === undefined) return controller.close();
			await new Promise((resolve) => setTimeout(resolve, 1));
			controller.enqueue(piece);
		},
	});
	return await send("/tasks", {
		method: "POST",
		body: stream,
		headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` },
	});
}

function multipart(boundary: string, disposition: string, bytes: Uint8Array, end = "--\r\n"): Uint8Array {
	const encoder = new TextEncoder();
	const head = encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`);
	const tail = encoder.encode(`\r\n--${boundary}${end}`);
	const body = new Uint8Array(head.length + bytes.length + tail.length);
	body.set(head);
	body.set(bytes, head.length);
	body.set(tail, head.length + bytes.length);
	return body;
}

describe("an upload", () => {
	it("is whole wherever the network cuts its end", async () => {
		const bytes = new TextEncoder().encode("A note.\n");
		for (const end of ["--\r\n", "--"]) {
			const body = multipart("edge", 'name="file"; filename="note.txt"', bytes, end);
			for (let at = 1; at < 16; at += 1) {
				expect((await sendCut(body, "edge", at)).status, `${end.length} ${at}`).toBe(201);
			}
		}
	});

	it("keeps its name in any script", async () => {
		for (const name of ["履歴書.txt", "Отчёт.txt", "it’s.txt", "चित्र.txt", "📄 notes.txt", "a,b;c.txt"]) {
			const response = await upload(fileForm("Some text.\n", name));
			expect(response.status, name).toBe(201);
			expect((await bodyOf<Task>(response)).file_name).toBe(name);
		}
	});

	it("may come with its fields in any order, and with other files that are dropped", async () => {
		const form = new FormData();
		form.append("note", "before");
		form.append("extra", new File(["dropped"], "extra.bin"));
		form.append("file", new File([await aPdf()], "report.pdf"));
		form.append("webhook_url", "");
		expect((await upload(form)).status).toBe(201);
	});

	it("is refused when its webhook comes as a file, or before a file that nobody may send it with", async () => {
		const asFile = fileForm("Text.\n", "a.txt");
		asFile.append("webhook_url", new File(["https://hooks.example.com/"], "hook.txt"));
		expect((await upload(asFile)).status).toBe(422);
		const early = new FormData();
		early.append("webhook_url", "https://hooks.example.com/");
		early.append("file", new File([new Uint8Array(52_428_801)], "big.pdf"));
		expect((await upload(early)).status).toBe(403);
	});

	it("is refused in a list when the body cannot be read, and the next request is answered", async () => {
		for (const [body, type] of [
			["--x\r\nbroken", "multipart/form-data; boundary=y"],
			["x", "multipart/form-data"],
			[
				`--y\r\nContent-Disposition: form-data; name="url"\r\n\r\n${"u".repeat(70_000)}\r\n--y--`,
				"multipart/form-data; boundary=y",
			],
			[
				`--y\r\nContent-Disposition: form-data; name="url"\r\n\r\n${"u".repeat(3_000_000)}\r\n--y--`,
				"multipart/form-data; boundary=y",
			],
			["u".repeat(70_000), "application/x-www-form-urlencoded"],
			["1".repeat(70_000), "application/json"],
		] as const) {
			const response = await send("/tasks", { method: "POST", body, headers: { "Content-Type": type } });
			expect(response.status, type).toBe(422);
			expect(await bodyOf(response)).toMatchObject({ detail: [{ loc: expect.any(Array), msg: expect.any(String) }] });
			expect((await send("/health")).status).toBe(200);
		}
	});
});
