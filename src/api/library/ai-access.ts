import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import type { AppEnv } from "../http.ts";
import { member } from "./wire.ts";

/** Of the routes about proposed metadata, in the reference. */
export const aiTags = ["Library: proposed metadata"];

/** Who may use the routes under `/ai`: as `member`, and nobody (400) while `AI_ENABLED` is false. */
export function aiMember(): MiddlewareHandler<AppEnv> {
	const enter = member();
	return (http, next) =>
		enter(http, async () => {
			if (!http.get("ctx").config.AI_ENABLED) throw new AppError("bad_request", "AI is switched off: AI_ENABLED");
			await next();
		});
}

/** Stands after `aiMember` where everything pending is applied or rejected: 401 while `AI_BULK_ALL_ENABLED` is false. */
export const bulkAll: MiddlewareHandler<AppEnv> = async (http, next) => {
	if (!http.get("ctx").config.AI_BULK_ALL_ENABLED) {
		throw new AppError("unauthenticated", "Applying or rejecting everything is switched off: AI_BULK_ALL_ENABLED");
	}
	await next();
};
