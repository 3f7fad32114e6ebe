import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { isAnalysisStale, topCorrespondents } from "../../dedup/dedup.ts";
import { dataQuality, documentIssues, libraryOverview, nameKinds } from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv } from "../http.ts";
import { dataOf, errors, isoTime, json, member, security, toIsoTime } from "./wire.ts";

const tags = ["Library: overview"];
const shownCorrespondents = 10;

const DashboardView = z
	.object({
		totalDocuments: z.int(),
		pendingGroups: z.int(),
		pendingAnalysis: z.int(),
		lastSyncAt: isoTime.nullable(),
		lastSyncDocumentCount: z.int().nullable(),
		lastAnalysisAt: isoTime.nullable(),
		totalDuplicateGroups: z.int(),
		topCorrespondents: z.array(z.object({ correspondent: z.string(), groupCount: z.int() })),
		analysisStale: z.boolean(),
		analysisStaleReason: z.enum(["config_changed"]).nullable(),
	})
	.openapi("LibraryDashboard");

const QualityView = z
	.object({
		totalDocuments: z.int(),
		completeDocuments: z.int().openapi({
			description: "Documents with text, title, correspondent, type, tags and a possible date",
		}),
		completePercentage: z.int(),
		insights: z
			.array(
				z.object({
					issue: z.enum(documentIssues),
					severity: z.enum(["problem", "warning", "note"]),
					message: z.string(),
					count: z.int(),
					percentage: z.int(),
					documents: z.array(z.object({ id: z.string(), paperlessId: z.int().nullable(), title: z.string() })),
				}),
			)
			.openapi({ description: "The gravest first; all documents of one are listed by `GET /documents?issue=`" }),
		similarNames: z
			.array(z.object({ kind: z.enum(nameKinds), names: z.array(z.object({ name: z.string(), count: z.int() })) }))
			.openapi({ description: "Names of one kind that differ in case, accents, blanks or punctuation only" }),
		namesUsedOnce: z.object({ correspondent: z.int(), documentType: z.int(), tag: z.int() }),
	})
	.openapi("LibraryDataQuality");

const dashboard = createRoute({
	method: "get",
	path: "/dashboard",
	tags,
	security,
	summary: "How the library stands",
	middleware: member(),
	responses: { 200: json(dataOf(DashboardView), "Numbers, and what the last runs have left"), ...errors() },
});

const quality = createRoute({
	method: "get",
	path: "/data-quality",
	tags,
	security,
	summary: "What could be better about the documents' data",
	middleware: member(),
	responses: { 200: json(dataOf(QualityView), "Issues that some document has, with examples"), ...errors() },
});

export function registerOverviewRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(dashboard, async (http) => {
		const ctx = http.get("ctx");
		const owner = requireUser(http).id;
		const [overview, correspondents, analysisStale] = await Promise.all([
			libraryOverview(ctx, owner),
			topCorrespondents(ctx, owner, shownCorrespondents),
			isAnalysisStale(ctx, owner),
		]);
		const data = {
			...overview,
			lastSyncAt: toIsoTime(overview.lastSyncAt),
			lastAnalysisAt: toIsoTime(overview.lastAnalysisAt),
			topCorrespondents: correspondents,
			analysisStale,
			analysisStaleReason: analysisStale ? ("config_changed" as const) : null,
		};
		return http.json({ data }, 200);
	});

	surface.openapi(quality, async (http) => {
		const found = await dataQuality(http.get("ctx"), requireUser(http).id);
		const { totalDocuments, completeDocuments, insights, similarNames, namesUsedOnce } = found;
		const percentage = (part: number) => (totalDocuments === 0 ? 0 : Math.round((100 * part) / totalDocuments));
		const data = {
			totalDocuments,
			completeDocuments,
			completePercentage: percentage(completeDocuments),
			insights: insights.map(({ issue, severity, text, count, examples }) => ({
				issue,
				severity,
				message: text,
				count,
				percentage: percentage(count),
				documents: examples,
			})),
			similarNames,
			namesUsedOnce,
		};
		return http.json({ data }, 200);
	});
}
