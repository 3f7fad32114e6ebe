import { rows, start } from "./batch-examples.ts";
import type { Frame, Observer } from "./client.ts";
import { type Example, expectShape, expectThat, int, number, type Shape, tags, uuid, type World } from "./examples.ts";

const metadata = {
	is_scanned: false,
	extraction_method: "pypdf2",
	ocr_confidence: null,
	page_count: 1,
	text_length: int,
	tokens_used: 0,
	provider: "embedded",
	model_name: "embedded",
	processing_time: number,
};

function progress(
	job_id: string,
	row: number,
	total: number,
	title: string,
): { starts: Shape; succeeds: Shape; fails: (error: string, type: string) => Shape } {
	const head = { type: "progress", job_id, row_id: row, row_number: row + 1, title };
	return {
		starts: { ...head, status: "processing", progress: row / total },
		succeeds: {
			...head,
			status: "success",
			progress: (row + 1) / total,
			tags,
			error: null,
			model_name: "embedded",
			metadata,
		},
		fails: (error, error_type) => ({
			...head,
			status: "failed",
			progress: (row + 1) / total,
			tags: [],
			error,
			error_type,
			retry_after_ms: null,
			retry_count: null,
			model_name: "embedded",
			metadata: {},
		}),
	};
}

async function expectRefusal(observer: Observer, code: number, frames: Shape[]): Promise<void> {
	expectShape(await observer.closed, code, "close code");
	expectShape(observer.frames, frames, "frames");
}

/** The observer's first `catchup` and what it hears after it, as one list of final rows. */
export function finalRows(frames: readonly Frame[]): Map<number, string> {
	const found = new Map<number, string>();
	for (const frame of frames) {
		const said = frame.type === "catchup" ? (frame.results as Frame[]) : frame.type === "progress" ? [frame] : [];
		for (const { row_number, status } of said) {
			if (status === "success" || status === "failed") found.set(Number(row_number), String(status));
		}
	}
	return found;
}

/** Contract, chapter 8. */
export const socketExamples: Example[] = [
	{
		name: "an observer hears catchup, two messages a row, and the end",
		async play(world) {
			const { user, stage } = world;
			const observer = await user.observe("watched");
			await observer.until(({ type }) => type === "catchup");
			const documents = [...rows(world, 1), { title: "Gone", file_path: `${stage.documents}/missing.pdf` }];
			await start(world, { documents, job_id: "watched" });
			expectShape(await observer.closed, 1000, "close code");
			const [first, second] = [progress("watched", 0, 2, "Document 1"), progress("watched", 1, 2, "Gone")];
			const heard = observer.frames.filter(({ type }) => type !== "keepalive");
			expectShape(
				heard,
				[
					{ type: "catchup", job_id: "watched", state: {}, results: [] },
					first.starts,
					first.succeeds,
					second.starts,
					second.fails("Download failed: HTTP 404", "network"),
					{
						type: "completed",
						job_id: "watched",
						total_documents: 2,
						processed_count: 1,
						failed_count: 1,
						processing_time: number,
						message: "Completed: 1 succeeded, 1 failed",
					},
				],
				"frames",
			);
		},
	},
	{
		name: "a late observer hears catchup with every row and how it ended, then 1000",
		async play({ user }) {
			const observer = await user.observe("watched");
			const state = { status: "completed", progress: 1, processed_count: 1, failed_count: 1, total: 2 };
			const ids = { start_time: number, db_job_id: uuid, user_id: uuid };
			const results = [
				{
					row_id: 0,
					row_number: 1,
					title: "Document 1",
					success: true,
					status: "success",
					tags,
					error: null,
					metadata,
				},
				{
					row_id: 1,
					row_number: 2,
					title: "Gone",
					success: false,
					status: "failed",
					tags: [],
					error: "Download failed: HTTP 404",
					metadata: {},
				},
			];
			const counts = { processed_count: 1, failed_count: 1, message: "Job already completed" };
			await expectRefusal(observer, 1000, [
				{ type: "catchup", job_id: "watched", state: { ...state, ...ids }, results },
				{ type: "completed", job_id: "watched", ...counts },
			]);
		},
	},
	{
		name: "an observer that reconnects has every row once in the end",
		async play(world) {
			const { user } = world;
			await start(world, { documents: rows(world, 4, 30), job_id: "dropped" });
			const dropped = await user.observe("dropped");
			await dropped.until(({ status }) => status === "success");
			dropped.close();
			const frames = await user.follow("dropped");
			expectShape(
				[...finalRows(frames)],
				[1, 2, 3, 4].map((row) => [row, "success"]),
				"rows",
			);
			const rising = frames.filter(({ type }) => type === "progress").map(({ progress }) => Number(progress));
			expectThat(
				rising.every((value, at) => value >= (rising[at - 1] ?? 0)),
				`progress falls: ${rising.join(", ")}`,
			);
		},
	},
	{
		name: "pause and resume are told at once as keepalive",
		async play(world) {
			const { user } = world;
			await start(world, { documents: rows(world, 5, 40), job_id: "turned" });
			const observer = await user.observe("turned");
			await user.call("POST", "/api/batch/jobs/turned/pause");
			await observer.until((frame) => frame.type === "keepalive" && frame.status === "paused");
			await user.call("POST", "/api/batch/jobs/turned/resume");
			await observer.until((frame) => frame.type === "keepalive" && frame.status === "processing");
			expectShape(await observer.closed, 1000, "close code");
		},
	},
	{
		name: "cancel is told as cancelled",
		async play(world) {
			const { user } = world;
			await start(world, { documents: rows(world, 5, 50), job_id: "stopped" });
			const observer = await user.observe("stopped");
			await user.call("POST", "/api/batch/jobs/stopped/cancel");
			expectShape(await observer.closed, 1000, "close code");
			const last = observer.frames.at(-1);
			expectShape(last, { type: "cancelled", job_id: "stopped", processed_count: int, failed_count: 0 }, "last");
		},
	},
	{
		name: "what a client sends is ignored while a batch runs",
		async play(world) {
			await start(world, { documents: rows(world, 2, 60), job_id: "talked" });
			const observer = await world.user.observe("talked");
			observer.send("ping");
			observer.send(JSON.stringify({ documents: [], config: {} }));
			expectShape(await observer.closed, 1000, "close code");
			expectShape(observer.frames.at(-1), { type: "completed", processed_count: 2 }, "last");
		},
	},
	{
		name: "an older client starts its batch over the socket",
		async play(world) {
			const observer = await world.user.observe("old-style");
			observer.send(JSON.stringify({ documents: rows(world, 1), config: { num_tags: 3 }, column_mapping: {} }));
			// Only the first message starts anything, and what follows it does not end the connection.
			observer.send("ping");
			expectShape(await observer.closed, 1000, "close code");
			const { starts, succeeds } = progress("old-style", 0, 1, "Document 1");
			expectShape(
				observer.frames,
				[
					{ type: "catchup", state: {}, results: [] },
					{ type: "started", job_id: "old-style", total_documents: 1, message: "Starting processing of 1 documents" },
					starts,
					succeeds,
					{ type: "completed", total_documents: 1, processed_count: 1, failed_count: 0 },
				],
				"frames",
			);
		},
	},
	{
		name: "a first word that starts nothing is answered with why, then 1000",
		async play(world) {
			const documents = rows(world, 1);
			for (const [said, error] of [
				["not json", "Invalid JSON format"],
				[JSON.stringify({ documents: [], config: {} }), "No documents provided"],
				[JSON.stringify({ config: {} }), "No documents provided"],
				[JSON.stringify({ documents, config: { api_key: "" } }), "API key is required"],
				[
					JSON.stringify({ documents, config: { num_tags: 1 } }),
					(value: unknown) => String(value).includes("num_tags"),
				],
			] as const) {
				const observer = await world.user.observe("wrong-start");
				observer.send(said);
				await expectRefusal(observer, 1000, [{ type: "catchup" }, { error, job_id: "wrong-start" }]);
			}
		},
	},
	{
		name: "without a good token the socket says so and closes with 1008",
		async play({ user, stranger }) {
			const refused = [{ error: "Authentication required", job_id: "watched" }];
			await expectRefusal(await stranger.observe("watched"), 1008, refused);
			await expectRefusal(await stranger.observe("watched", {}, "not.a.token"), 1008, refused);
			// The query wins over the header.
			const headers = { Authorization: `Bearer ${user.tokens?.access_token}` };
			await expectRefusal(await stranger.observe("watched", headers, "not.a.token"), 1008, refused);
		},
	},
	{
		name: "another's batch says so and closes with 1008",
		async play({ other, kept }: World) {
			const job_id = kept.get("uuid") ?? "";
			const refused = { error: "Not authorized to access this job", job_id };
			await expectRefusal(await other.observe(job_id), 1008, [refused]);
		},
	},
];
