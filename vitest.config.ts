import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const migrations = await readD1Migrations("migrations");

/** Engines in plain Node; everything that needs the platform in workerd, with real D1, R2, queues and objects. */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "node",
					include: [
						"test/*.test.ts",
						"test/{bench,chat,convert,dedup,enrich,extraction,lib,models,paperless,retrieval,tagging,unit}/**/*.test.ts",
					],
					testTimeout: 60_000,
					isolate: false,
				},
			},
			{
				plugins: [
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						miniflare: {
							bindings: {
								TEST_MIGRATIONS: migrations,
								JWT_SECRET_KEY: "kGm2x7cP0vQ9tRz4wYb6nHs1jLd3fUaE",
								DATA_KEY: "q7v1YwF3mJ5oR8tXcB2nZkL0sHdG4uPiEaK6yTfVxQM=",
								OUTSIDE_JWT_ISSUER: "https://identity.example.com",
								CORS_ALLOW_ORIGIN: "https://app.example.com",
								OCR: "auto",
							},
						},
					}),
				],
				test: {
					name: "workers",
					include: ["test/{accounts,api,fakes,jobs,settings,sources}/**/*.test.ts", "test/paperless/servers.test.ts"],
					setupFiles: ["test/setup.ts"],
					testTimeout: 60_000,
					isolate: false,
				},
			},
		],
	},
});
