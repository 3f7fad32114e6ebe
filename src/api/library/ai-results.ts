import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { getResult, groupResults, listResults, resultGroupings } from "../../enrich/enrich.ts";
import { AppError } from "../../errors.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { aiMember, aiTags as tags } from "./ai-access.ts";
import {
	GroupQuery,
	ListQuery,
	ResultDetailView,
	ResultSummaryView,
	toDetail,
	toFilter,
	toSummary,
} from "./ai-wire.ts";
import { dataOf, errors, idParam, json, pageOf, security } from "./wire.ts";

const list = createRoute({
	method: "get",
	path: "/ai/results",
	tags,
	security,
	summary: "What was proposed, the newest first",
	middleware: aiMember(),
	request: { query: ListQuery },
	responses: { 200: json(pageOf(ResultSummaryView), "A page of them"), ...errors(400) },
});

const groups = createRoute({
	method: "get",
	path: "/ai/results/groups",
	tags,
	security,
	summary: "The same, grouped by what they have in common",
	description: "Here a title that differs counts for no change.",
	middleware: aiMember(),
	request: { query: GroupQuery },
	responses: {
		200: json(
			dataOf(
				z.object({ groups: z.array(z.object({ key: z.string(), count: z.int(), resultIds: z.array(z.string()) })) }),
			),
			"The largest first; bands of confidence from high to low",
		),
		...errors(400),
	},
});

const detail = createRoute({
	method: "get",
	path: "/ai/results/{id}",
	tags,
	security,
	summary: "A proposal with its evidence, its cost and what it has changed",
	middleware: aiMember(),
	request: { params: idParam("id") },
	responses: { 200: json(dataOf(ResultDetailView), "The proposal"), ...errors(400, 404) },
});

export function registerAiResultRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const query = http.req.valid("query");
		const { limit, offset } = query;
		const { items, total } = await listResults(http.get("ctx"), requireUser(http).id, toFilter(query), query);
		return http.json({ data: items.map(toSummary), meta: { total, limit, offset } }, 200);
	});

	surface.openapi(groups, async (http) => {
		const { groupBy, ...filters } = http.req.valid("query");
		const by = resultGroupings.find((grouping) => grouping === groupBy);
		if (by === undefined) throw new AppError("bad_request", `groupBy has to be one of ${resultGroupings.join(", ")}`);
		const found = await groupResults(http.get("ctx"), requireUser(http).id, by, toFilter(filters));
		return http.json({ data: { groups: found } }, 200);
	});

	surface.openapi(detail, async (http) => {
		const result = await getResult(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json({ data: toDetail(result) }, 200);
	});
}
