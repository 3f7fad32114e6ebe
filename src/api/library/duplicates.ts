import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import {
	deleteGroup,
	duplicateStats,
	type GroupMember,
	getGroup,
	listGroups,
	membersOf,
	removeMember,
	setGroupStatus,
	setPrimary,
	textOf,
	textsOf,
	withdrawDocument,
} from "../../dedup/dedup.ts";
import { AppError } from "../../errors.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { jsonStream } from "../json-stream.ts";
import { lastOf } from "../validation.ts";
import { invalid } from "./dialect.ts";
import {
	GroupDetailView,
	GroupView,
	ListQuery,
	Status,
	toFilter,
	toGroupHead,
	toGroupView,
	toMemberView,
	toStatusView,
} from "./duplicate-wire.ts";
import { type MediaLinks, mediaLinks } from "./media-links.ts";
import { body, dataOf, errors, idParam, json, member, querySwitch, security } from "./wire.ts";

const tags = ["Library: duplicates"];
const shared = { tags, security, middleware: member() };

const list = createRoute({
	...shared,
	method: "get",
	path: "/duplicates",
	summary: "Groups of duplicates",
	request: { query: ListQuery },
	responses: {
		200: json(
			z.object({
				data: z.array(GroupView),
				meta: z.object({ total: z.int(), totalMemberCount: z.int(), limit: z.int(), offset: z.int() }),
			}),
			"One page; the totals are over all that match",
		),
		...errors(400),
	},
});

const Bucket = z.object({ label: z.string(), min: z.number(), max: z.number(), count: z.int() });
const stats = createRoute({
	...shared,
	method: "get",
	path: "/duplicates/stats",
	summary: "How many groups there are, by status and by confidence",
	responses: {
		200: json(
			dataOf(
				z.object({
					totalGroups: z.int(),
					pendingGroups: z.int(),
					falsePositiveGroups: z.int(),
					ignoredGroups: z.int(),
					deletedGroups: z.int(),
					confidenceDistribution: z.array(Bucket),
					topCorrespondents: z.array(z.object({ correspondent: z.string(), groupCount: z.int() })),
				}),
			),
			"Over all groups of the caller",
		),
		...errors(),
	},
});

const detail = createRoute({
	...shared,
	method: "get",
	path: "/duplicates/{id}",
	summary: "A group with its documents and their texts",
	request: { params: idParam("id"), query: z.object({ light: querySwitch }) },
	responses: {
		200: json(dataOf(GroupDetailView), "The group, streamed; `light=true` leaves the texts out"),
		...errors(404),
	},
});

const remove = createRoute({
	...shared,
	method: "delete",
	path: "/duplicates/{id}",
	summary: "Forget a group; its documents stay",
	request: { params: idParam("id") },
	responses: { 200: json(dataOf(z.object({ deleted: z.literal(true) })), "It is gone"), ...errors(404) },
});

const Text = z.object({ fullText: z.string().nullable(), wordCount: z.int().nullable() });
const documentId = lastOf(z.string().optional());
const content = createRoute({
	...shared,
	method: "get",
	path: "/duplicates/{id}/content",
	summary: "The texts of two documents of a group",
	request: { params: idParam("id"), query: z.object({ docA: documentId, docB: documentId }) },
	responses: { 200: json(dataOf(z.object({ docA: Text, docB: Text })), "Both texts"), ...errors(400) },
});

const status = createRoute({
	...shared,
	method: "put",
	path: "/duplicates/{id}/status",
	summary: "Decide about a group",
	request: { params: idParam("id"), body: body(z.object({ status: Status })) },
	responses: {
		200: json(dataOf(z.object({ groupId: z.string(), status: Status })), "What it is now"),
		...errors(400, 404, 409),
	},
});

const primary = createRoute({
	...shared,
	method: "put",
	path: "/duplicates/{id}/primary",
	summary: "Choose the document of a group that is kept",
	request: { params: idParam("id"), body: body(z.object({ documentId: z.string().min(1) })) },
	responses: {
		200: json(dataOf(z.object({ groupId: z.string(), documentId: z.string() })), "The document that is kept"),
		...errors(400, 404),
	},
});

const leave = createRoute({
	...shared,
	method: "delete",
	path: "/duplicates/{id}/members/{memberId}",
	summary: "Take a document out of a group",
	request: { params: z.object({ id: z.string(), memberId: z.string() }) },
	responses: {
		200: json(dataOf(z.object({ removed: z.literal(true) })), "It is a member no more"),
		...errors(404, 409),
	},
});

const cleanup = createRoute({
	...shared,
	method: "post",
	path: "/duplicates/cleanup-document",
	summary: "Take a document out of all its groups",
	request: { body: body(z.object({ documentId: z.unknown().optional() })) },
	responses: {
		200: json(dataOf(z.object({ groupsAffected: z.int(), groupsAutoResolved: z.int() })), "What became of its groups"),
		...errors(400),
	},
});

export function registerDuplicateRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const query = http.req.valid("query");
		const { limit, offset, sortBy, sortOrder } = query;
		const page = { ...toFilter(query), limit, offset, sortBy, sortOrder };
		const { items, total, totalMembers } = await listGroups(http.get("ctx"), requireUser(http).id, page);
		const meta = { total, totalMemberCount: totalMembers, limit, offset };
		return http.json({ data: items.map(toGroupView), meta }, 200);
	});

	surface.openapi(stats, async (http) => {
		const { byStatus, byConfidence, topCorrespondents } = await duplicateStats(http.get("ctx"), requireUser(http).id);
		const data = {
			totalGroups: Object.values(byStatus).reduce((sum, groups) => sum + groups, 0),
			pendingGroups: byStatus.pending,
			falsePositiveGroups: byStatus.false_positive,
			ignoredGroups: byStatus.ignored,
			deletedGroups: byStatus.deleted,
			confidenceDistribution: byConfidence.map(({ min, max, count }) => ({
				label: `${min * 100}-${max * 100}%`,
				min,
				max,
				count,
			})),
			topCorrespondents,
		};
		return http.json({ data }, 200);
	});

	surface.openapi(cleanup, async (http) => {
		const { documentId } = http.req.valid("json");
		if (typeof documentId !== "string" || documentId === "") {
			throw new AppError("bad_request", "documentId is required");
		}
		return http.json({ data: await withdrawDocument(http.get("ctx"), requireUser(http).id, documentId) }, 200);
	});

	surface.openapi(detail, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const { light } = http.req.valid("query");
		const group = await getGroup(ctx, owner, http.req.valid("param").id);
		const found = await membersOf(ctx, owner, [group.id]);
		const links = await mediaLinks(http);
		const linksOf = ({ documentId, paperlessId }: GroupMember) => links({ id: documentId, paperlessId });
		const views = memberViews(ctx, owner, found, { withTexts: !light, linksOf });
		return jsonStream(toGroupHead(group), "members", views, "data") as never;
	});

	surface.openapi(remove, async (http) => {
		const isGone = await deleteGroup(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		if (!isGone) throw new AppError("not_found", "Duplicate group not found");
		return http.json({ data: { deleted: true as const } }, 200);
	});

	surface.openapi(content, async (http) => {
		const { docA, docB } = http.req.valid("query");
		if (!docA || !docB) throw invalid("docA and docB are both required", [docA ? "docB" : "docA"]);
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const found = await membersOf(ctx, owner, [http.req.valid("param").id]);
		const [a, b] = [docA, docB].map((id) => found.find((one) => one.documentId === id));
		if (a === undefined || b === undefined) throw invalid("These documents are not members of the group");
		return http.json({ data: { docA: await toText(ctx, owner, a), docB: await toText(ctx, owner, b) } }, 200);
	});

	surface.openapi(status, async (http) => {
		const { id } = http.req.valid("param");
		const { status } = http.req.valid("json");
		await setGroupStatus(http.get("ctx"), requireUser(http).id, id, status);
		return http.json(toStatusView(id, status), 200);
	});

	surface.openapi(primary, async (http) => {
		const { id } = http.req.valid("param");
		const { documentId } = http.req.valid("json");
		await setPrimary(http.get("ctx"), requireUser(http).id, id, documentId);
		return http.json({ data: { groupId: id, documentId } }, 200);
	});

	surface.openapi(leave, async (http) => {
		const { id, memberId } = http.req.valid("param");
		await removeMember(http.get("ctx"), requireUser(http).id, id, memberId);
		return http.json({ data: { removed: true as const } }, 200);
	});
}

/** Texts that are read at once: those of a large group do not fit into memory, nor do as many queries into a request. */
const sliceTexts = 16;

async function* memberViews(
	ctx: Context,
	owner: string,
	members: readonly GroupMember[],
	{ withTexts, linksOf }: { withTexts: boolean; linksOf(member: GroupMember): Promise<MediaLinks> },
) {
	for (let from = 0; from < members.length; from += sliceTexts) {
		const slice = members.slice(from, from + sliceTexts);
		const ids = slice.map(({ documentId }) => documentId);
		const texts = withTexts ? await textsOf(ctx, owner, ids) : undefined;
		for (const member of slice) {
			yield toMemberView(member, texts?.get(member.documentId) ?? null, await linksOf(member));
		}
	}
}

async function toText(ctx: Context, owner: string, member: GroupMember): Promise<z.infer<typeof Text>> {
	if (!member.hasText) return { fullText: null, wordCount: null };
	return { fullText: (await textOf(ctx, owner, member.documentId)) ?? null, wordCount: member.wordCount };
}
