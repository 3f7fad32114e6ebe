import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { eachGroup, type GroupFilter, type GroupMember, type GroupRow } from "../../dedup/dedup.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { csvDownload, csvLine } from "./csv.ts";
import { FilterQuery, OrderQuery, toFilter, toTags } from "./duplicate-wire.ts";
import { errors, member, security, TokenQuery, toIsoTime } from "./wire.ts";

const columns = [
	"group_id",
	"confidence_score",
	"jaccard_similarity",
	"fuzzy_text_ratio",
	"discriminative_score",
	"group_status",
	"is_primary",
	"paperless_id",
	"title",
	"correspondent",
	"document_type",
	"tags",
	"created_date",
	"word_count",
	"group_created_at",
] as const;

const download = createRoute({
	method: "get",
	path: "/export/duplicates.csv",
	tags: ["Library: export"],
	security,
	summary: "All groups with their documents as CSV",
	middleware: member({ tokenInQuery: true }),
	request: { query: z.object({ ...FilterQuery.shape, ...OrderQuery.shape, ...TokenQuery.shape }) },
	responses: { 200: { description: "The table, streamed; the surest groups first" }, ...errors(400) },
});

export function registerDuplicatesCsvRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(download, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		return csvDownload("duplicates", ctx.now(), lines(ctx, owner, toFilter(http.req.valid("query")))) as never;
	});
}

async function* lines(ctx: Context, owner: string, filter: GroupFilter): AsyncGenerator<string> {
	yield csvLine(columns);
	for await (const { group, members } of eachGroup(ctx, owner, filter)) {
		for (const one of members) yield csvLine(cells(group, one));
	}
}

function cells(group: GroupRow, one: GroupMember) {
	return [
		group.id,
		group.confidenceScore,
		group.jaccardSimilarity,
		group.fuzzyTextRatio,
		group.discriminativeScore,
		group.status,
		one.isPrimary,
		one.paperlessId,
		one.title,
		one.correspondent,
		one.documentType,
		toTags(one.tags).join("|"),
		one.createdDate,
		one.hasText ? one.wordCount : null,
		toIsoTime(group.createdAt),
	];
}
