import { createRoute, type OpenAPIHono, type z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import {
	adoptGuest,
	type Device,
	findGuest,
	getUser,
	login,
	logout,
	refresh,
	register,
} from "../../accounts/accounts.ts";
import { AppError, isAppError } from "../../errors.ts";
import { logError } from "../../lib/log.ts";
import { clearGuestCookie, guestToken, isSameOrigin, refusal, requireUser, who } from "../auth.ts";
import { type AppEnv, assumeJson, type Http } from "../http.ts";
import { failing } from "./refusals.ts";
import {
	Credentials,
	ErrorView,
	LoginView,
	LogoutView,
	RefreshTokenInput,
	Registration,
	TokensView,
	toTokensView,
	toUserView,
	UserView,
} from "./wire.ts";

export const tags = ["Document Meta-Tagging API 2.0.0"];

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
	description,
	content: { "application/json": { schema } },
});

/** Anybody may send these bodies, so they are not read beyond what they can be good for. */
const smallBody = bodyLimit({
	maxSize: 4 * 1024 * 1024,
	onError: () => {
		throw new AppError("too_large", "Request body too large");
	},
});

const body = <Schema extends z.ZodType>(schema: Schema) => ({
	body: { required: true, content: { "application/json": { schema } } },
});

const registerRoute = createRoute({
	method: "post",
	path: "/auth/register",
	tags,
	summary: "Register an account",
	middleware: [who("public"), smallBody, assumeJson],
	request: body(Registration),
	responses: {
		201: json(UserView, "The account; log in next"),
		400: json(ErrorView, "Invalid input, or the e-mail is taken"),
		500: json(ErrorView, "Failed to register user"),
	},
});

const loginRoute = createRoute({
	method: "post",
	path: "/auth/login",
	tags,
	summary: "Log in",
	middleware: [who("public"), smallBody, assumeJson],
	request: body(Credentials),
	responses: {
		200: json(LoginView, "The account and its tokens"),
		400: json(ErrorView, "Invalid input"),
		401: json(ErrorView, "Invalid email or password"),
		403: json(ErrorView, "User account is disabled"),
		500: json(ErrorView, "Failed to login"),
	},
});

const refreshRoute = createRoute({
	method: "post",
	path: "/auth/refresh",
	tags,
	summary: "Trade a refresh token for new tokens",
	middleware: [who("public"), smallBody, assumeJson],
	request: body(RefreshTokenInput),
	responses: {
		200: json(TokensView, "New tokens; the old refresh token is over"),
		400: json(ErrorView, "Invalid input"),
		401: json(ErrorView, "Invalid or expired refresh token"),
		500: json(ErrorView, "Failed to refresh token"),
	},
});

const logoutRoute = createRoute({
	method: "post",
	path: "/auth/logout",
	tags,
	summary: "End a session",
	middleware: [who("public"), smallBody, assumeJson],
	request: body(RefreshTokenInput),
	responses: {
		200: json(LogoutView, "Also where there was no such session"),
		400: json(ErrorView, "Invalid input"),
		500: json(ErrorView, "Failed to logout"),
	},
});

const meRoute = createRoute({
	method: "get",
	path: "/auth/me",
	tags,
	security: [{ bearer: [] }],
	summary: "The account of the token",
	middleware: who("user"),
	responses: {
		200: json(UserView, "The account"),
		401: json(ErrorView, "Not authenticated"),
		403: json(ErrorView, "User account is disabled"),
	},
});

export function registerAuthRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(registerRoute, async (http) => {
		const { email, password, full_name } = http.req.valid("json");
		const input = { email, password, fullName: full_name ?? null };
		const user = await failing("Failed to register user", register(http.get("ctx"), input), { withReason: false });
		await handOver(http, user.id);
		return http.json(toUserView(user), 201);
	});

	surface.openapi(loginRoute, async (http) => {
		const input = { ...http.req.valid("json"), device: deviceOf(http) };
		const { user, tokens } = await failing("Failed to login", login(http.get("ctx"), input), { withReason: false });
		await handOver(http, user.id);
		return http.json({ user: toUserView(user), tokens: toTokensView(tokens) }, 200);
	});

	surface.openapi(refreshRoute, async (http) => {
		const input = { refreshToken: http.req.valid("json").refresh_token, device: deviceOf(http) };
		const tokens = await failing("Failed to refresh token", refresh(http.get("ctx"), input), { withReason: false });
		return http.json(toTokensView(tokens), 200);
	});

	surface.openapi(logoutRoute, async (http) => {
		const input = { refreshToken: http.req.valid("json").refresh_token };
		const wasLive = await failing("Failed to logout", logout(http.get("ctx"), input), { withReason: false });
		const message = wasLive ? "Successfully logged out" : "Token already revoked or invalid";
		return http.json({ message, success: true as const }, 200);
	});

	surface.openapi(meRoute, async (http) => {
		const user = await getUser(http.get("ctx"), requireUser(http).id).catch((error: unknown) => {
			// Who is asking may be a second old; a user deleted since then is gone all the same.
			throw isAppError(error, "not_found") ? refusal("user_not_found") : error;
		});
		return http.json(toUserView(user), 200);
	});
}

/**
 * A guest who registers or signs in on our own pages takes its tasks along. Where that fails, the answer is still good
 * and the cookie stays, so that the next login does it.
 */
async function handOver(http: Http, userId: string): Promise<void> {
	const token = guestToken(http);
	if (token === undefined || !isSameOrigin(http)) return;
	const ctx = http.get("ctx");
	try {
		const guest = await findGuest(ctx, token);
		if (guest !== undefined) await adoptGuest(ctx, guest.id, userId);
		clearGuestCookie(http);
	} catch (error) {
		logError(`request ${http.get("requestId")}: a guest could not be handed over`, error);
	}
}

/** The caller's address as the platform saw it; a proxy's word only where there is no platform. */
function deviceOf(http: Http): Device {
	const forwarded = http.req.header("X-Forwarded-For")?.split(",")[0]?.trim();
	return {
		userAgent: http.req.header("User-Agent"),
		ipAddress: http.req.header("CF-Connecting-IP") ?? forwarded,
	};
}
