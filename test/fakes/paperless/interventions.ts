/** Which requests are meant; what is left out fits all. */
export interface Where {
	method?: string;
	/** Below the server's base path: "/api/documents/", "/api/documents/{id}/", or a pattern. */
	path?: string | RegExp;
	/** Parameters and their values. */
	query?: Record<string, string>;
}

export interface When {
	/** How many of the fitting requests; 1 unless given, `Infinity` for all. */
	times?: number;
	/** How many fitting requests pass first. */
	skip?: number;
}

/** A request as it came, and what became of it. */
export interface Asked {
	method: string;
	/** Below the server's base path, without the query. */
	path: string;
	query: URLSearchParams;
	headers: Headers;
	/** The body as text; empty for uploads of files. */
	body: string;
	/** Null: nobody, or not found out. */
	username: string | null;
	/** Null while there is no answer, or where the connection died. */
	status: number | null;
	/** Milliseconds since 1970, by the server's clock. */
	at: number;
}

interface Planned<T> {
	where: Where;
	skip: number;
	left: number;
	value: T;
}

/** What is to happen to some of the coming requests. */
export class Interventions<T> {
	#planned: Planned<T>[] = [];

	add(where: Where, value: T, { times = 1, skip = 0 }: When = {}): void {
		this.#planned.push({ where, skip, left: times, value });
	}

	clear(): void {
		this.#planned = [];
	}

	/** Plans that were made and not used up. */
	get left(): number {
		return this.#planned.filter(({ left }) => left > 0 && left !== Number.POSITIVE_INFINITY).length;
	}

	/** The values for this request, in the order they were planned; each is counted as used. */
	take(asked: Pick<Asked, "method" | "path" | "query">): T[] {
		return this.#planned.flatMap((planned) => {
			if (planned.left === 0 || !fits(planned.where, asked)) return [];
			if (planned.skip > 0) {
				planned.skip--;
				return [];
			}
			planned.left--;
			return [planned.value];
		});
	}
}

export function fits(where: Where, asked: Pick<Asked, "method" | "path" | "query">): boolean {
	if (where.method !== undefined && where.method !== asked.method) return false;
	if (where.path !== undefined && !patternOf(where.path).test(asked.path)) return false;
	return Object.entries(where.query ?? {}).every(([name, value]) => asked.query.get(name) === value);
}

/** A path whose bracketed parts stand for anything but slashes and dots, each as a group. */
export function patternOf(path: string | RegExp): RegExp {
	if (typeof path !== "string") return path;
	return new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "([^/.]+)")}$`);
}
