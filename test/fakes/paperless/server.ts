import {
	Breakdown,
	browsablePage,
	errorPage,
	forbidden,
	json,
	loginPage,
	methodNotAllowed,
	Refusal,
	redirectToLogin,
} from "./answers.ts";
import { authenticate, logIn } from "./authentication.ts";
import { readBody } from "./body.ts";
import { bulkRoutes } from "./bulk.ts";
import { bulkObjectRoutes } from "./bulk-objects.ts";
import { type Call, type Method, methods, type Route } from "./call.ts";
import { customFieldRoutes } from "./custom-fields.ts";
import { documentRoutes } from "./documents.ts";
import { fileRoutes } from "./files.ts";
import { informationRoutes } from "./information.ts";
import { type Asked, patternOf } from "./interventions.ts";
import { namedRoutes } from "./named.ts";
import { type Negotiated, negotiate } from "./negotiation.ts";
import { noteRoutes } from "./notes.ts";
import { hasPermission, withGroups } from "./permissions.ts";
import type { User } from "./records.ts";
import type { Store } from "./store.ts";
import { taskRoutes } from "./tasks.ts";
import { trashRoutes } from "./trash.ts";
import { type ReadText, uploadRoutes } from "./uploads.ts";

/** A request whose path has been cut to what is below the base. */
export interface Incoming {
	asked: Asked;
	url: URL;
	bytes: Uint8Array<ArrayBuffer>;
	/** Scheme and host for the links in answers. */
	origin: string;
	basePath: string;
}

interface Found {
	route: Route;
	parts: string[];
}

const verbs: Record<Method, string> = { GET: "view", POST: "add", PUT: "change", PATCH: "change", DELETE: "delete" };

/** The server's own behaviour: routes, negotiation, authentication, permissions, errors. */
export class Server {
	readonly #store: Store;
	readonly #routes: { route: Route; pattern: RegExp }[];

	constructor(store: Store, readText: ReadText) {
		this.#store = store;
		// Routes with a name of their own stand before those with an id in its place.
		const routes = [
			...bulkRoutes(store.profile),
			...uploadRoutes(readText),
			...documentRoutes,
			...fileRoutes,
			...noteRoutes,
			...trashRoutes,
			...namedRoutes,
			...customFieldRoutes,
			...bulkObjectRoutes,
			...taskRoutes,
			...informationRoutes,
		];
		this.#routes = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
	}

	async answer(incoming: Incoming): Promise<Response> {
		const { path } = incoming.asked;
		if (path === "/accounts/login/") return loginPage();
		const found = this.#find(path);
		const isLogin = path === "/api/token/";
		if (found === undefined && !isLogin) return redirectToLogin(incoming.url.pathname, incoming.basePath);
		const shown: { negotiated?: Negotiated; user?: User } = {};
		const answer = await this.#guarded(async () => {
			shown.negotiated = negotiate(incoming.asked.headers.get("accept"), this.#store.profile);
			if (found === undefined) return logIn(this.#store, incoming.asked.method, () => bodyOf(incoming, true));
			shown.user = withGroups(this.#store, authenticate(this.#store, incoming.asked.headers.get("authorization")));
			incoming.asked.username = shown.user.username;
			return this.#dispatch(incoming, found, shown.user, shown.negotiated.api);
		});
		if (shown.user !== undefined) this.#addVersion(answer);
		if (!answer.headers.has("Vary")) answer.headers.set("Vary", "Accept, Accept-Encoding, Cookie");
		return shown.negotiated?.isBrowser ? forBrowser(answer, path) : answer;
	}

	#find(path: string): Found | undefined {
		for (const { route, pattern } of this.#routes) {
			const match = pattern.exec(path);
			if (match !== null) return { route, parts: match.slice(1) };
		}
		return undefined;
	}

	/** A refusal becomes its answer. An error of the fake itself stays one, for the test to see. */
	async #guarded(work: () => Promise<Response>): Promise<Response> {
		try {
			return await work();
		} catch (error) {
			if (error instanceof Refusal) return error.answer();
			if (error instanceof Breakdown) return errorPage(500, "Server Error");
			throw error;
		}
	}

	async #dispatch(incoming: Incoming, { route, parts }: Found, user: User, api: number): Promise<Response> {
		const { asked, url, origin } = incoming;
		const method = methods.find((one) => one === (asked.method === "HEAD" ? "GET" : asked.method));
		const allowed = [...methods.filter((one) => route.methods[one] !== undefined), "HEAD", "OPTIONS"];
		if (asked.method === "OPTIONS") return json({ name: route.path, renders: ["application/json", "text/html"] });
		if (method === undefined) throw methodNotAllowed(asked.method, allowed);
		if (route.model !== undefined && !hasPermission(user, `${verbs[method]}_${route.model}`)) throw forbidden();
		const handler = route.methods[method];
		if (handler === undefined) throw methodNotAllowed(asked.method, allowed);
		const call: Call = {
			store: this.#store,
			user,
			api,
			method,
			url,
			headers: asked.headers,
			parts,
			origin,
			body: (takesForms = true) => bodyOf(incoming, takesForms),
		};
		try {
			return await handler(call);
		} finally {
			if (method !== "GET") this.#store.revision++;
		}
	}

	#addVersion(answer: Response): void {
		const { release, apis } = this.#store.profile;
		answer.headers.set("X-Api-Version", String(apis.at(-1)));
		answer.headers.set("X-Version", release);
	}
}

function bodyOf({ asked, bytes }: Incoming, takesForms: boolean) {
	return readBody(asked.headers.get("content-type") ?? "", bytes, takesForms);
}

/** JSON as a page; files and what is a page already stay. */
async function forBrowser(answer: Response, path: string): Promise<Response> {
	if (answer.headers.get("content-type") !== "application/json") return answer;
	const page = browsablePage(path, answer.status, await answer.text());
	for (const [name, value] of answer.headers) if (name !== "content-type") page.headers.set(name, value);
	return page;
}
