import { PDFDocument, StandardFonts } from "pdf-lib";
import { bodyOf, env, send } from "../accounts/support.ts";

/** A PDF of `pages` pages, each with a heading and two paragraphs that name the page. */
export async function aPdf(pages = 1, title = "Report"): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const bold = await document.embedFont(StandardFonts.HelveticaBold);
	for (let number = 1; number <= pages; number += 1) {
		const page = document.addPage([595, 842]);
		page.drawText(`${title}, part ${number}`, { x: 60, y: 740, size: 20, font: bold });
		page.drawText(`This is the first paragraph of part ${number}, long enough to be body text.`, {
			x: 60,
			y: 700,
			size: 11,
			font,
		});
		page.drawText(`Further down, part ${number} says that paper has an untrimmed edge.`, {
			x: 60,
			y: 640,
			size: 11,
			font,
		});
	}
	return await document.save();
}

/** The same with a drawing and its caption on the first page. */
export async function aPdfWithFigure(): Promise<Uint8Array> {
	const document = await PDFDocument.load(await aPdf(1));
	const page = document.getPage(0);
	const font = await document.embedFont(StandardFonts.Helvetica);
	// A picture: 2 by 2 pixels, drawn large.
	const png = Uint8Array.from(
		atob(
			"iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8Dwn4GBgYmBgYGBAQAkAgIBb9jMWQAAAABJRU5ErkJggg==",
		),
		(char) => char.charCodeAt(0),
	);
	page.drawImage(await document.embedPng(png), { x: 150, y: 380, width: 280, height: 180 });
	page.drawText("Figure 1. How the edge of a sheet is made", { x: 170, y: 360, size: 10, font });
	return await document.save();
}

export type Headers = Record<string, string>;

export interface Task {
	id: string;
	status: string;
	error_message: string | null;
	[field: string]: unknown;
}

export function fileForm(
	bytes: Uint8Array | string,
	name = "report.pdf",
	fields: Record<string, string> = {},
): FormData {
	const form = new FormData();
	form.append("file", new File([bytes], name));
	for (const [field, value] of Object.entries(fields)) form.append(field, value);
	return form;
}

export async function upload(form: FormData, headers: Headers = {}): Promise<Response> {
	return await send("/tasks", { method: "POST", body: form, headers });
}

/** Posts a document and gives the task of the 201. */
export async function newTask(headers: Headers, bytes?: Uint8Array, name?: string): Promise<Task> {
	const response = await upload(fileForm(bytes ?? (await aPdf()), name), headers);
	if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
	return await bodyOf<Task>(response);
}

export async function getTask(id: string, headers: Headers): Promise<Task> {
	return await bodyOf<Task>(await send(`/tasks/${id}`, { headers }));
}

/** The task once it has ended. */
export async function ended(id: string, headers: Headers): Promise<Task> {
	for (let tries = 0; tries < 400; tries += 1) {
		const task = await getTask(id, headers);
		if (task.status === "DONE" || task.status === "FAILED") return task;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`task ${id} did not end`);
}

export async function doneTask(headers: Headers, bytes?: Uint8Array, name?: string): Promise<Task> {
	const task = await newTask(headers, bytes, name);
	return await ended(task.id, headers);
}

/** A guest with a session: its cookie header and its first task. */
export async function newGuest(bytes?: Uint8Array): Promise<{ headers: Headers; task: Task; cookie: string }> {
	const response = await upload(fileForm(bytes ?? (await aPdf())));
	const cookie = response.headers.get("set-cookie") ?? "";
	const headers = { Cookie: cookie.split(";")[0] ?? "" };
	return { headers, task: await bodyOf<Task>(response), cookie };
}

export async function objectsOf(id: string): Promise<string[]> {
	const { objects } = await env.FILES.list({ prefix: `documents/${id}/` });
	return objects.map((object) => object.key);
}
