import type { JobState, JsonValue, Step } from "./job-state.ts";
import type { JobView } from "./view.ts";

/** One thing that watchers are told. */
export interface JobEvent {
	/** Counts from 1 without gaps; the `id:` of an event stream. */
	seq: number;
	view: JobView;
	/** What it tells of one item. */
	item?: ItemNote;
	/** It begins or ends a pause. */
	isTurn?: boolean;
}

/** What became of one item of a job (a row of a batch), or how it stands. */
export interface ItemNote {
	/** From 0. */
	index: number;
	/** Its last word, which is kept for watchers that come later. */
	isFinal: boolean;
	value: JsonValue;
}

/** Events kept for watchers that come back; older ones are covered by the newest state. */
const keptEvents = 256;

type Head = Omit<JobState, "steps"> & { lastSeq: number; settled: boolean; forgetAt: number | null };

/** What a job of an earlier version did not have. */
const missingInOlderHeads = {
	owner: "",
	name: null,
	isCancelling: false,
	failedUnits: 0,
	fraction: null,
	phaseFraction: null,
	message: null,
	result: null,
	forgotten: { steps: 0, runs: 0, sent: 0, units: 0 },
};

/**
 * The object's storage as the job's memory: the head and each step under keys of their own, so that a report on one of
 * 10,000 steps writes one small row. All calls are synchronous; the platform confirms them before anything leaves.
 */
export class JobMemory {
	readonly #kv: SyncKvStorage;
	#state: JobState | undefined;
	#head: Head | undefined;

	constructor(storage: DurableObjectStorage) {
		this.#kv = storage.kv;
		const head = this.#kv.get<Head>("head");
		if (head === undefined) return;
		this.#head = { ...missingInOlderHeads, ...head };
		const steps: JobState["steps"] = {};
		for (const [, step] of this.#kv.list<Step>({ prefix: "step:" })) steps[step.id] = step;
		this.#state = { ...this.#head, steps };
	}

	get state(): JobState | undefined {
		return this.#state;
	}

	/** Number of the newest event; 0 before the first. */
	get lastSeq(): number {
		return this.#head?.lastSeq ?? 0;
	}

	/** Whether the row in D1 says what the state says. */
	get settled(): boolean {
		return this.#head?.settled ?? true;
	}

	get forgetAt(): number | null {
		return this.#head?.forgetAt ?? null;
	}

	/** Events after `seq`, oldest first. */
	eventsAfter(seq: number): JobEvent[] {
		return [...this.#kv.list<JobEvent>({ prefix: "event:", startAfter: eventKey(seq) })].map(([, event]) => event);
	}

	/** Writes what changed; with a view, numbers it as the next event and returns that. */
	save(
		state: JobState,
		change: { view: JobView | undefined; item: ItemNote | undefined; settled: boolean; forgetAt: number | null },
	): JobEvent | undefined {
		const before = this.#state;
		for (const step of Object.values(state.steps)) {
			if (before?.steps[step.id] !== step) this.#kv.put(`step:${step.id}`, step);
		}
		for (const id of Object.keys(before?.steps ?? {})) {
			if (state.steps[id] === undefined) this.#kv.delete(`step:${id}`);
		}
		const { item } = change;
		if (item?.isFinal) this.#kv.put(itemKey(item.index), item.value);
		const isTurn = before !== undefined && (before.status === "paused") !== (state.status === "paused");
		const event: JobEvent | undefined = change.view && {
			seq: this.lastSeq + 1,
			view: change.view,
			...(item && { item }),
			...(isTurn && { isTurn }),
		};
		// Items are caught up with by their last words, not event by event.
		if (event !== undefined && item === undefined) {
			this.#kv.put(eventKey(event.seq), event);
			if (event.seq > keptEvents) this.#kv.delete(eventKey(event.seq - keptEvents));
		}
		const { steps: _, ...rest } = state;
		this.#head = {
			...rest,
			lastSeq: event?.seq ?? this.lastSeq,
			settled: change.settled,
			forgetAt: change.forgetAt,
		};
		this.#kv.put("head", this.#head);
		this.#state = state;
		return event;
	}

	/** The last words of the items that have had one, in order. */
	*items(): Generator<{ index: number; value: JsonValue }> {
		for (const [key, value] of this.#kv.list<JsonValue>({ prefix: "item:" })) {
			yield { index: Number(key.slice("item:".length)), value };
		}
	}

	/** The secret that the job's work needs, sealed. */
	get secret(): string | undefined {
		return this.#kv.get<string>("secret");
	}

	/** Until when the id waits for its job, in Unix milliseconds. */
	get reservedUntil(): number | undefined {
		return this.#kv.get<number>("reserved");
	}

	reserve(until: number, secret: string | null): void {
		this.#kv.put("reserved", until);
		if (secret === null) this.#kv.delete("secret");
		else this.#kv.put("secret", secret);
	}

	dropSecret(): void {
		this.#kv.delete("secret");
	}

	markSettled(): void {
		if (this.#head === undefined) return;
		this.#head = { ...this.#head, settled: true };
		this.#kv.put("head", this.#head);
	}

	forget(): void {
		this.#state = undefined;
		this.#head = undefined;
	}
}

function itemKey(index: number): string {
	return `item:${String(index).padStart(6, "0")}`;
}

function eventKey(seq: number): string {
	return `event:${String(seq).padStart(12, "0")}`;
}
