import { createApp } from "./app.ts";
import { createContext } from "./context.ts";
import type { Env } from "./env.ts";
import {
	consumeDeadLetters,
	consumeSteps,
	JobObject,
	type OnFirstWord,
	type QueueMessage,
	runDueSchedules,
	runNightly,
	sweepAnswers,
	sweepOutbox,
} from "./jobs/jobs.ts";
import { LimiterObject } from "./requests/limiter-object.ts";
import { DeliveryObject, sweepDeliveries } from "./webhooks/webhooks.ts";

const nightly = "23 3 * * *";
const app = createApp();

/** Loaded when it is needed, as the surfaces are. */
const onFirstWord: OnFirstWord = async (...said) =>
	(await import("./api/tagging/batch-socket.ts")).startOverSocket(...said);

/** The Durable Object class that `wrangler.toml` binds; its context is composed here like everybody's. */
export class Job extends JobObject {
	constructor(state: DurableObjectState, env: Env) {
		super(state, env, createContext(env, state), onFirstWord);
	}
}

/** The same for webhooks. */
export class Delivery extends DeliveryObject {
	constructor(state: DurableObjectState, env: Env) {
		super(state, env, createContext(env, state));
	}
}

/** The same for the calls that a key may make. */
export class Limiter extends LimiterObject {
	constructor(state: DurableObjectState, env: Env) {
		super(state, env, createContext(env, state));
	}
}

export default {
	fetch: (request, env, execution) => app.fetch(request, env, execution),

	async queue(batch, env, execution) {
		const ctx = createContext(env, execution);
		await (batch.queue.endsWith("dead-letters") ? consumeDeadLetters(ctx, batch) : consumeSteps(ctx, batch));
	},

	async scheduled(event, env, execution) {
		const ctx = createContext(env, execution);
		if (event.cron === nightly) return await runNightly(ctx);
		await sweepOutbox(ctx);
		await sweepAnswers(ctx);
		await sweepDeliveries(ctx);
		await runDueSchedules(ctx);
	},
} satisfies ExportedHandler<Env, QueueMessage>;
