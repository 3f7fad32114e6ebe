import { defineConfig } from "drizzle-kit";

export default defineConfig({
	dialect: "sqlite",
	schema: [
		"./src/platform/tables.ts",
		"./src/platform/library-tables.ts",
		"./src/platform/retrieval-tables.ts",
		"./src/platform/webhook-tables.ts",
		"./src/platform/enrich-tables.ts",
		"./src/platform/extraction-tables.ts",
	],
	out: "./migrations",
	casing: "snake_case",
});
