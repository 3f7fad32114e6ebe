import { singleUser, type UserPrincipal } from "../../accounts/accounts.ts";
import type { Config } from "../../env.ts";
import { AppError } from "../../errors.ts";
import { isSameOrigin } from "../auth.ts";
import type { Http } from "../http.ts";

/**
 * Who asks, where `SINGLE_USER` lets the API be used without a login; undefined where it does not, or a credential is shown. Without
 * one, the browser of the single user is what a foreign page could abuse: so it has to come by a name of this machine or one that the
 * operator vouches for (a page can make its own name lead here), and what changes something from a page of ours or of
 * `CORS_ALLOW_ORIGIN`. Throws `forbidden` where that is not so.
 */
export async function findSingleUser(http: Http, takesToken: boolean): Promise<UserPrincipal | undefined> {
	const { config } = http.get("ctx");
	const shows = http.req.header("Authorization") !== undefined || (takesToken && http.req.query("token") !== undefined);
	if (!config.SINGLE_USER || shows) return undefined;
	if (!isOwnHost(config, new URL(http.req.url).hostname)) {
		throw new AppError("forbidden", "Without a login the service answers only under its own names");
	}
	const isRead = http.req.method === "GET" || http.req.method === "HEAD";
	if (!isRead && !isSameOrigin(http) && !isAllowedOrigin(http)) {
		throw new AppError("forbidden", "Origin not allowed");
	}
	return await singleUser(http.get("ctx"));
}

function isOwnHost(config: Config, hostname: string): boolean {
	const host = hostname.toLowerCase().replace(/\.$/, "");
	const isLocal =
		host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
	const vouched = config.SINGLE_USER_I_KNOW.map((name) => name.toLowerCase());
	return isLocal || vouched.includes(host) || vouched.includes("true");
}

/** Named, not any: `*` is no origin. */
function isAllowedOrigin(http: Http): boolean {
	return http.req.header("Origin") === http.get("ctx").config.CORS_ALLOW_ORIGIN;
}
