import type { D1Database } from "@cloudflare/workers-types";
import { Hono } from "hono";

const app = new Hono<{ Bindings: { DB: D1Database } }>();

app.post("/rows", async (c) => {
	const row = await c.req.json<Record<string, string | number | null>>();
	const columns = Object.keys(row);
	const places = columns.map(() => "?").join(", ");
	const insert = c.env.DB.prepare(`INSERT INTO documents (${columns.join(", ")}) VALUES (${places})`);
	await insert.bind(...Object.values(row)).run();
	return c.json({}, 201);
});

app.get("/rows/:id", async (c) => {
	const row = await c.env.DB.prepare("SELECT * FROM documents WHERE id = ?").bind(c.req.param("id")).first();
	return row === null ? c.json({ detail: "Not Found" }, 404) : c.json(row);
});

export default app;
