import { z } from "@hono/zod-openapi";
import { parseEmail, type Tokens, type User } from "../../accounts/accounts.ts";
import { text } from "../validation.ts";

/* The JSON of the tagging API's accounts, in its own spelling. */

const longestEmail = 255;
const longestPassword = 1024;
/** Far above any token of ours: a longer one is unknown, not invalid. */
const longestField = 100_000;

const Email = z
	.string()
	.check(({ value, issues }) => {
		const parsed = parseEmail(value);
		if (!("problem" in parsed)) return;
		const message = `value is not a valid email address: ${parsed.problem}`;
		issues.push({ code: "custom", input: value, message, params: { type: "value_error" } });
	})
	.openapi({ type: "string", format: "email", maxLength: longestEmail, example: "jo@example.com" });

export const Registration = z
	.object({
		email: Email,
		password: text({ min: 8, max: longestPassword }).openapi({ format: "password" }),
		full_name: text({ max: 255 }).nullish(),
	})
	.openapi("Registration");

/** No rule but the type: whatever is not an account's e-mail and password is a wrong one. */
export const Credentials = z
	.object({ email: z.string(), password: z.string().openapi({ format: "password" }) })
	.openapi("Credentials");

export const RefreshTokenInput = z.object({ refresh_token: text({ max: longestField }) }).openapi("RefreshTokenInput");

export const UserView = z
	.object({
		id: z.string().openapi({ format: "uuid" }),
		email: z.string().nullable().openapi({ description: "Null where an identity provider gave none." }),
		full_name: z.string().nullable(),
		is_active: z.boolean(),
		is_verified: z.boolean(),
		created_at: z.string().openapi({ format: "date-time" }),
	})
	.openapi("TaggingUser");

export const TokensView = z
	.object({
		access_token: z.string(),
		refresh_token: z.string(),
		token_type: z.literal("bearer"),
		expires_in: z.int().openapi({ description: "Seconds", example: 1800 }),
	})
	.openapi("TaggingTokens");

export const LoginView = z.object({ user: UserView, tokens: TokensView }).openapi("TaggingLogin");

export const LogoutView = z.object({ message: z.string(), success: z.literal(true) }).openapi("TaggingLogout");

export const ErrorView = z.object({ detail: z.string(), errors: z.array(z.any()).optional() }).openapi("TaggingError");

export function toUserView(user: User): z.infer<typeof UserView> {
	return {
		id: user.id,
		email: user.email,
		full_name: user.fullName,
		is_active: user.isActive,
		is_verified: user.isVerified,
		created_at: new Date(user.createdAt).toISOString(),
	};
}

export function toTokensView(tokens: Tokens): z.infer<typeof TokensView> {
	return {
		access_token: tokens.accessToken,
		refresh_token: tokens.refreshToken,
		token_type: "bearer",
		expires_in: tokens.expiresInSeconds,
	};
}

export const RootView = z.object({ message: z.string(), version: z.string() }).openapi("Root");
