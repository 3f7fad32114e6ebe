import type { Context } from "../../context.ts";
import { logError } from "../../lib/log.ts";
import { type Lease, releaseLease, renewLease, type Subject } from "./store.ts";

/** So long after its last sign of life a writer counts as gone, and another may write in the conversation. */
export const leaseMs = 30_000;
const renewEveryMs = 8_000;
/** No answer is worth more; the lease ends with it. */
const longestAnswerMs = 600_000;

/** Nobody may write this answer any more: it took too long, its conversation was deleted, or another writer has taken over. */
export class LeaseLost extends Error {
	constructor(message: string) {
		super(message);
		this.name = "LeaseLost";
	}
}

/** Holds a lease for as long as an answer is being written. */
export class HeldLease {
	private readonly ctx: Context;
	private readonly lease: Lease;
	private readonly stop = new AbortController();
	private readonly begun: number;
	private readonly timer: ReturnType<typeof setInterval>;

	constructor(ctx: Context, lease: Lease) {
		this.ctx = ctx;
		this.lease = lease;
		this.begun = ctx.now();
		this.timer = setInterval(() => void this.pulse(), renewEveryMs);
	}

	/** Aborted with a `LeaseLost` when the lease is lost. */
	get signal(): AbortSignal {
		return this.stop.signal;
	}

	/** Whose conversation it is now, and about what; throws `LeaseLost`. */
	async subject(): Promise<Subject> {
		const subject = await renewLease(this.ctx, this.lease, this.ctx.now() + leaseMs);
		if (subject === undefined) this.stop.abort(new LeaseLost("The conversation has gone on without this answer."));
		this.stop.signal.throwIfAborted();
		if (subject === undefined) throw new LeaseLost("The conversation has gone on without this answer.");
		return subject;
	}

	/** To be called when the answer is stored, or in any other way over. */
	end(): void {
		clearInterval(this.timer);
	}

	/** Lets the next question in at once. Where that fails the lease runs out. */
	async release(): Promise<void> {
		this.end();
		await releaseLease(this.ctx, this.lease).catch((error) => logError("a conversation was not released", error));
	}

	/** One that fails is not the last. */
	private async pulse(): Promise<void> {
		if (this.ctx.now() - this.begun > longestAnswerMs) {
			this.stop.abort(new LeaseLost("The answer took too long."));
			return;
		}
		await this.subject().catch((error) => {
			if (!(error instanceof LeaseLost)) logError("a conversation's lease was not renewed", error);
		});
	}
}
