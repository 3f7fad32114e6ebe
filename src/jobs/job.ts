import { DurableObject } from "cloudflare:workers";
import type { Context } from "../context.ts";
import type { Env } from "../env.ts";
import { logError } from "../lib/log.ts";
import { type Dialect, frameOf } from "./frames.ts";
import type { JobHandle } from "./handle.ts";
import { JobMemory } from "./memory.ts";
import * as machine from "./state.ts";
import { settleJob } from "./store.ts";
import { statsOf, viewOf } from "./view.ts";

/** How long a finished job stays in memory for watchers that come late; its row in D1 stays. */
const rememberMs = 24 * 3_600_000;
const settleRetryMs = 5_000;

/** What a socket of a watcher carries through hibernation. */
interface Watcher {
	dialect: Dialect;
}

export type StartInput = { id: string; kind: string; documentId: string | null; steps: machine.StepSpec[] };

/**
 * One object a job: it remembers, decides and broadcasts. The work is done by the queue's consumer, which asks here
 * before each step and reports back; whatever it does not say in time, the alarm assumes.
 */
export class JobObject extends DurableObject<Env> implements Omit<JobHandle, "fetch"> {
	readonly #memory: JobMemory;
	readonly #context: Context;
	#settling: Promise<void> = Promise.resolve();

	constructor(state: DurableObjectState, env: Env, context: Context) {
		super(state, env);
		this.#memory = new JobMemory(state.storage);
		this.#context = context;
	}

	/** Takes the job on and sends its first steps; again: changes nothing. False if the queue refused the message. */
	async start(input: StartInput): Promise<boolean> {
		if (this.#memory.state !== undefined) return this.#memory.state.error !== refusal;
		const now = this.#context.now();
		const decision = machine.startJob(input, now);
		if (await this.#carryOut(decision)) return true;
		const state = this.#memory.state;
		if (state !== undefined) await this.#carryOut(machine.refuse(state, refusal, now));
		await this.#settling;
		return false;
	}

	async claim(step: string): Promise<machine.ClaimVerdict> {
		return (await this.#decide((state, now) => machine.claim(state, step, now))) ?? { run: false };
	}

	/** Renews the lease. False: stop, somebody else has the step or the job is over. */
	async report(
		step: string,
		fence: number,
		progress: { units?: number; total?: number; phase?: string; peakBytes?: number },
	): Promise<boolean> {
		return (await this.#decide((state, now) => machine.report(state, step, fence, progress, now))) ?? false;
	}

	async complete(
		step: string,
		fence: number,
		result: { units?: number; output?: machine.JsonValue; followUps?: machine.StepSpec[]; peakBytes?: number },
	): Promise<boolean> {
		return (await this.#decide((state, now) => machine.complete(state, step, fence, result, now))) ?? false;
	}

	async fail(step: string, fence: number, failure: { message: string; permanent: boolean }): Promise<boolean> {
		return (await this.#decide((state, now) => machine.fail(state, step, fence, failure, now))) ?? false;
	}

	async deadLetter(step: string): Promise<void> {
		await this.#decide((state, now) => machine.deadLetter(state, step, now));
	}

	async cancel(): Promise<void> {
		await this.#decide((state, now) => machine.cancel(state, now));
	}

	async pause(): Promise<void> {
		await this.#decide((state) => machine.pause(state));
	}

	async resume(): Promise<void> {
		await this.#decide((state, now) => machine.resume(state, now));
	}

	/** Forgets everything: the document of the job is gone. */
	async erase(): Promise<void> {
		for (const socket of this.ctx.getWebSockets()) socket.close(1008, "deleted");
		this.#memory.forget();
		await this.ctx.storage.deleteAlarm();
		await this.ctx.storage.deleteAll();
	}

	/** A watcher's WebSocket: `?dialect=` names the frames, `?after=` the last event that it has seen. */
	override async fetch(request: Request): Promise<Response> {
		const url = new URL(request.url);
		const state = this.#memory.state;
		if (state === undefined) return new Response("No such job", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		const watcher: Watcher = { dialect: url.searchParams.get("dialect") as Dialect };
		this.ctx.acceptWebSocket(server);
		server.serializeAttachment(watcher);
		const missed = this.#memory.eventsAfter(Number(url.searchParams.get("after") ?? "") || Number.MAX_SAFE_INTEGER);
		const events =
			missed.length > 0 ? missed : [{ seq: this.#memory.lastSeq, view: viewOf(state, this.#context.now()) }];
		if (machine.isFinal(state.status)) await this.#settling;
		for (const event of events) await this.#tell([server], event);
		return new Response(null, { status: 101, webSocket: client });
	}

	override async webSocketMessage(): Promise<void> {
		// Watchers only listen; what they say is not answered.
	}

	override async webSocketClose(socket: WebSocket): Promise<void> {
		socket.close();
	}

	/** Rings for leases, unanswered messages, an unsettled row and the end of memory. It never throws, so it never dies. */
	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(this.#context.now() + settleRetryMs);
		try {
			const { state, forgetAt, settled } = this.#memory;
			if (state === undefined || (forgetAt !== null && settled && forgetAt <= this.#context.now())) {
				await this.erase();
				return;
			}
			await this.#carryOut(machine.wake(state, this.#context.now()));
			if (!this.#memory.settled) await this.#settle();
		} catch (error) {
			logError("a job's alarm failed", error);
		}
		await this.#setAlarm();
	}

	async #decide<Verdict>(
		command: (state: machine.JobState, now: number) => machine.Decision<Verdict>,
	): Promise<Verdict | undefined> {
		const state = this.#memory.state;
		if (state === undefined) return undefined;
		const decision = command(state, this.#context.now());
		await this.#carryOut(decision);
		return decision.verdict;
	}

	/** Stores the decision, then lets it be seen: alarm, messages, row, watchers. False if a message was refused. */
	async #carryOut(decision: machine.Decision<unknown>): Promise<boolean> {
		const { state, effects } = decision;
		if (state === this.#memory.state) return true;
		const now = this.#context.now();
		const over = machine.isFinal(state.status);
		const event = this.#memory.save(state, {
			view: effects.changed ? viewOf(state, now) : undefined,
			settled: this.#memory.settled && !effects.transition,
			forgetAt: over ? (this.#memory.forgetAt ?? now + rememberMs) : null,
		});
		await this.#setAlarm();
		const sent = await this.#send(effects.sends);
		// A client that hears "done" must find the row done: the last event waits for the row, the others do not.
		const settled = effects.transition ? this.#settle() : Promise.resolve();
		if (over) await settled;
		if (event !== undefined) await this.#tell(this.ctx.getWebSockets(), event);
		return sent;
	}

	async #send(sends: machine.Effects["sends"]): Promise<boolean> {
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
			} catch (error) {
				logError(`job ${state.id}: its row could not be written`, error);
			}
			await this.#setAlarm();
		});
		return this.#settling;
	}

	async #setAlarm(): Promise<void> {
		const { state, settled, forgetAt } = this.#memory;
		if (state === undefined) return;
		const times = [machine.nextWake(state), forgetAt, settled ? null : this.#context.now() + settleRetryMs];
		const next = Math.min(...times.filter((time) => time !== null));
		if (Number.isFinite(next)) await this.ctx.storage.setAlarm(next);
	}

	async #tell(sockets: WebSocket[], event: { seq: number; view: ReturnType<typeof viewOf> }): Promise<void> {
		for (const socket of sockets) {
			const { dialect } = socket.deserializeAttachment() as Watcher;
			try {
				for (const frame of await frameOf(this.#context, dialect, event)) socket.send(frame);
				if (machine.isFinal(event.view.status)) socket.close(1000, "over");
			} catch {
				// The watcher is gone; it asks again with the last id that it has seen.
			}
		}
	}
}

const refusal = "Failed to enqueue task";
