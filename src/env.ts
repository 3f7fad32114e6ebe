import { z } from "zod";
import manifest from "../package.json" with { type: "json" };
import type { JobObject, StepMessage } from "./jobs/jobs.ts";

/** What the platform binds, as `wrangler.toml` names it; variables and secrets arrive as strings or not at all. */
export interface Env extends Partial<Record<ConfigVariable, string>> {
	DB: D1Database;
	FILES: R2Bucket;
	STEPS: Queue<StepMessage>;
	JOBS: DurableObjectNamespace<JobObject>;
	ASSETS: Fetcher;
}

const list = z
	.string()
	.default("")
	.transform((value) =>
		value
			.split(",")
			.map((item) => item.trim())
			.filter((item) => item !== ""),
	);
const flag = z
	.string()
	.default("false")
	.transform((value) => ["true", "1", "yes", "on"].includes(value.trim().toLowerCase()));
const optional = z
	.string()
	.optional()
	.transform((value) => (value?.trim() ? value.trim() : undefined));

const Variables = z.object({
	/** Shown by `/api/v1/meta`. */
	ENVIRONMENT: z.string().default("development"),
	APP_NAME: z.string().default("Deckle"),
	QUEUE_NAME: z.string().default("deckle-steps"),
	DEBUG: flag,
	/** Signs access tokens (HS256). At least 32 characters; without it nobody can be told apart and identity is refused. */
	JWT_SECRET_KEY: optional,
	JWT_ACCESS_TOKEN_EXPIRE_MINUTES: z.coerce.number().positive().default(30),
	JWT_REFRESH_TOKEN_EXPIRE_DAYS: z.coerce.number().positive().default(7),
	/** 32 bytes in base64: encrypts stored credentials and, through HKDF, keys signed links and cursors. */
	DATA_KEY: optional,
	/** The user with this e-mail is an administrator; without it the first registered one is. */
	ADMIN_EMAIL: optional,
	/** The outside identity provider whose session JWTs are accepted. */
	OUTSIDE_JWT_ISSUER: optional,
	/** Where its keys are; `<issuer>/.well-known/jwks.json` when empty. */
	OUTSIDE_JWT_JWKS_URL: optional,
	OUTSIDE_JWT_AUDIENCE: optional,
	/** Accepted values of `azp`; empty: not checked. */
	OUTSIDE_JWT_AUTHORIZED_PARTIES: list,
	/** `auto` recognises scanned pages and pictures that hold text, at some seconds of CPU a page; `never` does not look at them. */
	OCR: z.enum(["auto", "never"]).default("auto"),
	/** The one origin that may call the tasks API with its cookie. */
	CORS_ALLOW_ORIGIN: optional,
	/** Hosts that the URL guard lets through although they are private, for a home server. */
	ALLOW_PRIVATE_HOSTS: list,
});

type ConfigVariable = keyof z.input<typeof Variables>;
/** The checked variables, and the version of this service. */
export type Config = z.output<typeof Variables> & { version: string };

/** The variables, checked once per isolate; throws a `ZodError` that names the variable. */
export function readConfig(env: Env): Config {
	return { ...Variables.parse(env), version: manifest.version };
}
