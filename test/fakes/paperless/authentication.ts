import { invalid, json, methodNotAllowed, refuse } from "./answers.ts";
import type { ReadBody } from "./body.ts";
import { readFields, text } from "./fields.ts";
import type { User } from "./records.ts";
import type { Store } from "./store.ts";

/** The user of the request; a 401 otherwise. */
export function authenticate(store: Store, header: string | null): User {
	const [scheme = "", ...rest] = (header ?? "").trim().split(/\s+/);
	if (scheme.toLowerCase() === "basic" && rest.length > 0) return byPassword(store, rest.join(" "));
	if (scheme.toLowerCase() !== "token") throw unauthorized("Authentication credentials were not provided.");
	if (rest.length === 0) throw unauthorized("Invalid token header. No credentials provided.");
	if (rest.length > 1) throw unauthorized("Invalid token header. Token string should not contain spaces.");
	const user = [...store.users.values()].find(({ token }) => token === rest[0]);
	if (user === undefined) throw unauthorized("Invalid token.");
	if (!user.isActive) throw unauthorized("User inactive or deleted.");
	return user;
}

function byPassword(store: Store, encoded: string): User {
	const basic = 'Basic realm="api"';
	let name = "";
	let password = "";
	try {
		const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
		const decoded = new TextDecoder().decode(bytes);
		const colon = decoded.indexOf(":");
		name = decoded.slice(0, Math.max(0, colon));
		password = decoded.slice(colon + 1);
	} catch {
		throw unauthorized("Invalid basic header. Credentials not correctly base64 encoded.", basic);
	}
	const user = byName(store, name, password);
	if (user === undefined) throw unauthorized("Invalid username/password.", basic);
	if (!user.isActive) throw unauthorized("User inactive or deleted.", basic);
	return user;
}

function byName(store: Store, username: string, password: string): User | undefined {
	return [...store.users.values()].find((user) => user.username === username && user.password === password);
}

function unauthorized(detail: string, scheme = "Token") {
	return refuse(401, { detail }, { "WWW-Authenticate": scheme });
}

const minute = 60_000_000;
const logins = new WeakMap<Store, number[]>();

/** `POST /api/token/`: the token of a user's name and password, the same one each time. */
export async function logIn(store: Store, method: string, body: () => Promise<ReadBody>): Promise<Response> {
	throttle(store);
	if (method !== "POST") throw methodNotAllowed(method, ["POST", "OPTIONS"]);
	const { data } = await body();
	const { username = "", password = "" } = readFields(
		data,
		{ username: text(), password: text() },
		{ required: ["username", "password"] },
	);
	const user = byName(store, username, password);
	if (user?.isActive) return json({ token: user.token });
	throw invalid({ non_field_errors: ["Unable to log in with provided credentials."] });
}

/** Counts logins of the last minute, where the release does. All callers are one client here. */
function throttle(store: Store): void {
	const { tokenLimit } = store.profile;
	if (tokenLimit === null) return;
	const now = store.now();
	const recent = (logins.get(store) ?? []).filter((at) => at > now - minute);
	if (recent.length >= tokenLimit) {
		const seconds = Math.ceil(((recent[0] ?? now) + minute - now) / 1_000_000);
		const detail = `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? "" : "s"}.`;
		throw refuse(429, { detail }, { "Retry-After": String(seconds) });
	}
	logins.set(store, [...recent, now]);
}
