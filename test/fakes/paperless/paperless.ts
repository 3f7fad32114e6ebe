import { type Fault, faultAnswer, type PlannedFault, replaces, spoiled } from "./faults.ts";
import { type Asked, Interventions, type When, type Where } from "./interventions.ts";
import { allPermissions } from "./permissions.ts";
import { type Profile, profiles } from "./profile.ts";
import type { DocumentRecord, NamedKind, NamedRecord, User } from "./records.ts";
import { addSeed, newNamed, type Seed } from "./seeds.ts";
import { Server } from "./server.ts";
import { Store } from "./store.ts";
import { plainText, type ReadText } from "./uploads.ts";

export interface FakeOptions {
	/** The release it behaves like; 3.0 unless given. */
	profile?: Profile["name"];
	/** The path it lives under, "/paperless"; none unless given. */
	basePath?: string;
	/** Scheme and host of the links in answers, as behind a proxy that hides the server; the request's unless given. */
	linkOrigin?: string;
	/** Milliseconds since 1970. */
	clock?: () => number;
	/** The server's zone, as minutes east of UTC. */
	zoneMinutes?: number;
	/** How long the background worker waits; null, the default: until `runWorker()`. */
	workerDelayMs?: number | null;
	/** The text of an uploaded file; plain text alone is read unless given. */
	readText?: ReadText;
	/** Its users; an administrator "admin" with `adminToken` unless given. */
	users?: NewUser[];
}

export type NewUser = Partial<Omit<User, "permissions">> & {
	username: string;
	/** Model permissions such as "view_document"; "all": every one. */
	permissions?: readonly string[] | "all";
};

/** The token of the default administrator, whose password is "adminpass". */
export const adminToken = "0123456789abcdef0123456789abcdef01234567";

type Hook = (asked: Asked) => void | Promise<void>;

/**
 * A server that answers like Paperless-ngx, in memory: `fetch` takes the place of the global one, in Node and in
 * workerd. It keeps a log of what it was asked, can be told to fail, and lets its documents change between requests.
 */
export class FakePaperless {
	readonly store: Store;
	readonly log: Asked[] = [];
	/** Scheme and host for links; may be changed at any time. */
	linkOrigin: string | undefined;
	readonly #readText: ReadText;
	#server: Server;
	readonly #basePath: string;
	readonly #clock: () => number;
	readonly #faults = new Interventions<PlannedFault>();
	readonly #before = new Interventions<Hook>();
	readonly #after = new Interventions<Hook>();

	constructor(options: FakeOptions = {}) {
		this.#clock = options.clock ?? Date.now;
		this.store = new Store(profiles[options.profile ?? "3.0"], {
			clock: this.#clock,
			zoneMinutes: options.zoneMinutes ?? 0,
			workerDelayMs: options.workerDelayMs ?? null,
		});
		this.#readText = options.readText ?? plainText;
		this.#server = new Server(this.store, this.#readText);
		this.#basePath = (options.basePath ?? "").replace(/\/$/, "");
		this.linkOrigin = options.linkOrigin;
		const admin = { username: "admin", password: "adminpass", token: adminToken, isSuperuser: true, isStaff: true };
		for (const user of options.users ?? [admin]) this.addUser(user);
	}

	/**
	 * As the global `fetch`, with this server at every address but `linkOrigin`, which nobody outside can reach. A
	 * redirect is followed unless the caller says otherwise.
	 */
	readonly fetch = async (input: Request | URL | string, init?: RequestInit): Promise<Response> => {
		const request = new Request(input, init);
		const answer = await this.handle(request);
		const to = answer.headers.get("location");
		if (to === null || answer.status < 300 || answer.status > 399 || request.redirect === "manual") return answer;
		const target = new URL(to, request.url);
		if (request.redirect === "error" || target.origin !== new URL(request.url).origin) {
			throw new TypeError("fetch failed");
		}
		return this.fetch(target, { headers: request.headers });
	};

	async handle(request: Request): Promise<Response> {
		this.store.runDueWork();
		const url = new URL(request.url);
		const bytes = new Uint8Array(await request.arrayBuffer());
		const asked = this.#note(request, url, bytes);
		if (url.origin === this.linkOrigin) throw new TypeError("fetch failed");
		for (const hook of this.#before.take(asked)) await hook(asked);
		const answer = await this.#answerThroughFaults(request, asked, url, bytes);
		asked.status = answer.status;
		for (const hook of this.#after.take(asked)) await hook(asked);
		return request.method === "HEAD" ? new Response(null, answer) : answer;
	}

	/** The next fitting requests fail. With `applied` they take effect and only their answer is lost. */
	fail(where: Where, fault: Fault, when: When & { applied?: boolean } = {}): void {
		this.#faults.add(where, { fault, applied: when.applied ?? false }, when);
	}

	/** Runs something before a fitting request is answered. */
	before(where: Where, hook: Hook, when: When = {}): void {
		this.#before.add(where, hook, when);
	}

	/** Runs something when a fitting request has got its answer: between two pages, or between a read and a write. */
	after(where: Where, hook: Hook, when: When = {}): void {
		this.#after.add(where, hook, when);
	}

	/** Takes back all faults and hooks, and empties the log. */
	reset(): void {
		for (const plans of [this.#faults, this.#before, this.#after]) plans.clear();
		this.log.length = 0;
	}

	/** Planned faults that no request has met yet. */
	get faultsLeft(): number {
		return this.#faults.left;
	}

	/** Does what the background worker has to do, and says how many tasks it was. */
	runWorker(): number {
		return this.store.runWorker();
	}

	/** Goes on as another release with all it holds, as after an update between two requests. */
	become(profile: Profile["name"]): void {
		this.store.profile = profiles[profile];
		this.#server = new Server(this.store, this.#readText);
	}

	addUser(user: NewUser): User {
		const id = user.id ?? this.store.nextId(this.store.users);
		const whole: User = {
			password: "",
			token: id.toString(16).padStart(40, "0"),
			firstName: "",
			lastName: "",
			isActive: true,
			isStaff: false,
			isSuperuser: false,
			groups: [],
			...user,
			id,
			permissions: new Set(user.permissions === "all" ? allPermissions : user.permissions),
		};
		this.store.users.set(id, whole);
		return whole;
	}

	seed(seeds: Iterable<Seed>): void {
		for (const seed of seeds) this.addDocument(seed);
	}

	addDocument(seed: Seed): DocumentRecord {
		return addSeed(this.store, seed);
	}

	addNamed(kind: NamedKind, fields: Partial<NamedRecord> & { name: string }): NamedRecord {
		return newNamed(this.store, kind, fields);
	}

	/** Changes a document as somebody else would, its time of change included. */
	changeDocument(id: number, changes: Partial<DocumentRecord>): void {
		const record = this.store.documents.get(id);
		if (record === undefined) throw new Error(`The fake has no document ${id}.`);
		Object.assign(record, { modified: this.store.now() }, changes);
		this.store.revision++;
	}

	/** Moves a document to the trash, as somebody else would. */
	trashDocument(id: number): void {
		const record = this.store.findDocument(id);
		if (record === undefined) throw new Error(`The fake has no document ${id}.`);
		record.deletedAt = this.store.now();
		this.store.revision++;
	}

	/** Removes a document for good. */
	purgeDocument(id: number): void {
		this.store.documents.delete(id);
		this.store.revision++;
	}

	#note(request: Request, url: URL, bytes: Uint8Array): Asked {
		const isUpload = request.headers.get("content-type")?.startsWith("multipart/") ?? false;
		const asked: Asked = {
			method: request.method,
			path: this.#isBelow(url.pathname) ? url.pathname.slice(this.#basePath.length) : url.pathname,
			query: url.searchParams,
			headers: request.headers,
			body: isUpload ? "" : new TextDecoder().decode(bytes),
			username: null,
			status: null,
			at: this.#clock(),
		};
		this.log.push(asked);
		return asked;
	}

	#isBelow(path: string): boolean {
		return path.startsWith(`${this.#basePath}/`);
	}

	async #answerThroughFaults(
		request: Request,
		asked: Asked,
		url: URL,
		bytes: Uint8Array<ArrayBuffer>,
	): Promise<Response> {
		const faults = this.#faults.take(asked);
		const instead = faults.find(({ fault }) => replaces(fault));
		for (const { fault } of faults) if (fault.kind === "slow") await waited(fault.ms, request.signal);
		if (instead !== undefined && !instead.applied) return faultAnswer(instead.fault);
		let answer = await this.#ownAnswer(asked, url, bytes);
		if (instead !== undefined) return faultAnswer(instead.fault);
		for (const { fault } of faults) answer = await spoiled(answer, fault);
		return answer;
	}

	async #ownAnswer(asked: Asked, url: URL, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
		if (!this.#isBelow(url.pathname)) return new Response("404 page not found\n", { status: 404 });
		const origin = this.linkOrigin ?? url.origin;
		return this.#server.answer({ asked, url, bytes, origin, basePath: this.#basePath });
	}
}

/** Waits, unless the caller gives up: then it fails as `fetch` does. */
function waited(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener("abort", stop);
			resolve();
		}, ms);
		if (signal.aborted) stop();
		else signal.addEventListener("abort", stop, { once: true });
	});
}
