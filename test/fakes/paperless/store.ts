import { createHash } from "node:crypto";
import type { Profile } from "./profile.ts";
import type {
	CustomFieldRecord,
	DocumentRecord,
	Group,
	NamedKind,
	NamedRecord,
	StoredFile,
	TaskRecord,
	User,
} from "./records.ts";
import type { Micros } from "./times.ts";

/** Work that the background worker has not done yet. */
interface Pending {
	/** When a worker that runs by itself takes it up. */
	dueAt: Micros;
	run: () => void;
}

export interface StoreOptions {
	/** Milliseconds since 1970. */
	clock: () => number;
	/** The server's zone, as minutes east of UTC. */
	zoneMinutes: number;
	/** How long queued work waits; null: until `runWorker()` is called. */
	workerDelayMs: number | null;
}

/** All that the server knows, in memory. */
export class Store {
	readonly zoneMinutes: number;
	readonly documents = new Map<number, DocumentRecord>();
	readonly named: Record<NamedKind, Map<number, NamedRecord>> = {
		tags: new Map(),
		correspondents: new Map(),
		document_types: new Map(),
		storage_paths: new Map(),
	};
	readonly customFields = new Map<number, CustomFieldRecord>();
	readonly users = new Map<number, User>();
	readonly groups = new Map<number, Group>();
	readonly tasks: TaskRecord[] = [];
	/** Grows with each change, so that sorted lists may be kept between two of them. */
	revision = 0;
	readonly #options: StoreOptions;
	readonly #sequences = new Map<object | string, number>();
	#profile: Profile;
	#checksums = new WeakMap<StoredFile, string>();
	#pending: Pending[] = [];
	#last: Micros = 0;

	constructor(profile: Profile, options: StoreOptions) {
		this.#profile = profile;
		this.zoneMinutes = options.zoneMinutes;
		this.#options = options;
	}

	/** The release it behaves like; files are hashed anew when it changes. */
	get profile(): Profile {
		return this.#profile;
	}

	set profile(profile: Profile) {
		this.#profile = profile;
		this.#checksums = new WeakMap();
	}

	/** The present moment; no two answers are the same, as on a server that keeps microseconds. */
	now(): Micros {
		this.#last = Math.max(this.#last + 1, this.#options.clock() * 1000);
		return this.#last;
	}

	/** An id that no row of this table ever had. */
	nextId(table: ReadonlyMap<number, unknown> | string): number {
		const known = typeof table === "string" ? 0 : Math.max(0, ...lastKeys(table));
		const next = Math.max(known, this.#sequences.get(table) ?? 0) + 1;
		this.#sequences.set(table, next);
		return next;
	}

	/** A document outside the trash. */
	findDocument(id: number): DocumentRecord | undefined {
		const record = this.documents.get(id);
		return record?.deletedAt === null ? record : undefined;
	}

	*liveDocuments(): Generator<DocumentRecord> {
		for (const record of this.documents.values()) if (record.deletedAt === null) yield record;
	}

	queue(run: () => void): void {
		this.#pending.push({ dueAt: this.#options.clock() * 1000 + (this.#options.workerDelayMs ?? 0) * 1000, run });
	}

	/** Does all queued work now and says how many pieces it was. */
	runWorker(): number {
		const taken = this.#pending;
		this.#pending = [];
		for (const { run } of taken) run();
		if (taken.length > 0) this.revision++;
		return taken.length;
	}

	/** Does the work whose delay is over, where the worker runs by itself. */
	runDueWork(): void {
		if (this.#options.workerDelayMs === null) return;
		const at = this.#options.clock() * 1000;
		const due = this.#pending.filter(({ dueAt }) => dueAt <= at);
		this.#pending = this.#pending.filter(({ dueAt }) => dueAt > at);
		for (const { run } of due) run();
		if (due.length > 0) this.revision++;
	}

	checksumOf(file: StoredFile): string {
		if (file.checksum !== undefined) return file.checksum;
		const known = this.#checksums.get(file);
		if (known !== undefined) return known;
		const made = createHash(this.profile.checksum).update(file.bytes()).digest("hex");
		this.#checksums.set(file, made);
		return made;
	}
}

/** The largest key, without spreading a large table over a call's arguments. */
function lastKeys(table: ReadonlyMap<number, unknown>): number[] {
	let largest = 0;
	for (const key of table.keys()) if (key > largest) largest = key;
	return [largest];
}
