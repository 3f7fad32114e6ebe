import { PaperlessError } from "./failure.ts";

/**
 * Where the server lives, without a final slash: `https://host/paperless`. What a browser's address bar adds (query,
 * fragment) is left out. Throws `bad-url`; where the address may point is the URL guard's business.
 */
export function baseOf(input: string): string {
	const text = input.trim();
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
		throw new PaperlessError("bad-url", "The Paperless-ngx URL must begin with http:// or https://.");
	}
	if (url.username !== "" || url.password !== "") {
		throw new PaperlessError("bad-url", "The Paperless-ngx URL must not contain a user name or password.");
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** `path` begins and ends with a slash, as all routes of the API do. */
export function apiUrl(base: string, path: string, query: Readonly<Record<string, string | number>> = {}): string {
	const pairs = Object.entries(query).map(([name, value]) => `${name}=${encoded(String(value))}`);
	return `${base}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

/** A comma may stay as it is, so that lists of ids are short; a plus may not, it would be read as a blank. */
function encoded(value: string): string {
	return encodeURIComponent(value).replaceAll("%2C", ",");
}
