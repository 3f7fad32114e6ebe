import { refuse } from "./answers.ts";
import type { Profile } from "./profile.ts";

export interface Negotiated {
	api: number;
	/** The answer is shown as a page for people. */
	isBrowser: boolean;
}

interface Media {
	type: string;
	version: string | undefined;
}

/** What the `Accept` header asks for; 406 where there is no such type or API version. Decided before anything else. */
export function negotiate(accept: string | null, profile: Profile): Negotiated {
	const wanted = mediaOf(accept ?? "*/*");
	const chosen = wanted.find(({ type }) => jsonTypes.has(type) || type === "text/html" || type === "text/*");
	if (chosen === undefined) throw refuse(406, { detail: "Could not satisfy the request Accept header." });
	return { api: apiOf(chosen.version, profile), isBrowser: chosen.type.startsWith("text/") };
}

const jsonTypes = new Set(["*/*", "application/*", "application/json"]);

/** The most exact first; weights are not heeded. */
function mediaOf(accept: string): Media[] {
	const media = accept.split(",").map((part) => {
		const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim());
		const version = parameters.find((parameter) => parameter.startsWith("version="))?.slice("version=".length);
		return { type: type.toLowerCase(), version };
	});
	const precision = ({ type, version }: Media) =>
		type === "*/*" ? 0 : type.endsWith("/*") ? 1 : version === undefined ? 2 : 3;
	return media.sort((a, b) => precision(b) - precision(a));
}

function apiOf(version: string | undefined, { apis, defaultApi }: Profile): number {
	if (version === undefined) return defaultApi;
	const api = apis.find((known) => String(known) === version);
	if (api === undefined) throw refuse(406, { detail: 'Invalid version in "Accept" header.' });
	return api;
}
