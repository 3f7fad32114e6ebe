import { z } from "zod";
import type { Context } from "../context.ts";
import {
	countPlanGroups,
	type DocumentServer,
	deleteGroupDocuments,
	deletionResult,
	openDocumentServer,
	planGroupsOf,
} from "../dedup/dedup.ts";
import type { StepSpec } from "./job-state.ts";
import type { StepCode, StepResult, StepRun } from "./step.ts";
import type { JobRow } from "./store.ts";

/* Deletes the documents of many groups but for their primary ones, a few at a time (contracts/library.md 7.10). */

/** Documents deleted in one step: each asks the server two or three times. */
const stepDocuments = 20;
/** After this long a step ends, so that a pause or a cancel is not far. */
const stepMs = 5_000;

const JobConfig = z.object({ planId: z.string() });
const Input = z.object({
	/** Which group of the plan is next, from 0. */
	position: z.int(),
	/** How many steps there were before: groups are larger than a step, and smaller. */
	turn: z.int(),
	/** The server was failing when the step before ended. */
	isFailing: z.boolean().default(false),
});

/** Of a server that has failed in spite of all patience, each further document is asked for once: there may be thousands. */
const hurried = { maxRetries: 0, timeoutMs: 10_000 } as const;

/** The code of a step of an operation on many groups by its id. */
export function batchOperationStep(id: string): StepCode | undefined {
	return id.startsWith("delete:") ? deleteStep : undefined;
}

/** What an operation on many groups begins with. */
export function firstBatchOperationStep(_job: JobRow): StepSpec {
	return spec({ position: 0, turn: 0, isFailing: false });
}

function spec(input: z.infer<typeof Input>): StepSpec {
	return { id: `delete:${input.turn}`, input, isPassing: true };
}

const deleteStep: StepCode = async (ctx, run) => {
	const { planId } = JobConfig.parse(JSON.parse(run.job.config ?? "{}"));
	const { position, turn, isFailing } = Input.parse(run.input);
	const total = await countPlanGroups(ctx, planId);
	const server = await openDocumentServer(ctx, run.job.owner, run.signal, isFailing ? hurried : {});
	const next = await handleGroups(ctx, run, { planId, from: position, total, server });
	if (next < total) {
		const input = { position: next, turn: turn + 1, isFailing: server?.isFailing ?? false };
		return { fraction: next / total, followUps: [spec(input)] };
	}
	return await ending(ctx, planId);
};

interface Stretch {
	planId: string;
	from: number;
	total: number;
	server: DocumentServer | undefined;
}

/** Handles groups from `from` on until the step's time or documents are used up; gives the group to go on with. */
async function handleGroups(ctx: Context, run: StepRun, { planId, from, total, server }: Stretch): Promise<number> {
	const until = ctx.now() + stepMs;
	let documents = stepDocuments;
	for (const group of await planGroupsOf(ctx, planId, { from, limit: stepDocuments })) {
		const { position } = group;
		const done = { fraction: position / total, message: `Deleting duplicates: group ${position + 1} of ${total}` };
		await run.report(done);
		const isDone = await deleteGroupDocuments(ctx, {
			owner: run.job.owner,
			group,
			server,
			limit: documents,
			beforeEach: async () => {
				documents--;
				// Throws where the job was cancelled.
				await run.report(done);
			},
		});
		if (!isDone) return position;
		if (documents <= 0 || ctx.now() >= until) return position + 1;
	}
	return Math.min(total, from + stepDocuments);
}

async function ending(ctx: Context, planId: string): Promise<StepResult> {
	const { deletedDocuments, deletedGroups, errors } = await deletionResult(ctx, planId);
	const failed = errors.length === 0 ? "" : `, ${countOf(errors.length, "error")}`;
	return {
		fraction: 1,
		message: `Deleted ${countOf(deletedDocuments, "document")} of ${countOf(deletedGroups, "group")}${failed}`,
		result: { deletedDocuments, deletedGroups, errors: errors.map((error) => ({ ...error })) },
	};
}

function countOf(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
