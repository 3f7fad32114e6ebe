import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { createFlow, deleteFlow, getFlow, listFlows, updateFlow } from "../../extraction/extraction.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { FlowBody, FlowChange, FlowView, toFlowView } from "./flow-wire.ts";
import { CursorQuery, cursorPage, listOf, positionOf } from "./lists.ts";
import { answerPost } from "./repeat.ts";
import { body, errors, idParam, json, jsonBody, RepeatHeaders, security } from "./wire.ts";

const tags = ["Extraction: flows"];
const one = idParam("id");

const create = createRoute({
	method: "post",
	path: "/flows",
	tags,
	security,
	summary: "Say what is to be extracted",
	middleware: jsonBody(),
	request: { headers: RepeatHeaders, body: body(FlowBody) },
	responses: { 200: json(FlowView, "The flow"), ...errors(409) },
});

const list = createRoute({
	method: "get",
	path: "/flows",
	tags,
	security,
	summary: "The caller's flows, newest first",
	request: { query: CursorQuery },
	responses: { 200: json(listOf("flows", FlowView), "A page of them"), ...errors() },
});

const detail = createRoute({
	method: "get",
	path: "/flows/{id}",
	tags,
	security,
	summary: "A flow",
	request: { params: one },
	responses: { 200: json(FlowView, "The flow"), ...errors(404) },
});

const change = createRoute({
	method: "patch",
	path: "/flows/{id}",
	tags,
	security,
	summary: "Change a flow; what is left out stays",
	description: "`fields` are replaced as a whole, settings one by one. Documents keep what was extracted.",
	middleware: jsonBody(),
	request: { params: one, body: body(FlowChange) },
	responses: { 200: json(FlowView, "The flow as it is then"), ...errors(404) },
});

const remove = createRoute({
	method: "delete",
	path: "/flows/{id}",
	tags,
	security,
	summary: "Delete a flow; its documents keep what was extracted",
	request: { params: one },
	responses: { 200: json(z.object({ id: z.string(), deleted: z.literal(true) }), "It is deleted"), ...errors(404) },
});

export function registerFlowRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(create, async (http) => {
		const flow = http.req.valid("json");
		return await answerPost(http, flow, async (keep) =>
			toFlowView(await createFlow(http.get("ctx"), requireUser(http).id, flow, (made) => keep(toFlowView(made)))),
		);
	});

	surface.openapi(list, async (http) => {
		const owner = requireUser(http).id;
		const { rows, pagination } = await cursorPage(http, http.req.valid("query"), {
			name: "flows",
			positionOf,
			read: (part) => listFlows(http.get("ctx"), owner, part),
		});
		return http.json({ flows: rows.map(toFlowView), pagination }, 200);
	});

	surface.openapi(detail, async (http) => {
		const flow = await getFlow(http.get("ctx"), requireUser(http).id, http.req.valid("param").id);
		return http.json(toFlowView(flow), 200);
	});

	surface.openapi(change, async (http) => {
		const { id } = http.req.valid("param");
		const flow = await updateFlow(http.get("ctx"), requireUser(http).id, id, http.req.valid("json"));
		return http.json(toFlowView(flow), 200);
	});

	surface.openapi(remove, async (http) => {
		const { id } = http.req.valid("param");
		await deleteFlow(http.get("ctx"), requireUser(http).id, id);
		return http.json({ id, deleted: true as const }, 200);
	});
}
