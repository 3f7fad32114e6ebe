import type { Context } from "../../context.ts";
import type { TokenBudget } from "../../models/models.ts";
import { hasBudget } from "../chosen-model.ts";
import { type Lane, type OpenItem, openItems } from "../run-items/store.ts";
import { spentThisMonth } from "../spending/store.ts";
import { askModel, type HostedWork, highestCost, promptFor } from "./hosted-call.ts";
import { goneDocument, type Processed } from "./outcome.ts";
import { launchIntervalMs, longestIdleMs, type Standing, throttleMs } from "./pace.ts";
import { readStanding, recordAnswer, recordInJob } from "./recording.ts";
import { readDocuments } from "./store.ts";

/** Items read ahead. */
const itemsAtOnce = 24;
/** How often a wait looks up. */
const lookMs = 250;

export interface SliceTask {
	jobId: string;
	lane: Lane;
	/** At most at once. */
	calls: number;
	/** Of the slice before: known until the provider says otherwise. */
	throttle: number;
	/** Unix milliseconds: the first call is not made before, and nothing is begun from `until` on. */
	firstLaunchAt: number;
	until: number;
	/** Called before each launch; throws where the work is no longer wanted. */
	report(): Promise<void>;
}

export interface SliceEnd {
	/** The next call would have gone over the month's budget. */
	isBudgetSpent: boolean;
	/** Unix milliseconds: before then no other slice of the lane may begin. */
	nextLaunchAt: number;
	throttle: number;
	/** Why no more calls are to be made; what has been under way then changes nothing about that. */
	stop: Standing["stop"];
}

/**
 * Works on a lane's documents for a while: some calls at once, each at its time, until the provider, the budget or the clock says stop. What is
 * under way then is waited for.
 */
export class HostedSlice {
	private readonly ctx: Context;
	private readonly work: HostedWork;
	private readonly task: SliceTask;
	private standing: Standing = { pausedUntil: 0, stop: undefined };
	private readonly running = new Map<string, Promise<void>>();
	private budget: TokenBudget | undefined;
	private spent = 0;
	/** What the calls under way may cost. */
	private reserved = 0;
	private isBudgetSpent = false;
	private nextLaunchAt: number;
	private failure: { error: unknown } | undefined;
	private ahead: OpenItem[] = [];
	/** Those of this slice: an item that was put off has had its turn. */
	private readonly begun = new Set<string>();

	constructor(ctx: Context, work: HostedWork, task: SliceTask) {
		this.ctx = ctx;
		this.work = work;
		this.task = task;
		this.nextLaunchAt = task.firstLaunchAt;
	}

	async run(): Promise<SliceEnd> {
		this.standing = await readStanding(this.ctx, this.task.jobId);
		if (hasBudget(this.work.config)) this.spent = await spentThisMonth(this.ctx, this.work.owner);
		try {
			for (let item = await this.nextItem(); item !== undefined; item = await this.nextItem()) {
				if (!(await this.begin(item))) break;
			}
		} catch (error) {
			this.failure ??= { error };
		}
		while (this.running.size > 0) await Promise.all(this.running.values());
		if (this.failure !== undefined) throw this.failure.error;
		const { isBudgetSpent, nextLaunchAt } = this;
		return { isBudgetSpent, nextLaunchAt, throttle: this.throttle(), stop: this.standing.stop };
	}

	private async nextItem(): Promise<OpenItem | undefined> {
		const { jobId, lane } = this.task;
		if (this.ahead.length === 0) {
			const limit = itemsAtOnce + this.running.size;
			const open = await openItems(this.ctx, jobId, { lane, limit });
			this.ahead = open.filter(({ subject }) => !this.begun.has(subject));
		}
		return this.ahead.shift();
	}

	/** False where the slice is over. */
	private async begin(item: OpenItem): Promise<boolean> {
		const { jobId, report } = this.task;
		this.begun.add(item.subject);
		await report();
		const [document] = await readDocuments(this.ctx, this.work.owner, [item.subject]);
		if (document === undefined || document.text.trim() === "") {
			const skipped = { document: document ?? goneDocument(item.subject), outcome: { kind: "skipped" as const } };
			await recordInJob(this.ctx, jobId, this.work.maker, [skipped]);
			return true;
		}
		const prompt = promptFor(this.work, document);
		const cost = highestCost(this.work, prompt);
		if (!(await this.turnOf(cost))) return false;
		const { lane } = this.task;
		this.nextLaunchAt = this.ctx.now() + launchIntervalMs({ ...this.work.config, lanes: lane.of }, this.throttle());
		this.reserved += cost;
		const call = this.call(item, document, prompt)
			.catch((error) => {
				this.failure ??= { error };
			})
			.finally(() => {
				this.reserved -= cost;
				this.running.delete(item.subject);
			});
		this.running.set(item.subject, call);
		return true;
	}

	private async call(item: OpenItem, document: Processed["document"], prompt: ReturnType<typeof promptFor>) {
		const { outcome, budget } = await askModel(this.ctx, this.work, document, prompt);
		this.budget = budget ?? this.budget;
		if ("cost" in outcome) this.spent += outcome.cost ?? 0;
		const target = { jobId: this.task.jobId, maker: this.work.maker, item };
		const { pausedUntil, stop } = await recordAnswer(this.ctx, target, { document, outcome });
		// Answers of the database may overtake each other.
		this.standing = {
			pausedUntil: Math.max(this.standing.pausedUntil, pausedUntil),
			stop: this.standing.stop ?? stop,
		};
	}

	/** Waits until a call may be launched; false where it is not to be, by this slice. */
	private async turnOf(cost: number): Promise<boolean> {
		const { calls, until } = this.task;
		for (;;) {
			const now = this.ctx.now();
			this.work.signal.throwIfAborted();
			const isOver = now >= until || this.standing.stop !== undefined || this.standing.pausedUntil > now;
			if (isOver || this.failure !== undefined) return false;
			const waitMs = this.nextLaunchAt - now;
			if (this.running.size >= calls) await Promise.race(this.running.values());
			else if (!this.canAfford(cost)) {
				this.isBudgetSpent = this.running.size === 0;
				if (this.isBudgetSpent) return false;
				// What is under way may turn out cheaper.
				await Promise.race(this.running.values());
			} else if (waitMs <= 0) return true;
			else if (this.running.size === 0 && waitMs > longestIdleMs) return false;
			else await sleep(Math.min(waitMs, lookMs));
		}
	}

	private canAfford(cost: number): boolean {
		const { config } = this.work;
		return !hasBudget(config) || this.spent + this.reserved + cost <= (config.monthlyBudgetUsd ?? 0);
	}

	private throttle(): number {
		return this.budget === undefined ? this.task.throttle : throttleMs(this.budget);
	}
}

function sleep(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
