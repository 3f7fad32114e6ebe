import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import type { AppEnv } from "../http.ts";
import { member } from "./wire.ts";

/** Of the routes about questions, in the reference. */
export const ragTags = ["Library: questions"];

/** Who may use the routes under `/rag`: as `member`, and nobody (404) while `RAG_ENABLED` is false. */
export function ragMember(): MiddlewareHandler<AppEnv> {
	const enter = member();
	return (http, next) =>
		enter(http, async () => {
			if (!http.get("ctx").config.RAG_ENABLED) throw new AppError("not_found", "Questions are switched off");
			await next();
		});
}
