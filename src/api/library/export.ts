import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "../../context.ts";
import { DedupChange, exportSettings, importSettings, parseDedupBackup } from "../../dedup/dedup.ts";
import { AppError } from "../../errors.ts";
import { contentDisposition } from "../../lib/file-name.ts";
import { type DocumentFilter, eachLibraryDocument, type LibraryDocument } from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { issueOf } from "./config.ts";
import { csvDownload, csvLine, dayOf } from "./csv.ts";
import { toIssues } from "./dialect.ts";
import { FilterQuery, toFilter, toWordCount } from "./document-wire.ts";
import { toTags } from "./duplicate-wire.ts";
import { body, dataOf, errors, isoTime, json, member, security, TokenQuery, toIsoTime } from "./wire.ts";

const tags = ["Library: export"];
const version = "1.0";

const DedupConfigView = DedupChange.omit({ confidenceWeightDiscriminative: true }).required();
const BackupView = z
	.object({
		version: z.string().openapi({ example: version }),
		exportedAt: isoTime,
		appConfig: z.record(z.string(), z.string()),
		dedupConfig: DedupConfigView,
	})
	.openapi("LibraryBackup");

/** As many bytes as one change of settings may have, 200 values of 64 KiB; a backup has more keys, but few long values. */
const limits = { keys: 1000, keyCharacters: 128, valueBytes: 65_536, bytes: 200 * 65_536 };

const AppConfig = z.record(z.string().min(1).max(limits.keyCharacters), z.string()).superRefine((settings, context) => {
	const refuse = (message: string, path: string[] = []) =>
		context.addIssue({ code: "custom", path, message, input: undefined });
	const entries = Object.entries(settings);
	if (entries.length > limits.keys) refuse(`Too many: at most ${limits.keys} settings`);
	if (Buffer.byteLength(JSON.stringify(settings)) > limits.bytes) refuse(`Too big: at most ${limits.bytes} bytes`);
	for (const [key, text] of entries) {
		if (!text.isWellFormed()) refuse("Not valid Unicode", [key]);
		if (Buffer.byteLength(text) > limits.valueBytes) refuse(`Too big: at most ${limits.valueBytes} bytes`, [key]);
		// Of the settings of the comparison those apply that `dedupConfig` gives.
		if (key.startsWith("dedup.")) continue;
		for (const issue of issueOf(key, text, [key])) refuse(issue.message, [key]);
	}
});

const Backup = z
	.object({
		version: z.string().startsWith("1."),
		exportedAt: z.string(),
		appConfig: AppConfig,
		/** The subject checks it, which knows the form of older releases too. */
		dedupConfig: z.record(z.string(), z.unknown()),
	})
	.openapi("LibraryBackupToImport");

const exportRoute = createRoute({
	method: "get",
	path: "/export/config.json",
	tags,
	security,
	summary: "The caller's settings as a file, without connections and credentials",
	middleware: member({ tokenInQuery: true }),
	request: { query: TokenQuery },
	responses: { 200: json(BackupView, "A backup, not enveloped"), ...errors() },
});

const importRoute = createRoute({
	method: "post",
	path: "/import/config",
	tags,
	security,
	summary: "Take such a file back; all groups are scored again",
	description: "Settings that it does not name stay. Connections and credentials in it are passed over.",
	middleware: [member(), assumeJson] as const,
	request: { body: body(Backup) },
	responses: {
		200: json(
			dataOf(z.object({ appConfigKeys: z.int(), dedupConfigUpdated: z.literal(true) })),
			"How many settings of `appConfig` were written",
		),
		...errors(400, 403),
	},
});

const columns = [
	"id",
	"paperless_id",
	"source",
	"title",
	"correspondent",
	"document_type",
	"tags",
	"created_date",
	"added_date",
	"modified_date",
	"processing_status",
	"word_count",
	"fingerprint",
] as const;

const documentsRoute = createRoute({
	method: "get",
	path: "/export/documents.csv",
	tags,
	security,
	summary: "The library's documents as CSV, filtered like `GET /documents` and in its order",
	middleware: member({ tokenInQuery: true }),
	request: { query: z.object({ ...FilterQuery.shape, ...TokenQuery.shape }) },
	responses: { 200: { description: "The table, streamed" }, ...errors(400) },
});

export function registerExportRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(exportRoute, async (http) => {
		const ctx = http.get("ctx");
		const { settings, config } = await exportSettings(ctx, requireUser(http).id);
		const now = ctx.now();
		const backup = { version, exportedAt: toIsoTime(now), appConfig: settings, dedupConfig: config };
		return http.body(JSON.stringify(backup, undefined, 2), 200, {
			"Content-Type": "application/json; charset=utf-8",
			"Content-Disposition": contentDisposition("attachment", `paperless-ngx-dedupe-config-${dayOf(now)}.json`),
			"Cache-Control": "private, no-store",
			"X-Content-Type-Options": "nosniff",
		}) as never;
	});

	surface.openapi(importRoute, async (http) => {
		const { appConfig, dedupConfig } = http.req.valid("json");
		const backup = { settings: appConfig, config: toConfig(dedupConfig) };
		const appConfigKeys = await importSettings(http.get("ctx"), requireUser(http).id, backup);
		return http.json({ data: { appConfigKeys, dedupConfigUpdated: true as const } }, 200);
	});

	surface.openapi(documentsRoute, async (http) => {
		const ctx = http.get("ctx");
		const lines = documentLines(ctx, requireUser(http).id, toFilter(http.req.valid("query")));
		return csvDownload("documents", ctx.now(), lines) as never;
	});
}

function toConfig(dedupConfig: Record<string, unknown>) {
	try {
		return parseDedupBackup(dedupConfig);
	} catch (error) {
		if (!(error instanceof z.ZodError)) throw error;
		const details = toIssues(error.issues).map((issue) => ({ ...issue, path: ["dedupConfig", ...issue.path] }));
		throw new AppError("invalid_request", "Invalid request body", { details, cause: error });
	}
}

async function* documentLines(ctx: Context, owner: string, filter: DocumentFilter): AsyncGenerator<string> {
	yield csvLine(columns);
	for await (const document of eachLibraryDocument(ctx, owner, filter)) yield csvLine(cellsOf(document));
}

/** One for each of `columns`. */
function cellsOf(document: LibraryDocument) {
	return [
		document.id,
		document.paperlessId,
		document.source,
		document.title,
		document.correspondent,
		document.documentType,
		toTags(document.tags).join("|"),
		document.createdDate,
		document.addedDate,
		document.modifiedDate,
		document.processingStatus,
		toWordCount(document),
		document.fingerprint,
	];
}
