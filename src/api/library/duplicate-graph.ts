import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { countGroups, eachGroup, type GroupMember, type GroupRow } from "../../dedup/dedup.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { textStream } from "../json-stream.ts";
import { integer, lastOf } from "../validation.ts";
import { FilterQuery, Status, toFilter } from "./duplicate-wire.ts";
import { dataOf, errors, json, member, security } from "./wire.ts";

const Node = z.object({
	id: z.string(),
	paperlessId: z.int().nullable(),
	title: z.string(),
	correspondent: z.string().nullable(),
	documentType: z.string().nullable(),
	groupCount: z.int(),
});
const Edge = z.object({
	source: z.string(),
	target: z.string(),
	groupId: z.string(),
	confidenceScore: z.number(),
	status: Status,
});

const graph = createRoute({
	method: "get",
	path: "/duplicates/graph",
	tags: ["Library: duplicates"],
	security,
	summary: "Documents as nodes and common groups as edges",
	middleware: member(),
	request: {
		query: z.object({ ...FilterQuery.shape, maxGroups: lastOf(integer({ min: 1, max: 500, fallback: 100 })) }),
	},
	responses: {
		200: json(
			dataOf(
				z.object({
					nodes: z.array(Node),
					edges: z.array(Edge),
					totalGroupsMatched: z.int(),
					groupsIncluded: z.int(),
				}),
			),
			"The surest groups, streamed",
		),
		...errors(400),
	},
});

interface DrawnGroup {
	group: GroupRow;
	documentIds: string[];
}

export function registerGraphRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(graph, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const query = http.req.valid("query");
		const filter = toFilter(query);
		const total = await countGroups(ctx, owner, filter);
		const nodes = new Map<string, z.infer<typeof Node>>();
		const drawn: DrawnGroup[] = [];
		for await (const { group, members } of eachGroup(ctx, owner, filter, query.maxGroups)) {
			drawn.push({ group, documentIds: members.map(({ documentId }) => documentId) });
			for (const member of members) countNode(nodes, member);
		}
		return textStream(pieces(nodes, drawn, total), { "Content-Type": "application/json" }) as never;
	});
}

function countNode(nodes: Map<string, z.infer<typeof Node>>, member: GroupMember): void {
	const { documentId: id, paperlessId, title, correspondent, documentType } = member;
	const groupCount = (nodes.get(id)?.groupCount ?? 0) + 1;
	nodes.set(id, { id, paperlessId, title, correspondent, documentType, groupCount });
}

/** Edges grow with the square of a group, so they are never all in memory. */
async function* pieces(
	nodes: Map<string, z.infer<typeof Node>>,
	drawn: readonly DrawnGroup[],
	total: number,
): AsyncGenerator<string> {
	yield `{"data":{"nodes":${JSON.stringify([...nodes.values()])},"edges":[`;
	let comma = "";
	for (const { group, documentIds } of drawn) {
		const { id: groupId, confidenceScore, status } = group;
		for (const [at, source] of documentIds.entries()) {
			for (const target of documentIds.slice(at + 1)) {
				const edge: z.infer<typeof Edge> = { source, target, groupId, confidenceScore, status };
				yield comma + JSON.stringify(edge);
				comma = ",";
			}
		}
	}
	yield `],"totalGroupsMatched":${total},"groupsIncluded":${drawn.length}}}`;
}
