import { PaperlessError } from "./failure.ts";

/** A token as Paperless-ngx makes them (40 hex digits), or a user without a second factor. */
export type PaperlessCredentials = { token: string } | { username: string; password: string };

/** From settings that may hold both: the token wins. Undefined where neither is complete. */
export function chooseCredentials(given: {
	token?: string | undefined;
	username?: string | undefined;
	password?: string | undefined;
}): PaperlessCredentials | undefined {
	const { token, username, password } = given;
	if (token?.trim()) return { token };
	return username && password ? { username, password } : undefined;
}

/** The value of `Authorization`. Throws `credentials` for a text that no header can carry. */
export function authorizationOf(credentials: PaperlessCredentials): string {
	if ("token" in credentials) {
		const token = credentials.token.trim();
		if (!/^[\x21-\x7e]+$/.test(token)) {
			throw new PaperlessError("credentials", "The Paperless-ngx token is empty or has characters that no token has.");
		}
		return `Token ${token}`;
	}
	const { username, password } = credentials;
	if (username === "" || username.includes(":")) {
		throw new PaperlessError("credentials", "The Paperless-ngx user name is empty or contains a colon.");
	}
	return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

const maxQuoteCharacters = 300;

/** A server's own words, on one line and cut short, without the credentials that it may repeat. */
export function quotable(text: string, credentials: PaperlessCredentials): string {
	const authorization = authorizationOf(credentials);
	const secrets = "token" in credentials ? [credentials.token.trim()] : [credentials.password];
	secrets.push(authorization.slice(authorization.indexOf(" ") + 1));
	let clean = text;
	for (const secret of secrets) if (secret !== "") clean = clean.replaceAll(secret, "…");
	const line = clean.replace(/[\s\p{Cc}]+/gu, " ").trim();
	return line.length > maxQuoteCharacters ? `${line.slice(0, maxQuoteCharacters)}…` : line;
}
