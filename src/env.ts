import { z } from "zod";
import manifest from "../package.json" with { type: "json" };
import type { JobObject, QueueMessage } from "./jobs/jobs.ts";
import type { LimiterObject } from "./requests/limiter-object.ts";
import type { DeliveryObject } from "./webhooks/webhooks.ts";

/** What the platform binds, as `wrangler.toml` names it; variables and secrets arrive as strings or not at all. */
export interface Env extends Partial<Record<ConfigVariable, string>> {
	DB: D1Database;
	FILES: R2Bucket;
	STEPS: Queue<QueueMessage>;
	JOBS: DurableObjectNamespace<JobObject>;
	DELIVERIES: DurableObjectNamespace<DeliveryObject>;
	LIMITS: DurableObjectNamespace<LimiterObject>;
	ASSETS: Fetcher;
	/** Workers AI; production alone has it. */
	AI?: Ai;
	/** Vectorize, an index a length of vectors; production may have them. What none is bound for is kept in D1. */
	VECTORS_1024?: Vectorize;
	VECTORS_1536?: Vectorize;
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
/** As the library API reads its switches: only the word `true` is on. */
function strictFlag(fallback: boolean) {
	return z
		.string()
		.optional()
		.transform((value) => (value?.trim() ? value.trim() === "true" : fallback));
}
const optional = z
	.string()
	.optional()
	.transform((value) => (value?.trim() ? value.trim() : undefined));
/** A variable that is there and blank is one that is not there. */
function emptyAsUnset<T extends z.ZodType>(type: T) {
	return z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), type);
}

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
	/** Between the words of a tag: a hyphen, or a space (also written `space`). */
	TAG_SEPARATOR: z
		.string()
		.default("-")
		.transform((value) => (value === " " || value.trim().toLowerCase() === "space" ? " " : "-")),
	/** Lets anybody use `GET /api/single/preview`, which fetches PDFs for a frame. */
	PUBLIC_PREVIEW: flag,
	/** Tagging needs a key of the caller's, as in the original; without it the deployment's own provider does the work. */
	TAGGING_REQUIRE_API_KEY: flag,
	/**
	 * Who does what a language model could do, where neither user nor request says otherwise: `embedded` (rules, no network), `workers-ai`,
	 * `openai`, `openrouter`. Unset: `openai` where its key is set, else `embedded`.
	 */
	MODEL_PROVIDER: emptyAsUnset(z.enum(["embedded", "workers-ai", "openai", "openrouter"]).optional()),
	/** For `openai`: OpenAI, or any endpoint that speaks its chat completions. One that asks for no key is given any word. */
	AI_OPENAI_API_KEY: optional,
	AI_OPENAI_BASE_URL: emptyAsUnset(z.url().default("https://api.openai.com/v1")),
	OPENROUTER_API_KEY: optional,
	OPENROUTER_BASE_URL: emptyAsUnset(z.url().default("https://openrouter.ai/api/v1")),
	/** Of the endpoint that `MODEL_PROVIDER` names, else of OpenRouter; unset `openai/gpt-4o-mini` there, `gpt-5.4-mini` at OpenAI. */
	DEFAULT_MODEL: optional,
	/** For `workers-ai`: for text, and for calls with images. */
	WORKERS_AI_MODEL: emptyAsUnset(z.string().default("@cf/meta/llama-3.3-70b-instruct-fp8-fast")),
	WORKERS_AI_VISION_MODEL: emptyAsUnset(z.string().default("@cf/meta/llama-4-scout-17b-16e-instruct")),
	/** Seconds to connect and to wait for more, and tries after the first (contracts/tagging.md 14.1). */
	API_CONNECT_TIMEOUT: emptyAsUnset(z.coerce.number().positive().default(30)),
	API_READ_TIMEOUT: emptyAsUnset(z.coerce.number().positive().default(90)),
	API_MAX_RETRIES: emptyAsUnset(z.coerce.number().int().min(0).max(10).default(3)),
	/**
	 * A vision model that reads what Tesseract reads badly, by the name its provider gives it; the provider is that of `MODEL_PROVIDER`.
	 * Unset: Tesseract has the last word.
	 */
	OCR_VISION_MODEL: optional,
	/**
	 * A model of Workers AI that looks at the best 50 passages again, with the question beside them (`@cf/baai/bge-reranker-base`), where
	 * questions are searched for by a hosted model's vectors. Unset: none does.
	 */
	RAG_RERANKER: optional,
	/** Calls a minute that one key, or one user with a token, may make of the extraction API. */
	EXTRACTION_RATE_LIMIT: emptyAsUnset(z.coerce.number().int().positive().default(600)),
	/** The one origin that may call the tasks API with its cookie, and the library API from a browser at all (there also `*`: any). */
	CORS_ALLOW_ORIGIN: optional,
	/** Hosts that the URL guard lets through although they are private, for a home server. */
	ALLOW_PRIVATE_HOSTS: list,
	/** The operator's own object storage, for rows `s3://…` of administrators; other users bring their own. */
	AWS_ACCESS_KEY_ID: optional,
	AWS_SECRET_ACCESS_KEY: optional,
	AWS_REGION: optional,
	/** Of storage that is not AWS (R2, MinIO); trusted, so that it may be in the own network. */
	AWS_ENDPOINT_URL: optional,
	/** The operator's own Paperless-ngx, for administrators and the single user; trusted. Token, or user name and password. */
	PAPERLESS_URL: emptyAsUnset(z.url({ protocol: /^https?$/ }).optional()),
	PAPERLESS_API_TOKEN: optional,
	PAPERLESS_USERNAME: optional,
	PAPERLESS_PASSWORD: optional,
	/** Off: `/api/v1/ai` answers 400, `/api/v1/rag` 404; apply-all and reject-all are closed. */
	AI_ENABLED: strictFlag(true),
	RAG_ENABLED: strictFlag(true),
	AI_BULK_ALL_ENABLED: strictFlag(true),
	/**
	 * Lets the library API be used without a login: whoever comes without a token is the first administrator. Only by names of this
	 * machine, unless `SINGLE_USER_I_KNOW` says that something else keeps strangers out: the host names that it may be reached by, or
	 * `true` for any.
	 */
	SINGLE_USER: strictFlag(false),
	SINGLE_USER_I_KNOW: list,
	/** `/api/v1/metrics`, for administrators, the single user and whoever shows the token. */
	OTEL_PROMETHEUS_ENABLED: strictFlag(false),
	METRICS_TOKEN: optional,
	OTEL_SERVICE_NAME: emptyAsUnset(z.string().default("paperless-dedupe")),
	OTEL_SERVICE_NAMESPACE: emptyAsUnset(z.string().default("paperless-dedupe")),
	/** Gauges about the operator's Paperless-ngx beside them, by collectors (all, or those of a list). */
	PAPERLESS_METRICS_ENABLED: strictFlag(false),
	PAPERLESS_METRICS_COLLECTORS: list,
});

/** What several variables have to agree on. */
const Configuration = Variables.superRefine((given, context) => {
	const hasPaperless = given.PAPERLESS_API_TOKEN ?? (given.PAPERLESS_USERNAME && given.PAPERLESS_PASSWORD);
	if (given.PAPERLESS_URL !== undefined && !hasPaperless) {
		const message = "PAPERLESS_URL needs PAPERLESS_API_TOKEN, or PAPERLESS_USERNAME and PAPERLESS_PASSWORD";
		context.addIssue({ code: "custom", path: ["PAPERLESS_URL"], message });
	}
});

type ConfigVariable = keyof z.input<typeof Variables>;
/** The checked variables, and the version of this service. */
export type Config = z.output<typeof Variables> & { version: string };

/** The variables, checked once per isolate; throws a `ZodError` that names the variable. */
export function readConfig(env: Env): Config {
	return { ...Configuration.parse(env), version: manifest.version };
}
