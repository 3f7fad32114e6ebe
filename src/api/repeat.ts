import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";
import type { RepeatableRequest } from "../requests/requests.ts";
import type { Http } from "./http.ts";

const longestKey = 255;

/**
 * The request as its client may repeat it under an `Idempotency-Key`; undefined without one. `said` is what was asked,
 * in any order-stable form: multipart bytes differ on each try, so they do not count. `path` is the one that the key belongs to.
 */
export function repeatableRequest(
	http: Http,
	owner: string,
	said: unknown,
	path: string = http.req.routePath,
): RepeatableRequest | undefined {
	const key = http.req.header("idempotency-key");
	if (!key) return undefined;
	if (key.length > longestKey) {
		const msg = `String should have at most ${longestKey} characters`;
		throw new AppError("invalid_request", msg, {
			details: [{ type: "string_too_long", loc: ["header", "idempotency-key"], msg, input: key.slice(0, 50) }],
		});
	}
	const fingerprint = createHash("sha256").update(JSON.stringify(said)).digest("hex");
	return { owner, route: `${http.req.method} ${path}`, key, fingerprint };
}
