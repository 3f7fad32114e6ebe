import { describe, expect, it, vi } from "vitest";
import { bearer, bodyOf, env, newSession, send, sql } from "../accounts/support.ts";
import { aPdf, aPdfWithFigure, doneTask, ended, newGuest, newTask, type Task } from "./documents.ts";

async function user() {
	const session = await newSession();
	return { ...session, headers: bearer(session.accessToken) };
}

interface Frame {
	id: number;
	type: string;
	data: Record<string, unknown>;
}

/** The events of a stream that has ended. */
async function eventsOf(response: Response): Promise<Frame[]> {
	const text = await response.text();
	return text
		.split("\n\n")
		.filter((block) => block.includes("event:"))
		.map((block) => {
			const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
			return { id: Number(field("id")), type: field("event"), data: JSON.parse(field("data")) };
		});
}

/** All frames of a socket, and the code it closes with. */
async function framesOf(response: Response): Promise<{ frames: Frame[]; code: number }> {
	const socket = response.webSocket;
	if (!socket) throw new Error(`${response.status} ${await response.text()}`);
	const frames: Frame[] = [];
	const code = await new Promise<number>((resolve) => {
		socket.addEventListener("message", ({ data }) => {
			frames.push(JSON.parse(String(data)));
		});
		socket.addEventListener("close", (event) => resolve(event.code));
		socket.accept();
	});
	return { frames, code };
}

describe("a figure", () => {
	it("is listed with caption, box and a signed link that works alone for an hour", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdfWithFigure());
		const list = await bodyOf<{ items: Record<string, unknown>[] }>(await send(`/tasks/${id}/figures`, { headers }));
		expect(list).toMatchObject({ total: 1, limit: 50, offset: 0, has_more: false });
		const figure = list.items[0] ?? {};
		expect(figure).toMatchObject({
			figure_index: 1,
			title: "Figure 1. How the edge of a sheet is made",
			s3_key: `${id}/figures/picture-1.png`,
			page: 1,
			bbox: [expect.any(Number), expect.any(Number), expect.any(Number), expect.any(Number)],
		});
		expect(await bodyOf(await send(`/tasks/${id}/figures/1`, { headers }))).toMatchObject({ figure_index: 1 });

		const url = new URL(String(figure.url));
		const picture = await send(url.pathname + url.search);
		expect(picture.status).toBe(200);
		expect(picture.headers.get("content-type")).toBe("image/png");
		expect(new Uint8Array(await picture.arrayBuffer()).slice(1, 4)).toEqual(new TextEncoder().encode("PNG"));

		const expires = Number(url.searchParams.get("expires"));
		expect(Math.abs(expires - Date.now() / 1000 - 3600)).toBeLessThan(30);
		for (const tampered of [
			url.search.replace(/expires=\d+/, `expires=${expires + 1}`),
			url.search.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
			"",
		]) {
			expect((await send(url.pathname + tampered)).status).toBe(403);
		}
		expect((await send(url.pathname.replace("/1", "/2") + url.search)).status).toBe(403);
	});

	it("stops working when its hour is over, and is 404 when it is gone", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdfWithFigure());
		const { url } = await bodyOf<{ url: string }>(await send(`/tasks/${id}/figures/1`, { headers }));
		const { pathname, search } = new URL(url);
		vi.useFakeTimers({ now: Date.now() + 3_601_000, toFake: ["Date"] });
		const late = await send(pathname + search);
		vi.useRealTimers();
		expect(late.status).toBe(403);
		await send(`/tasks/${id}`, { method: "DELETE", headers });
		expect((await send(pathname + search)).status).toBe(404);
	});

	it("downloads inline, or as an attachment when asked", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdfWithFigure());
		const disposition = async (query: string) =>
			(await send(`/tasks/${id}/figures/1/download${query}`, { headers })).headers.get("content-disposition");
		expect(await disposition("")).toMatch(/^inline/);
		expect(await disposition("?download=false")).toMatch(/^inline/);
		for (const yes of ["true", "1", "yes", "on"]) {
			expect(await disposition(`?download=${yes}`)).toBe('attachment; filename="figure-1.png"');
		}
		expect((await send(`/tasks/${id}/figures/1/download?download=maybe`, { headers })).status).toBe(422);
		for (const n of ["0", "-1", "x", "1.5"]) {
			expect((await send(`/tasks/${id}/figures/${n}`, { headers })).status, n).toBe(422);
		}
		const missing = await send(`/tasks/${id}/figures/2`, { headers });
		expect([missing.status, await bodyOf(missing)]).toEqual([404, { detail: "Figure not found" }]);
		await env.FILES.delete(`documents/${id}/figures/p1-1.png`);
		const gone = await send(`/tasks/${id}/figures/1/download`, { headers });
		expect([gone.status, await bodyOf(gone)]).toEqual([404, { detail: "Figure file not found" }]);
	});
});

describe("assets", () => {
	it("tie figures to the chunks that show or name them", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdfWithFigure());
		const assets = await bodyOf<{ figures: Record<string, unknown>[]; chunks: Record<string, unknown>[] }>(
			await send(`/tasks/${id}/assets`, { headers }),
		);
		expect(assets).toMatchObject({ source_type: "DOCUMENT", source_url: null, final_url: null });
		expect(assets.figures).toEqual([
			{
				id: "fig_0001",
				title: "Figure 1. How the edge of a sheet is made",
				file: "figures/fig_0001.png",
				chunk_ids: ["chunk_0001"],
				index: 1,
				page: 1,
				bbox: expect.any(Array),
			},
		]);
		expect(assets.chunks[0]).toMatchObject({
			id: "chunk_0001",
			figure_ids: ["fig_0001"],
			page_start: 1,
			page_end: 1,
			heading_path: expect.arrayContaining(["Report, part 1"]),
			text: expect.stringContaining("untrimmed edge"),
		});
	});

	it("say which file is missing or broken", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const answer = async () => {
			const response = await send(`/tasks/${id}/assets`, { headers });
			return [response.status, await bodyOf(response)];
		};
		for (const broken of ["{", "[]", '{"figures":7,"chunks":[]}']) {
			await env.FILES.put(`documents/${id}/result.assets.json`, broken);
			expect(await answer()).toEqual([500, { detail: "Task assets file is invalid" }]);
		}
		await env.FILES.delete(`documents/${id}/result.assets.json`);
		expect(await answer()).toEqual([404, { detail: "Task assets file missing" }]);
		await env.FILES.delete(`documents/${id}/result.md`);
		expect(await answer()).toEqual([404, { detail: "Task output file missing" }]);
		expect((await send(`/tasks/${id}/download`, { headers })).status).toBe(404);
	});
});

describe("blocks and pages", () => {
	it("lists blocks in reading order, of the document or of a page", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdf(3));
		const all = await bodyOf<{ items: { id: string; page: number; text: string; bbox: number[] }[]; total: number }>(
			await send(`/tasks/${id}/blocks`, { headers }),
		);
		expect(all.items.map((block) => block.page)).toEqual([...all.items.map((block) => block.page)].sort());
		expect(all.items[0]).toMatchObject({ id: "b000001", kind: "heading", text: "Report, part 1" });
		const second = await bodyOf<typeof all>(await send(`/tasks/${id}/blocks?page=2`, { headers }));
		expect(second.items).toEqual(all.items.filter((block) => block.page === 2));
		const window = await bodyOf<typeof all>(await send(`/tasks/${id}/blocks?limit=2&offset=2`, { headers }));
		expect(window.items).toEqual(all.items.slice(2, 4));
		expect((await bodyOf<typeof all>(await send(`/tasks/${id}/blocks?page=99`, { headers }))).total).toBe(0);
		expect((await send(`/tasks/${id}/blocks?page=0`, { headers })).status).toBe(422);
	});

	it("renders a page at the asked width", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdf(2));
		const png = await send(`/tasks/${id}/pages/2.png?width=200`, { headers });
		expect(png.headers.get("content-type")).toBe("image/png");
		const bytes = new DataView(await png.arrayBuffer());
		expect(bytes.getUint32(16)).toBe(200);
		const missing = await send(`/tasks/${id}/pages/3.png`, { headers });
		expect([missing.status, await bodyOf(missing)]).toEqual([404, { detail: "Page not found" }]);
		for (const absent of ["0.png", "99999999999.png"]) {
			expect((await send(`/tasks/${id}/pages/${absent}`, { headers })).status, absent).toBe(404);
		}
		for (const bad of ["x.png", "1.jpg", "1.png?width=63", "1.png?width=2001"]) {
			expect((await send(`/tasks/${id}/pages/${bad}`, { headers })).status, bad).toBe(422);
		}
	});
});

describe("progress", () => {
	it("is streamed as events from the first state to the task itself, with rising ids", async () => {
		const { headers } = await user();
		const { id } = await newTask(headers, await aPdf(12));
		const response = await send(`/tasks/${id}/events`, { headers });
		expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
		const events = await eventsOf(response);
		expect(events[0]).toMatchObject({ type: "progress", data: { task_id: id, phase: expect.any(String) } });
		const progress = events.filter((event) => event.type === "progress");
		const pages = progress.map((event) => Number(event.data.pages_done));
		expect(pages).toEqual([...pages].sort((a, b) => a - b));
		expect(progress.at(-1)?.data).toMatchObject({
			status: "DONE",
			progress: 1,
			pages_done: 12,
			page_count: 12,
			eta_seconds: 0,
		});
		expect(events.at(-1)).toMatchObject({ type: "done", data: { id, status: "DONE", page_count: 12 } });
		const ids = events.map((event) => event.id);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
	});

	it("goes on after Last-Event-ID without repeating what was seen", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers, await aPdf(12));
		const whole = await eventsOf(await send(`/tasks/${id}/events`, { headers: { ...headers, "Last-Event-ID": "0" } }));
		const seen = whole[2]?.id ?? 0;
		const rest = await eventsOf(
			await send(`/tasks/${id}/events`, { headers: { ...headers, "Last-Event-ID": String(seen) } }),
		);
		expect(rest).toEqual(whole.filter((event) => event.id > seen));
		expect(rest.at(-1)?.type).toBe("done");
	});

	it("tells the end to who comes when the job is long forgotten", async () => {
		const { headers } = await user();
		const { id } = await doneTask(headers);
		const [job] = await sql<{ id: string }>("select id from jobs where document_id = ?", id);
		await env.JOBS.getByName(job?.id ?? "").erase();
		const events = await eventsOf(await send(`/tasks/${id}/events`, { headers }));
		expect(events.map((event) => event.type)).toEqual(["progress", "done"]);
	});

	it("comes over a WebSocket too, which closes with 1000 after the last frame", async () => {
		const { accessToken, headers } = await user();
		const { id } = await newTask(headers, await aPdf(3));
		const response = await send(`/tasks/${id}/ws?token=${accessToken}`, { headers: { Upgrade: "websocket" } });
		const { frames, code } = await framesOf(response);
		expect(frames[0]?.type).toBe("progress");
		expect(frames.at(-1)).toMatchObject({ type: "done", data: { id, status: "DONE" } });
		expect(code).toBe(1000);
	});

	it("closes a stranger's socket with 1008 after an error frame", async () => {
		const [owner, stranger] = [await user(), await user()];
		const { id } = await newTask(owner.headers);
		for (const [path, detail] of [
			[`/tasks/${id}/ws?token=${stranger.accessToken}`, "Task not found"],
			[`/tasks/${id}/ws?token=nonsense`, "Authentication required"],
			[`/tasks/nonsense/ws?token=${owner.accessToken}`, expect.any(String)],
		] as const) {
			const { frames, code } = await framesOf(await send(path, { headers: { Upgrade: "websocket" } }));
			expect(frames).toMatchObject([{ type: "error", data: { detail } }]);
			expect(code).toBe(1008);
		}
	});

	it("takes a guest's cookie on a socket only from our own pages", async () => {
		const { headers, task } = await newGuest();
		const open = (origin: Record<string, string>) =>
			send(`/tasks/${task.id}/ws`, { headers: { ...headers, ...origin, Upgrade: "websocket" } });
		for (const foreign of [{}, { Origin: "https://elsewhere.example.org" }]) {
			const { frames, code } = await framesOf(await open(foreign as Record<string, string>));
			expect([frames[0]?.type, code]).toEqual(["error", 1008]);
		}
		const { frames, code } = await framesOf(await open({ Origin: "https://deckle.example.com" }));
		expect([frames.at(-1)?.type, code]).toEqual(["done", 1000]);
	});

	it("does not take an API key from the query", async () => {
		const { headers, accessToken } = await user();
		const key = await bodyOf<{ token: string }>(
			await send("/api-keys", {
				method: "POST",
				body: JSON.stringify({ name: "k" }),
				headers: { ...headers, "Content-Type": "application/json" },
			}),
		);
		const { id } = await newTask(headers);
		expect((await send(`/tasks/${id}/events?token=${key.token}`)).status).toBe(401);
		const taken = await send(`/tasks/${id}/events?token=${accessToken}`);
		expect(taken.status).toBe(200);
		expect(taken.headers.get("referrer-policy")).toBe("no-referrer");
		await taken.text();
	});
});

describe("a URL task", () => {
	async function post(body: object, headers: Record<string, string>): Promise<Response> {
		return await send("/tasks", {
			method: "POST",
			body: JSON.stringify(body),
			headers: { ...headers, "Content-Type": "application/json" },
		});
	}

	it("is fetched by the queue, redirects followed, and converted", async () => {
		const { headers } = await user();
		const pdf = await aPdf();
		const spy = vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
			const url = String(input instanceof Request ? input.url : input);
			if (url.endsWith("/old.pdf")) return Response.redirect("https://files.example.com/new.pdf", 302);
			return new Response(pdf as BodyInit, { headers: { "Content-Type": "application/pdf" } });
		});
		try {
			const response = await post({ url: "https://example.com/old.pdf" }, headers);
			expect(response.status).toBe(201);
			const task = await bodyOf<Task>(response);
			expect(task).toMatchObject({
				source_type: "URL",
				source_url: "https://example.com/old.pdf",
				final_url: null,
				file_name: "old.pdf",
				input_path: `uploads/${task.id}/input.bin`,
			});
			expect(await ended(task.id, headers)).toMatchObject({
				status: "DONE",
				final_url: "https://files.example.com/new.pdf",
				input_path: `uploads/${task.id}/input.pdf`,
				content_type: "application/pdf",
			});
		} finally {
			spy.mockRestore();
		}
	});

	it("is refused at once for an address that is not public", async () => {
		const { headers } = await user();
		for (const url of [
			"http://localhost/a.pdf",
			"http://169.254.169.254/latest",
			"ftp://example.com/a.pdf",
			"http://u:p@example.com/",
			"nonsense",
		]) {
			const response = await post({ url }, headers);
			expect(response.status, url).toBe(422);
			expect(await bodyOf(response)).toMatchObject({ detail: [{ loc: ["body", "url"], input: url }] });
		}
	});

	it("fails with the reason when there is nothing to fetch, or nothing supported", async () => {
		const { headers } = await user();
		for (const [answer, reason] of [
			[() => new Response("gone", { status: 404 }), /404/],
			[() => new Response("\u0000\u0001", { headers: { "Content-Type": "application/pdf" } }), /supported/],
			[() => Response.redirect("http://127.0.0.1/secret", 302), /./],
		] as const) {
			const spy = vi.spyOn(globalThis, "fetch").mockImplementation(async () => answer());
			try {
				const { id } = await bodyOf<Task>(await post({ url: "https://example.com/page" }, headers));
				const task = await ended(id, headers);
				expect(task.status).toBe("FAILED");
				expect(task.error_message).toMatch(reason);
			} finally {
				spy.mockRestore();
			}
		}
	});
});
