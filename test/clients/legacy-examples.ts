import type { Answer } from "./client.ts";
import {
	type Example,
	expectAnswer,
	expectShape,
	expectThat,
	matching,
	number,
	tags,
	text,
	type World,
} from "./examples.ts";
import { form } from "./single-examples.ts";

const config = JSON.stringify({ num_tags: 4 });
const head = "title,description,file_source_type,file_path,publishing_date,file_size";

async function process({ user }: World, csv: string, parts: Parameters<typeof form>[0] = {}): Promise<Answer> {
	return await user.call(
		"POST",
		"/api/batch/process",
		form({ csv_file: { name: "rows.csv", bytes: csv }, config, ...parts }),
	);
}

function textOf({ body }: Answer): string {
	return new TextDecoder().decode(body as Uint8Array);
}

/** Contract, 7.9 and 7.11. */
export const legacyExamples: Example[] = [
	{
		name: "POST /api/batch/process answers when every row of a CSV is done",
		async play(world) {
			const { documents } = world.stage;
			const good = `"Training, Manual",PMSPECIAL,url,${documents}/row-1.pdf,2025-01-15,1.2MB`;
			const bad = `Annual Report,,url,${documents}/missing.pdf,,`;
			const answer = await process(world, `\ufeff${head}\r\n${good}\r\n\r\n${bad}\r\n`);
			const error = "Download failed: HTTP 404";
			const counts = { total_documents: 2, processed_count: 1, failed_count: 1 };
			expectAnswer(answer, 200, {
				success: true,
				...counts,
				output_csv_url: text,
				output_csv_data_url: matching(/^data:text\/csv;base64,/),
				summary_report: {
					documents: [
						{ title: "Training, Manual", file_path: `${documents}/row-1.pdf`, success: true, tags, error: null },
						{ title: "Annual Report", file_path: `${documents}/missing.pdf`, success: false, tags: [], error },
					],
					errors: [{ row: 2, title: "Annual Report", error }],
					statistics: { total: 2, processed: 1, failed: 1, success_rate: "50.0%" },
				},
				processing_time: number,
			});
			const { output_csv_url } = answer.body as { output_csv_url: string };
			world.kept.set("result", output_csv_url);
		},
	},
	{
		name: "output_csv_url is absolute, opens without a header, and is 403 once it is changed",
		async play({ stranger, kept }) {
			const { pathname, search } = new URL(kept.get("result") ?? "");
			const answer = await stranger.ask("GET", pathname + search);
			expectAnswer(answer, 200);
			const lines = textOf(answer)
				.replace(/^\ufeff/, "")
				.trimEnd()
				.split(/\r?\n/);
			expectShape(lines.length, 3, "lines");
			expectShape(lines[0], `${head},generated_tags,tagging_status`, "header");
			expectShape(lines[1], matching(/^"Training, Manual",.*,success$/), "first row");
			expectShape(lines[2], matching(/failed: Download failed: HTTP 404"?$/), "second row");
			const changed = search.replace(/signature=./, (found) => (found.endsWith("A") ? "signature=B" : "signature=A"));
			expectAnswer(await stranger.ask("GET", pathname + changed), 403, { detail: text });
		},
	},
	{
		name: "POST /api/batch/process: 200 without success for a file without rows or columns, 400 for what is no CSV",
		async play(world) {
			const failing = (error: string) => ({
				success: false,
				total_documents: 0,
				output_csv_url: "",
				summary_report: { documents: [], errors: [{ row: null, title: null, error }] },
			});
			expectAnswer(await process(world, `${head}\n`), 200, failing("Empty or invalid CSV file"));
			const missing = "Missing required columns: title, file_path";
			expectAnswer(await process(world, "description,file_source_type\nx,url\n"), 200, failing(missing));
			const failed = await process(world, `${head}\nA,,url,${world.stage.documents}/missing.pdf,,\n`);
			expectAnswer(failed, 200, { success: false, total_documents: 1, failed_count: 1 });
			const named = (name: string, bytes: string) => ({ csv_file: { name, bytes } });
			expectAnswer(await process(world, "", named("rows.txt", "x")), 400, { detail: "Invalid file type" });
			expectAnswer(await process(world, "", named("rows.csv", "")), 400, { detail: "Empty CSV file" });
			const noJson = await process(world, head, { config: "{" });
			expectAnswer(noJson, 400, { detail: "Invalid config JSON format" });
			const many = `${head}\n${"a,,url,b,,\n".repeat(1_001)}`;
			expectAnswer(await process(world, many), 400, { detail: "Too many rows (max 1000)" });
		},
	},
	{
		name: "POST /api/batch/process knows its source types by name, and rows without one",
		async play(world) {
			const rows = ["A,,ftp,x,,", "B,,,x,,", "C,,url,,,"];
			const answer = await process(world, `${head}\n${rows.join("\n")}\n`);
			expectAnswer(answer, 200, { failed_count: 3 });
			const { documents } = (answer.body as { summary_report: { documents: { error: string }[] } }).summary_report;
			expectShape(documents[0]?.error, matching(/Unknown source type: ftp\. Use 'url', 's3', or 'local'\.$/), "A");
			expectShape(documents[1]?.error, "Missing file_source_type or file_path", "B");
			expectShape(documents[2]?.error, "Missing file_source_type or file_path", "C");
		},
	},
	{
		name: "GET …/results.csv and results.xlsx are a batch's rows, with the token in the header or the query",
		async play({ user, stranger, other, kept }) {
			const csv = await user.call("GET", "/api/batch/jobs/watched/results.csv");
			expectAnswer(csv, 200);
			const lines = textOf(csv)
				.replace(/^\ufeff/, "")
				.trimEnd()
				.split(/\r?\n/);
			const header = "title,description,file_source_type,file_path,generated_tags,tagging_status,error";
			expectShape(lines[0], header, "header");
			expectThat(lines.length === 3 && lines[2]?.includes("HTTP 404") === true, lines.join("\n"));
			const token = user.tokens?.access_token ?? "";
			const xlsx = await stranger.ask("GET", `/api/batch/jobs/watched/results.xlsx?token=${token}`);
			expectAnswer(xlsx, 200);
			expectThat(textOf(xlsx).startsWith("PK"), "no workbook");
			for (const format of ["csv", "xlsx"]) {
				const unknown = await user.call("GET", `/api/batch/jobs/never-was/results.${format}`);
				expectAnswer(unknown, 404, { detail: "Job not found" });
				const refused = await other.call("GET", `/api/batch/jobs/${kept.get("uuid")}/results.${format}`);
				expectAnswer(refused, 403, { detail: "Not authorized to access this job" });
				const bare = await stranger.ask("GET", `/api/batch/jobs/watched/results.${format}`);
				expectAnswer(bare, 401, { detail: "Not authenticated" });
			}
		},
	},
];
