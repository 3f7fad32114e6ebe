import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import {
	claimPlan,
	countNotPending,
	type DeletionGroup,
	type DeletionItem,
	deletePlan,
	planDeletion,
	planGroupsOf,
	planItemsBetween,
	previewDeletion,
	purgeDeletedGroups,
	releasePlan,
	setGroupStatuses,
} from "../../dedup/dedup.ts";
import { AppError } from "../../errors.ts";
import { startLibraryJob } from "../../jobs/jobs.ts";
import { answerOnce, type RecordAnswer } from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { jsonStream } from "../json-stream.ts";
import { repeatableRequest } from "../repeat.ts";
import { invalid } from "./dialect.ts";
import { Status } from "./duplicate-wire.ts";
import { body, dataOf, errors, isoTime, json, member, security, toIsoTime } from "./wire.ts";

const shared = { method: "post" as const, tags: ["Library: duplicates"], security, middleware: member() };
const groupIds = z.array(z.string()).min(1).max(1000);

const status = createRoute({
	...shared,
	path: "/batch/status",
	summary: "Decide about many groups",
	request: { body: body(z.object({ groupIds, status: Status })) },
	responses: { 200: json(dataOf(z.object({ updated: z.int() })), "How many were written"), ...errors(400) },
});

const DeletedDocument = z.object({
	documentId: z.string(),
	source: z.enum(["paperless", "upload"]),
	paperlessId: z.int().nullable(),
	title: z.string(),
});

const preview = createRoute({
	...shared,
	path: "/batch/delete-non-primary/preview",
	summary: "What deleting all but the primary documents of groups would delete",
	request: { body: body(z.object({ groupIds })) },
	responses: {
		200: json(
			dataOf(
				z.object({
					planToken: z.string(),
					expiresAt: isoTime,
					groups: z.array(
						z.object({
							groupId: z.string(),
							error: z.string().nullable(),
							keep: DeletedDocument.nullable(),
							delete: z.array(DeletedDocument),
						}),
					),
				}),
			),
			"The plan, which its token carries out within 15 minutes",
		),
		...errors(400),
	},
});

const DeletionInput = z
	.object({
		groupIds: groupIds.optional(),
		confirm: z.literal(true),
		planToken: z
			.string()
			.min(1)
			.optional()
			.openapi({ description: "Of a preview: what it has shown, and nothing else" }),
	})
	.refine(({ groupIds, planToken }) => groupIds !== undefined || planToken !== undefined, {
		message: "groupIds is required without a planToken",
		path: ["groupIds"],
	});

const deletion = createRoute({
	...shared,
	path: "/batch/delete-non-primary",
	summary: "Delete all but the primary documents of groups",
	request: {
		body: body(DeletionInput),
	},
	responses: { 202: json(dataOf(z.object({ jobId: z.string() })), "A job does it"), ...errors(400, 409) },
});

const purge = createRoute({
	...shared,
	path: "/batch/purge-deleted",
	summary: "Forget the groups that are deleted",
	responses: { 200: json(dataOf(z.object({ purged: z.int() })), "How many there were"), ...errors() },
});

export function registerDuplicateBatchRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(status, async (http) => {
		const { groupIds, status } = http.req.valid("json");
		const updated = await setGroupStatuses(http.get("ctx"), requireUser(http).id, groupIds, status);
		return http.json({ data: { updated } }, 200);
	});

	surface.openapi(preview, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const { groupIds } = http.req.valid("json");
		await refuseUnlessPending(ctx, owner, groupIds);
		const { planId, token, expiresAt } = await previewDeletion(ctx, owner, groupIds);
		const head = { planToken: token, expiresAt: toIsoTime(expiresAt) };
		return jsonStream(head, "groups", plannedGroups(ctx, planId), "data") as never;
	});

	surface.openapi(deletion, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const said = http.req.valid("json");
		const answerOf = (jobId: string) => ({ status: 202, body: JSON.stringify({ data: { jobId } }) });
		const { body } = await answerOnce(ctx, repeatableRequest(http, owner, said), async (record) => {
			const jobId = await startDeletion(ctx, owner, said, (id) => record(answerOf(id)));
			return answerOf(jobId);
		});
		return http.body(body, 202, { "Content-Type": "application/json" }) as never;
	});

	surface.openapi(purge, async (http) => {
		const purged = await purgeDeletedGroups(http.get("ctx"), requireUser(http).id);
		return http.json({ data: { purged } }, 200);
	});
}

async function refuseUnlessPending(ctx: Context, owner: string, groupIds: readonly string[]): Promise<void> {
	const others = await countNotPending(ctx, owner, groupIds);
	if (others > 0) throw invalid(`Only pending groups can be handled: ${others} of these are not pending`, ["groupIds"]);
}

/** Makes or takes the plan, and starts the job that carries it out; gives the job's id. */
async function startDeletion(
	ctx: Context,
	owner: string,
	{ groupIds, planToken }: z.output<typeof DeletionInput>,
	alongside: (id: string) => ReturnType<RecordAnswer>,
): Promise<string> {
	const isNew = planToken === undefined;
	const planId = isNew ? await newPlan(ctx, owner, groupIds ?? []) : await previewed(ctx, owner, planToken, groupIds);
	try {
		return await startLibraryJob(ctx, { owner, kind: "batch_operation", config: { planId } }, alongside);
	} catch (error) {
		await (isNew ? deletePlan(ctx, planId) : releasePlan(ctx, planId));
		throw error;
	}
}

async function newPlan(ctx: Context, owner: string, groupIds: readonly string[]): Promise<string> {
	await refuseUnlessPending(ctx, owner, groupIds);
	return await planDeletion(ctx, owner, groupIds);
}

/** Exactly what the preview has shown; groups that are not as they were then will be left alone and reported. */
async function previewed(
	ctx: Context,
	owner: string,
	token: string,
	groupIds: readonly string[] | undefined,
): Promise<string> {
	const planId = await claimPlan(ctx, owner, token);
	if (planId === undefined) throw new AppError("conflict", "This plan is unknown, used up or older than 15 minutes");
	if (groupIds === undefined) return planId;
	const planned = (await planGroupsOf(ctx, planId, { from: 0, limit: 1000 })).map(({ groupId }) => groupId);
	const asked = new Set(groupIds);
	if (planned.length === asked.size && planned.every((id) => asked.has(id))) return planId;
	await releasePlan(ctx, planId);
	throw invalid("groupIds are not those of the plan", ["groupIds"]);
}

/** Groups whose documents are read at once: a request may ask the database a thousand times. */
const sliceGroups = 25;

async function* plannedGroups(ctx: Context, planId: string) {
	for (let from = 0; ; from += sliceGroups) {
		const groups = await planGroupsOf(ctx, planId, { from, limit: sliceGroups });
		const items = await planItemsBetween(ctx, planId, from, from + sliceGroups - 1);
		const byPosition = Map.groupBy(items, ({ position }) => position);
		for (const group of groups) yield toPlanned(group, byPosition.get(group.position) ?? []);
		if (groups.length < sliceGroups) return;
	}
}

function toPlanned(group: DeletionGroup, items: readonly DeletionItem[]) {
	const views = items.map(({ isKept, documentId, source, paperlessId, title }) => ({
		isKept,
		view: { documentId, source, paperlessId, title },
	}));
	return {
		groupId: group.groupId,
		error: group.error,
		keep: views.find(({ isKept }) => isKept)?.view ?? null,
		delete: views.filter(({ isKept }) => !isKept).map(({ view }) => view),
	};
}
