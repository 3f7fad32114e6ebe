import { DurableObject } from "cloudflare:workers";
import type { Context } from "../context.ts";
import type { Env } from "../env.ts";
import { type CallEntry, type CallVerdict, CallWindow, windowSeconds } from "./call-window.ts";

const stored = "calls";

/**
 * Counts the calls of one caller, one object each: calls that arrive at once are counted one after the other, and nobody waits for another
 * caller's. What it has counted is written before it answers, so that a restart forgets no call.
 */
export class LimiterObject extends DurableObject<Env> {
	readonly #context: Context;
	#window: CallWindow | undefined;
	#isClearing = false;

	constructor(state: DurableObjectState, env: Env, context: Context) {
		super(state, env);
		this.#context = context;
	}

	async take(limit: number): Promise<CallVerdict> {
		const now = this.#context.now();
		const calls = this.#calls();
		const verdict = calls.take(limit, now);
		if (verdict.isAllowed) this.ctx.storage.kv.put(stored, calls.entries);
		if (!this.#isClearing) {
			this.#isClearing = true;
			await this.ctx.storage.setAlarm(now + 2 * windowSeconds * 1000);
		}
		return verdict;
	}

	/** A caller who has gone leaves nothing behind. */
	override async alarm(): Promise<void> {
		const now = this.#context.now();
		const calls = this.#calls();
		calls.forget(now);
		if (calls.entries.length > 0) {
			await this.ctx.storage.setAlarm(now + 2 * windowSeconds * 1000);
			return;
		}
		this.#isClearing = false;
		await this.ctx.storage.deleteAll();
	}

	#calls(): CallWindow {
		this.#window ??= new CallWindow(this.ctx.storage.kv.get<CallEntry[]>(stored));
		return this.#window;
	}
}
