import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type AuditEntry, listCalls } from "../../requests/requests.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { CursorQuery, cursorPage, listOf } from "./lists.ts";
import { errors, isoTime, json, security, toIsoTime } from "./wire.ts";

const Entry = z
	.object({
		id: z.string(),
		timestamp: isoTime,
		method: z.string(),
		path: z.string(),
		status: z.int(),
		error: z.string().nullable(),
		key: z
			.string()
			.nullable()
			.openapi({ description: "The key's last four characters; null for a token", example: "…9fQw" }),
		document_id: z.string().nullable(),
		duration_ms: z.int(),
	})
	.openapi("ExtractionAuditEntry");

const list = createRoute({
	method: "get",
	path: "/audit",
	tags: ["Extraction: audit"],
	security,
	summary: "The caller's calls of this API, newest first; kept for 90 days",
	request: { query: CursorQuery },
	responses: { 200: json(listOf("entries", Entry), "A page of calls"), ...errors() },
});

export function registerAuditRoute(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(list, async (http) => {
		const { rows, pagination } = await cursorPage(http, http.req.valid("query"), {
			name: "audit",
			read: ({ limit, after }: { limit: number; after: number | undefined }) =>
				listCalls(http.get("ctx"), requireUser(http).id, { limit, before: after }),
			positionOf: (row) => row.number,
		});
		return http.json({ entries: rows.map(toEntry), pagination }, 200);
	});
}

function toEntry(row: AuditEntry): z.infer<typeof Entry> {
	const { id, method, path, status, error, documentId } = row;
	return {
		...{ id, timestamp: toIsoTime(row.at), method, path, status, error },
		key: row.keyEnd === null ? null : `…${row.keyEnd}`,
		document_id: documentId,
		duration_ms: row.durationMs,
	};
}
