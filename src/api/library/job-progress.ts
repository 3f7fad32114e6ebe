import { followLibraryJob, type LibraryJob } from "../../jobs/jobs.ts";
import { logError } from "../../lib/log.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { formatEvent } from "../sse.ts";
import { toCompletion, toProgress, vanished } from "./job-wire.ts";

/** As contracts/library.md 4.11 has it. */
const [progressEveryMs, commentEveryMs] = [500, 15_000];

const headers = {
	"Content-Type": "text/event-stream",
	"Cache-Control": "no-cache",
	Connection: "keep-alive",
	"X-Accel-Buffering": "no",
};

/**
 * A job's progress as server-sent events: its state at once and every 500 ms, a comment every 15 s, `complete` at its end. The Worker
 * repeats what the object last told it, and asks nothing meanwhile.
 */
export function progressStream(http: Http, job: LibraryJob): Response {
	const gone = new AbortController();
	const encoder = new TextEncoder();
	let stop = () => gone.abort();
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			let last = job;
			const say = (text: string) => {
				// Who does not read is told the newest state once they do.
				if (!gone.signal.aborted && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
			};
			const tell = () => say(formatEvent({ event: "progress", data: toProgress(last) }));
			const timers = [setInterval(tell, progressEveryMs), setInterval(() => say(":keepalive\n\n"), commentEveryMs)];
			stop = () => {
				for (const timer of timers) clearInterval(timer);
				gone.abort();
			};
			const end = (data: object) => {
				if (gone.signal.aborted) return;
				stop();
				controller.enqueue(encoder.encode(formatEvent({ event: "complete", data })));
				controller.close();
			};
			tell();
			const owner = requireUser(http).id;
			const remember = (now: LibraryJob) => {
				last = now;
			};
			followLibraryJob(http.get("ctx"), { owner, job }, remember, gone.signal)
				.then((final) => end(final === undefined ? vanished : toCompletion(final)))
				.catch((error) => {
					logError(`job ${job.id}: its watcher`, error);
					stop();
					controller.error(error);
				});
		},
		cancel: () => stop(),
	});
	return new Response(body, { headers });
}

/** The stream of a job that is over. */
export function finishedStream(job: LibraryJob): Response {
	return new Response(formatEvent({ event: "complete", data: toCompletion(job) }), { headers });
}
