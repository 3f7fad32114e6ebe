/**
 * `npm run bench:load`: a hundred documents of four callers at once; then the same while the dev server is killed and
 * restarted again and again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import {
	becomeGuest,
	type Client,
	isFinal,
	RequestFailed,
	signUp,
	signUpWithKey,
	type Task,
} from "../scripts/client.ts";
import { makeSample } from "../scripts/sample.ts";
import { Report, round } from "./report.ts";
import { DevServer, freePort, victims, withServer, withStateDir } from "./server.ts";

const documentsEach = 25;
const kills = 20;
const settleMs = 120_000;

interface Upload {
	fileName: string;
	/** Stands in this document alone. */
	author: string;
	bytes: Uint8Array<ArrayBuffer>;
}

interface Caller {
	name: string;
	client: Client;
	uploads: Upload[];
	/** Accepted tasks by the name of their file. */
	accepted: Map<string, Task>;
}

const report = new Report("A hundred documents of four callers");
await withServer(async (server) => {
	const callers = await makeCallers(server.url);
	const startedAt = performance.now();
	await Promise.all(callers.map((caller) => postAll(caller, startedAt + settleMs)));
	const acceptedMs = performance.now() - startedAt;
	await settle(callers, settleMs);
	report.info(
		"undisturbed",
		`accepted in ${round(acceptedMs / 1000)} s, final in ${round((performance.now() - startedAt) / 1000)} s`,
	);
	await judge("undisturbed", callers, true);
});
await withStateDir(async (stateDir) => {
	const port = await freePort();
	let server = new DevServer(port, stateDir);
	try {
		await server.ready;
		const callers = await makeCallers(server.url);
		const posting = Promise.all(
			callers.map((caller) => postAll(caller, performance.now() + kills * 10_000 + settleMs)),
		);
		posting.catch(() => undefined);
		const met: string[] = [];
		for (let number = 0; number < kills; number++) {
			// Every other one counts from the start of the process, so that starts are met too.
			if (number % 2 === 0) await server.ready;
			await sleep(300 + Math.random() * 2700);
			met.push(server.kill(victims[number % victims.length] ?? "dev"));
			server = new DevServer(port, stateDir);
		}
		await server.ready;
		const restartedAt = performance.now();
		report.info(
			"killed",
			victims.map((victim) => `${victim} ${met.filter((one) => one === victim).length} times`).join(", "),
		);
		await posting;
		await settle(callers, settleMs - (performance.now() - restartedAt));
		report.atMost("final after the last restart", (performance.now() - restartedAt) / 1000, settleMs / 1000, "s");
		await judge("killed", callers, false);
	} finally {
		await server.stop();
	}
});
process.exit(report.exitCode());

async function makeCallers(base: string): Promise<Caller[]> {
	const firstOfGuest = await makeUpload("guest", 0);
	const guest = await becomeGuest(base, firstOfGuest.bytes, firstOfGuest.fileName);
	const callers = [
		{ name: "first user", client: (await signUp(base)).client },
		{ name: "second user", client: (await signUp(base)).client },
		{ name: "API key", client: await signUpWithKey(base) },
		{ name: "guest", client: guest.client },
	].map((who): Caller => ({ ...who, uploads: [], accepted: new Map() }));
	for (const caller of callers) {
		for (let number = 0; number < documentsEach; number++) caller.uploads.push(await makeUpload(caller.name, number));
	}
	// A guest exists once its first document has set the cookie.
	callers.at(-1)?.accepted.set(firstOfGuest.fileName, guest.first);
	return callers;
}

async function makeUpload(who: string, number: number): Promise<Upload> {
	const slug = `${who.replaceAll(" ", "-")}-${number}`;
	const author = `Author ${slug.replaceAll("-", " ")} alone`;
	return {
		fileName: `${slug}.pdf`,
		author,
		bytes: new Uint8Array(await makeSample(number % 5 === 0 ? 10 : 2, author)),
	};
}

async function postAll(caller: Caller, deadline: number): Promise<void> {
	await Promise.all(
		caller.uploads
			.filter(({ fileName }) => !caller.accepted.has(fileName))
			.map(async (upload) => caller.accepted.set(upload.fileName, await post(caller.client, upload, deadline))),
	);
}

/** As a careful client does: the same request with the same key until there is an answer. */
async function post(client: Client, upload: Upload, deadline: number): Promise<Task> {
	for (;;) {
		try {
			return await client.upload(upload.bytes, upload.fileName, { "idempotency-key": upload.fileName });
		} catch (error) {
			const refused = error instanceof RequestFailed && error.status < 500 && error.status !== 409;
			if (refused || performance.now() > deadline) throw error;
			await sleep(200 + Math.random() * 400);
		}
	}
}

/** Until every listed task is final, or the time is over. */
async function settle(callers: Caller[], timeoutMs: number): Promise<void> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		const lists = await Promise.all(callers.map(({ client }) => client.tasks()));
		if (lists.flat().every(isFinal) || performance.now() > deadline) return;
		await sleep(500);
	}
}

async function judge(name: string, callers: Caller[], undisturbed: boolean): Promise<void> {
	const lists = await Promise.all(callers.map(({ client }) => client.tasks()));
	console.log(`\n      ${name.padEnd(14)} accepted  listed  DONE  FAILED  open`);
	callers.forEach((caller, index) => {
		const tasks = lists[index] ?? [];
		const of = (status: Task["status"]): number => tasks.filter((task) => task.status === status).length;
		const open = tasks.filter((task) => !isFinal(task)).length;
		const cells = [caller.accepted.size, tasks.length, of("DONE"), of("FAILED"), open];
		const widths = [8, 8, 6, 8, 6];
		console.log(
			`      ${caller.name.padEnd(14)} ${cells.map((cell, at) => String(cell).padStart(widths[at] ?? 0)).join("")}`,
		);
	});
	const all = lists.flat();
	const accepted = callers.flatMap((caller) => [...caller.accepted.values()]);
	const listedIds = new Set(all.map((task) => task.id));
	const failed = all.filter((task) => task.status === "FAILED");
	report.holds(
		`${name}: every document accepted`,
		accepted.length === callers.length * documentsEach,
		String(accepted.length),
	);
	report.holds(
		`${name}: none lost`,
		accepted.every((task) => listedIds.has(task.id)),
	);
	report.holds(
		`${name}: none twice`,
		all.length === accepted.length,
		`${all.length} tasks of ${accepted.length} documents`,
	);
	report.holds(`${name}: all final`, all.every(isFinal), `${all.filter(isFinal).length} of ${all.length}`);
	report.holds(
		`${name}: a reason with every failure`,
		failed.every((task) => (task.error_message ?? "") !== ""),
	);
	if (undisturbed) report.holds(`${name}: all DONE`, failed.length === 0, failed[0]?.error_message ?? "");
	for (const reason of new Set(failed.map((task) => task.error_message))) report.info("reason", String(reason));
	report.holds(`${name}: nobody sees another's`, await isPrivate(callers));
	report.holds(`${name}: each result is its document's`, await matchesDocuments(callers));
	console.log("");
}

async function isPrivate(callers: Caller[]): Promise<boolean> {
	const answers = callers.flatMap((caller) =>
		callers
			.filter((other) => other !== caller)
			.flatMap((other) => [...other.accepted.values()].slice(0, 8))
			.map(({ id }) =>
				caller.client.task(id).then(
					() => 200,
					(error) => (error instanceof RequestFailed ? error.status : 0),
				),
			),
	);
	return (await Promise.all(answers)).every((status) => status === 404);
}

/** The Markdown of a finished task names the author of the document that it was made from. */
async function matchesDocuments(callers: Caller[]): Promise<boolean> {
	for (const { client, uploads, accepted } of callers) {
		for (const { fileName, author } of uploads) {
			const task = await client.task(accepted.get(fileName)?.id ?? "");
			if (task.status !== "DONE") continue;
			const markdown = await (await client.fetch(`/tasks/${task.id}/download`)).text();
			if (!markdown.replaceAll(/\s+/g, " ").includes(author)) return false;
		}
	}
	return true;
}
