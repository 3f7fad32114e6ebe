import type { OpenAPIHono } from "@hono/zod-openapi";
import { type AppEnv, close, createSurface } from "../http.ts";
import { registerAiApplyRoutes } from "./ai-apply.ts";
import { registerAiConfigRoutes } from "./ai-config.ts";
import { registerAiCostRoutes } from "./ai-costs.ts";
import { registerAiProcessRoutes } from "./ai-process.ts";
import { registerAiResultRoutes } from "./ai-results.ts";
import { registerAiReviewRoutes } from "./ai-reviews.ts";
import { registerAutomationRoutes } from "./automation.ts";
import { registerConfigRoutes } from "./config.ts";
import { jsonCharset, libraryCors } from "./cors.ts";
import { registerOverviewRoutes } from "./dashboard.ts";
import { registerDedupConfigRoutes } from "./dedup-config.ts";
import { registerDiagnosticsRoute } from "./diagnostics.ts";
import { dialect } from "./dialect.ts";
import { registerDocumentRoutes } from "./documents.ts";
import { registerDuplicateBatchRoutes } from "./duplicate-batch.ts";
import { registerDuplicatesCsvRoute } from "./duplicate-csv.ts";
import { registerGraphRoute } from "./duplicate-graph.ts";
import { registerDuplicateRoutes } from "./duplicates.ts";
import { registerExportRoutes } from "./export.ts";
import { registerJobRoutes } from "./jobs.ts";
import { registerMediaRoutes } from "./media.ts";
import { registerMetricsRoute } from "./metrics.ts";
import { registerPaperlessRoutes } from "./paperless.ts";
import { registerRagAskRoute } from "./rag-ask.ts";
import { registerRagConfigRoutes } from "./rag-config.ts";
import { registerRagConversationRoutes } from "./rag-conversations.ts";
import { registerRagIndexRoutes } from "./rag-index.ts";
import { registerRunRoutes } from "./runs.ts";
import { registerServiceRoutes } from "./service.ts";

/*
 * A resource is a file beside this one that exports `register…Routes(surface)`: `createRoute` with `middleware: member()`
 * from `wire.ts`, one verb of a subject, an answer `{data, meta?}`. Literal paths are registered before `:id` ones.
 */

/** The library API (the companion of Paperless-ngx), to be mounted at `/api/v1`. */
export const library: OpenAPIHono<AppEnv> = createSurface(dialect);
library.use("*", libraryCors, jsonCharset);
registerServiceRoutes(library);
registerDiagnosticsRoute(library);
registerAutomationRoutes(library);
registerMetricsRoute(library);
registerConfigRoutes(library);
registerDedupConfigRoutes(library);
registerRunRoutes(library);
registerJobRoutes(library);
registerOverviewRoutes(library);
registerDocumentRoutes(library);
registerMediaRoutes(library);
registerPaperlessRoutes(library);
registerExportRoutes(library);
registerGraphRoute(library);
registerDuplicateRoutes(library);
registerDuplicateBatchRoutes(library);
registerDuplicatesCsvRoute(library);
registerAiConfigRoutes(library);
registerAiCostRoutes(library);
registerAiProcessRoutes(library);
registerAiReviewRoutes(library);
registerAiApplyRoutes(library);
registerAiResultRoutes(library);
registerRagConfigRoutes(library);
registerRagAskRoute(library);
registerRagConversationRoutes(library);
registerRagIndexRoutes(library);
close(library, dialect);
