import type { OpenAPIHono } from "@hono/zod-openapi";
import { type AppEnv, close, createSurface } from "../http.ts";
import { registerAuditRoute } from "./audit.ts";
import { admitted, audited, scoped, secured } from "./calls.ts";
import { dialect } from "./dialect.ts";
import { registerDocumentRoutes } from "./documents.ts";
import { registerFlowRoutes } from "./flows.ts";
import { registerFolderRoutes } from "./folders.ts";
import { registerResultRoute } from "./results.ts";
import { registerWebhookRoutes } from "./webhooks.ts";
import { registerWorkRoutes } from "./work.ts";

/*
 * A resource is a file beside this one that exports `register…Routes(surface)`: `createRoute`, one verb of a subject for `requireUser(http).id`,
 * an answer with status 200. Who is calling is settled here for every path, unknown ones too; a POST goes through `answerPost`, a list
 * through `cursorPage`, a JSON body through `jsonBody()`. Literal paths are registered before `{id}` ones.
 */

/** The extraction API (PaperAI), to be mounted at `/extract/api/v1`. */
export const extraction: OpenAPIHono<AppEnv> = createSurface(dialect);
extraction.use("*", audited, secured, admitted, scoped);
registerDocumentRoutes(extraction);
registerResultRoute(extraction);
registerWorkRoutes(extraction);
registerAuditRoute(extraction);
registerFlowRoutes(extraction);
registerFolderRoutes(extraction);
registerWebhookRoutes(extraction);
close(extraction, dialect);
