import type { Context } from "../context.ts";
import { isAppError } from "../errors.ts";
import { isFinal } from "./job-state.ts";
import { fromView, getLibraryJob, type LibraryJob } from "./library-jobs.ts";
import type { JobView } from "./view.ts";
import { watchJob } from "./watch.ts";

/** Between two tries to reach a job whose socket has closed before its end. */
const againMs = 2_000;

/**
 * Tells `changed` how a job stands, whenever that changes, and gives its last state; undefined where the job has vanished. It asks the
 * job's object once and is told from then on; only if the object goes away it asks again. Ends early, with the last that was heard, when
 * `signal` is aborted.
 */
export async function followLibraryJob(
	ctx: Context,
	{ owner, job }: { owner: string; job: LibraryJob },
	changed: (job: LibraryJob) => void,
	signal: AbortSignal,
): Promise<LibraryJob | undefined> {
	let last = job;
	while (!signal.aborted) {
		if (isFinal(last.status)) return last;
		const headers = new Headers({ Upgrade: "websocket" });
		const response = await watchJob(ctx, job.id, { dialect: "library", owner, headers });
		if (response?.webSocket) {
			const hear = (view: JobView) => {
				last = fromView(view, job.createdAt);
				changed(last);
			};
			await heard(response.webSocket, hear, signal);
			if (isFinal(last.status)) return last;
		}
		if (signal.aborted) break;
		const now = await getLibraryJob(ctx, owner, job.id).catch((error) => {
			if (isAppError(error, "not_found")) return undefined;
			throw error;
		});
		if (now === undefined) return undefined;
		last = now;
		changed(last);
		if (!isFinal(last.status)) await new Promise((resolve) => setTimeout(resolve, againMs));
	}
	return last;
}

/** Resolves when the socket has closed, from whichever side. */
function heard(socket: WebSocket, hear: (view: JobView) => void, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		socket.addEventListener("message", ({ data }) => hear(JSON.parse(String(data)) as JobView));
		socket.addEventListener("close", () => resolve());
		socket.addEventListener("error", () => resolve());
		signal.addEventListener("abort", () => {
			socket.close(1000, "client gone");
			resolve();
		});
		socket.accept();
	});
}
