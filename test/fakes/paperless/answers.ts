/** An answer that ends the handling of a request, wherever it is thrown. */
export class Refusal extends Error {
	readonly answer: () => Response;

	constructor(answer: () => Response) {
		super("refused");
		this.answer = answer;
	}
}

/** What the real server does not foresee and answers with a page and 500. */
export class Breakdown extends Error {}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json", ...headers } });
}

export function html(body: string, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(body, { status, headers: { "Content-Type": "text/html; charset=utf-8", ...headers } });
}

export function noContent(): Response {
	return new Response(null, { status: 204 });
}

export function refuse(status: number, value: unknown, headers: Record<string, string> = {}): Refusal {
	return new Refusal(() => json(value, status, headers));
}

/** 400 with the messages of the fields, as `{"field":["message"]}`. */
export function invalid(errors: Record<string, unknown>): Refusal {
	return refuse(400, errors);
}

export function notFound(what?: string): Refusal {
	return refuse(404, { detail: what === undefined ? "Not found." : `No ${what} matches the given query.` });
}

/** The model's permission is missing. */
export function forbidden(): Refusal {
	return refuse(403, { detail: "You do not have permission to perform this action." });
}

/** The object's permission is missing, and what some routes say of any. */
export function insufficient(): Refusal {
	return new Refusal(() => html("Insufficient permissions", 403));
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Refusal {
	return refuse(405, { detail: `Method "${method}" not allowed.` }, { Allow: allowed.join(", ") });
}

export function redirectToLogin(path: string, base: string): Response {
	return new Response(null, {
		status: 302,
		headers: {
			"Content-Type": "text/html; charset=utf-8",
			Location: `${base}/accounts/login/?next=${encodeURIComponent(path).replaceAll("%2F", "/")}`,
		},
	});
}

export function loginPage(): Response {
	const form = '<form method="post"><input name="login"><input name="password" type="password"></form>';
	return html(page("Paperless-ngx sign in", form));
}

export function errorPage(status: number, title: string): Response {
	return html(page(`${title} (${status})`, `<h1>${title} (${status})</h1>`), status);
}

/** The page that a browser gets in place of the JSON. */
export function browsablePage(path: string, status: number, text: string): Response {
	return html(page(`${path} – Django REST framework`, `<pre>HTTP ${status}\n\n${escapeHtml(text)}</pre>`), status);
}

function page(title: string, body: string): string {
	return `<!DOCTYPE html>\n<html lang="en">\n<head><title>${escapeHtml(title)}</title></head>\n<body>${body}</body>\n</html>\n`;
}

function escapeHtml(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
