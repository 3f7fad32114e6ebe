import { DurableObject } from "cloudflare:workers";
import type { Context } from "../context.ts";
import type { Env } from "../env.ts";
import { attemptDelivery } from "./attempt.ts";

/**
 * Where an attempt is made: a queue gives its next message only when the last one is dealt with, and a target may take seconds to answer.
 * One object a delivery, so that none waits for another; it keeps nothing. What is lost with it is found by the sweep.
 */
export class DeliveryObject extends DurableObject<Env> {
	readonly #context: Context;

	constructor(state: DurableObjectState, env: Env, context: Context) {
		super(state, env);
		this.#context = context;
	}

	/** Comes back as soon as the attempt has begun. */
	async attempt(id: string): Promise<void> {
		this.#context.waitUntil(attemptDelivery(this.#context, id));
	}
}
