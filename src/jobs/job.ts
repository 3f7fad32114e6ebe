import { DurableObject } from "cloudflare:workers";
import type { Context } from "../context.ts";
import type { Env } from "../env.ts";
import { logError } from "../lib/log.ts";
import { catchUpFrames } from "./batch-frames.ts";
import { followEnd } from "./follow-end.ts";
import type { Dialect } from "./frames.ts";
import type { JobHandle, StepProgress } from "./handle.ts";
import {
	type ClaimVerdict,
	type Decision,
	type Effects,
	isFinal,
	type JobState,
	type StartInput,
	type StepOutcome,
} from "./job-state.ts";
import { type ItemNote, JobMemory } from "./memory.ts";
import * as machine from "./state.ts";
import { settleJob } from "./store.ts";
import { type JobView, statsOf, viewOf } from "./view.ts";
import { type Watcher, Watchers } from "./watchers.ts";

/** How long a finished job stays in memory for watchers that come late; its row in D1 stays. */
const rememberMs = 24 * 3_600_000;
const settleRetryMs = 5_000;
/** A reservation whose job never came ends after this long: rows are written in seconds. */
const reservedMs = 2 * 60_000;

/** What a surface makes of the first message to a job that does not exist: it may start one. */
export type OnFirstWord = (
	ctx: Context,
	watcher: Watcher,
	message: string | ArrayBuffer,
) => Promise<{ frame: object; started: boolean }>;

/**
 * One object a job: it remembers, decides and broadcasts. The work is done by the queue's consumer, which asks here
 * before each step and reports back; whatever it does not say in time, the alarm assumes.
 */
export class JobObject extends DurableObject<Env> implements Omit<JobHandle, "fetch"> {
	readonly #memory: JobMemory;
	readonly #watchers: Watchers;
	readonly #context: Context;
	readonly #onFirstWord: OnFirstWord;
	#settling: Promise<void> = Promise.resolve();

	constructor(state: DurableObjectState, env: Env, context: Context, onFirstWord: OnFirstWord) {
		super(state, env);
		this.#onFirstWord = onFirstWord;
		this.#memory = new JobMemory(state.storage);
		this.#watchers = new Watchers(state, context);
		this.#context = context;
	}

	async reserve(secret: string | null): Promise<boolean> {
		const now = this.#context.now();
		if (this.#memory.state !== undefined || (this.#memory.reservedUntil ?? 0) > now) return false;
		this.#memory.reserve(now + reservedMs, secret);
		await this.#setAlarm();
		return true;
	}

	/** Takes the job on and sends its first steps; again: changes nothing. False if the queue refused the message. */
	async start(input: StartInput): Promise<boolean> {
		if (this.#memory.state !== undefined) return this.#memory.state.error !== refusal;
		this.#watchers.dismissStrangers(input.owner);
		const now = this.#context.now();
		const decision = machine.startJob(input, now);
		if (await this.#carryOut(decision)) return true;
		const state = this.#memory.state;
		if (state !== undefined) await this.#carryOut(machine.refuse(state, refusal, now));
		await this.#settling;
		return false;
	}

	async claim(step: string): Promise<ClaimVerdict & { secret?: string }> {
		const verdict = await this.#decide((state, now) => machine.claim(state, step, now));
		if (!verdict?.run) return { run: false };
		const { secret } = this.#memory;
		return secret === undefined ? verdict : { ...verdict, secret };
	}

	/** Renews the lease. False: stop, somebody else has the step or the job is over. */
	async report(step: string, fence: number, { item, ...progress }: StepProgress): Promise<boolean> {
		return (await this.#decide((state, now) => machine.report(state, step, fence, progress, now), item)) ?? false;
	}

	async complete(
		step: string,
		fence: number,
		{ item, ...result }: StepOutcome & { item?: ItemNote },
	): Promise<boolean> {
		return (await this.#decide((state, now) => machine.complete(state, step, fence, result, now), item)) ?? false;
	}

	async fail(step: string, fence: number, failure: { message: string; permanent: boolean }): Promise<boolean> {
		return (await this.#decide((state, now) => machine.fail(state, step, fence, failure, now))) ?? false;
	}

	async deadLetter(step: string): Promise<void> {
		await this.#decide((state, now) => machine.deadLetter(state, step, now));
	}

	/* Whoever commands finds the row as commanded. */

	async cancel(options: { patient?: boolean } = {}): Promise<void> {
		await this.#decide((state, now) => machine.cancel(state, now, options));
		await this.#settling;
	}

	async pause(): Promise<void> {
		await this.#decide((state) => machine.pause(state));
		await this.#settling;
	}

	async resume(): Promise<void> {
		await this.#decide((state, now) => machine.resume(state, now));
		await this.#settling;
	}

	async view(): Promise<JobView | null> {
		const now = this.#context.now();
		const { state } = this.#memory;
		if (state === undefined) return null;
		// The alarm would do the same; whoever asks need not wait for it.
		if ((machine.nextWake(state) ?? now + 1) <= now) await this.#carryOut(machine.wake(state, now));
		if (!this.#memory.settled) await this.#settle();
		return viewOf(this.#memory.state ?? state, now);
	}

	/** Forgets everything: the document of the job is gone. */
	async erase(): Promise<void> {
		this.#watchers.closeAll(1008, "deleted");
		this.#memory.forget();
		await this.ctx.storage.deleteAlarm();
		await this.ctx.storage.deleteAll();
	}

	/**
	 * A watcher's WebSocket: `?dialect=` names the frames, `?owner=` who watches, `?name=` what they call the job, `?after=` the last event
	 * that they have seen. The Worker has asked who it is.
	 */
	override async fetch(request: Request): Promise<Response> {
		const { searchParams } = new URL(request.url);
		const state = this.#memory.state;
		const now = this.#context.now();
		const watcher: Watcher = {
			dialect: searchParams.get("dialect") as Dialect,
			owner: searchParams.get("owner") ?? "",
			name: searchParams.get("name") ?? "",
			canWrite: searchParams.get("writes") === "true",
			seq: this.#memory.lastSeq,
			since: now,
			toldAt: now,
		};
		if (watcher.dialect === "tagging") {
			const view = state && viewOf(state, now);
			// In one turn: no event can fall between what is told here and what is told from now on.
			const { response, socket } = this.#watchers.accept(watcher);
			if (state !== undefined && state.owner !== watcher.owner) {
				this.#watchers.dismissStrangers(state.owner);
				return response;
			}
			for (const frame of catchUpFrames(watcher.name, view, this.#memory.items())) socket.send(frame);
			if (view !== undefined && isFinal(view.status)) socket.close(1000, "over");
			await this.#setAlarm();
			return response;
		}
		if (state === undefined) return new Response("No such job", { status: 404 });
		const missed = this.#memory.eventsAfter(Number(searchParams.get("after") ?? "") || Number.MAX_SAFE_INTEGER);
		const events = missed.length > 0 ? missed : [{ seq: this.#memory.lastSeq, view: viewOf(state, now) }];
		const { response, socket } = this.#watchers.accept(watcher);
		if (isFinal(state.status)) await this.#settling;
		for (const event of events) await this.#watchers.tellOne(socket, event);
		return response;
	}

	/** Watchers only listen; but the first word to a job that does not exist may start it. */
	override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
		const watcher = Watchers.of(socket);
		if (this.#memory.state !== undefined || watcher.dialect !== "tagging" || watcher.hasSpoken) return;
		// Before anything is awaited: a second message may come while the first one starts the job.
		socket.serializeAttachment({ ...watcher, hasSpoken: true } satisfies Watcher);
		const { frame, started } = await this.#onFirstWord(this.#context, watcher, message);
		socket.send(JSON.stringify(frame));
		if (!started) socket.close(1000, "not started");
	}

	override async webSocketClose(socket: WebSocket): Promise<void> {
		socket.close();
	}

	/** Rings for leases, unanswered messages, an unsettled row, quiet watchers and the end of memory. It never throws, so it never dies. */
	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(this.#context.now() + settleRetryMs);
		try {
			const { state, forgetAt, settled } = this.#memory;
			this.#watchers.keepAlive(state?.status ?? null);
			const isOver = state === undefined && this.#nextWakeUnknown() === null;
			if (isOver || (forgetAt !== null && settled && forgetAt <= this.#context.now())) {
				await this.erase();
				return;
			}
			if (state !== undefined) await this.#carryOut(machine.wake(state, this.#context.now()));
			if (!this.#memory.settled) await this.#settle();
		} catch (error) {
			logError("a job's alarm failed", error);
		}
		await this.#setAlarm();
	}

	/** When an object without a job has something to do; null: never, it may go. */
	#nextWakeUnknown(): number | null {
		const { reservedUntil } = this.#memory;
		const isReserved = reservedUntil !== undefined && reservedUntil > this.#context.now();
		const times = [isReserved ? reservedUntil : null, this.#watchers.nextWake(false)].filter((time) => time !== null);
		return times.length === 0 ? null : Math.min(...times);
	}

	async #decide<Verdict>(
		command: (state: JobState, now: number) => Decision<Verdict>,
		item?: ItemNote,
	): Promise<Verdict | undefined> {
		const state = this.#memory.state;
		if (state === undefined) return undefined;
		const decision = command(state, this.#context.now());
		await this.#carryOut(decision, item);
		return decision.verdict;
	}

	/** Stores the decision, then lets it be seen: alarm, messages, row, watchers. False if a message was refused. */
	async #carryOut(decision: Decision<unknown>, item?: ItemNote): Promise<boolean> {
		const { state, effects } = decision;
		if (state === this.#memory.state) return true;
		const now = this.#context.now();
		const over = isFinal(state.status);
		if (over) this.#memory.dropSecret();
		const event = this.#memory.save(state, {
			view: effects.changed || item !== undefined ? viewOf(state, now) : undefined,
			item,
			settled: this.#memory.settled && !effects.transition,
			forgetAt: over ? (this.#memory.forgetAt ?? now + rememberMs) : null,
		});
		await this.#setAlarm();
		// Before anything else is waited for, so that what follows from it cannot be told first.
		if (event !== undefined && !over) await this.#watchers.tell(event);
		const sent = await this.#send(effects.sends);
		// A client that hears "done" must find the row done: the last event waits for the row, the others do not.
		const settled = effects.transition ? this.#settle() : Promise.resolve();
		if (over) await settled;
		if (event !== undefined && over) await this.#watchers.tell(event);
		return sent;
	}

	async #send(sends: Effects["sends"]): Promise<boolean> {
		const job = this.#memory.state?.id;
		if (job === undefined || sends.length === 0) return true;
		try {
			for (let at = 0; at < sends.length; at += 100) {
				await this.#context.steps.sendBatch(
					sends.slice(at, at + 100).map(({ step, attempt }) => ({ body: { job, step, attempt } })),
				);
			}
			return true;
		} catch (error) {
			logError(`job ${job}: the queue refused ${sends.length} messages`, error);
			return false;
		}
	}

	/** Brings the row in D1 up to the state, one write after the other; a failed one is repeated by the alarm. */
	#settle(): Promise<void> {
		this.#settling = this.#settling.then(async () => {
			const state = this.#memory.state;
			if (state === undefined) return;
			try {
				await settleJob(this.#context, viewOf(state, this.#context.now()), state, statsOf(state));
				if (this.#memory.state === state) this.#memory.markSettled();
				// The outbox does it where this is lost.
				if (isFinal(state.status)) this.#context.waitUntil(followEnd(this.#context, state));
			} catch (error) {
				logError(`job ${state.id}: its row could not be written`, error);
			}
			await this.#setAlarm();
		});
		return this.#settling;
	}

	async #setAlarm(): Promise<void> {
		const { state, settled, forgetAt } = this.#memory;
		const times =
			state === undefined
				? [this.#nextWakeUnknown()]
				: [
						machine.nextWake(state),
						forgetAt,
						settled ? null : this.#context.now() + settleRetryMs,
						this.#watchers.nextWake(true),
					];
		const next = Math.min(...times.filter((time) => time !== null));
		if (Number.isFinite(next)) await this.ctx.storage.setAlarm(next);
	}
}

const refusal = "Failed to enqueue task";
