import { AppError } from "../errors.ts";
import { createSigner } from "../lib/secrets.ts";
import type { Http } from "./http.ts";

/** The query of a signed link. */
export interface LinkQuery {
	expires?: string | undefined;
	signature?: string | undefined;
}

/** A signature and until when it holds, in seconds since 1970. */
export interface LinkSignature {
	expires: string;
	signature: string;
}

/**
 * Signs what a link opens, for `seconds`. `purpose` names the key, so that a link of one kind is none of another; `subject` is what it
 * opens.
 */
export async function linkSigner(
	http: Http,
	purpose: string,
	seconds: number,
): Promise<(subject: string) => Promise<LinkSignature>> {
	const signer = await createSigner(http.get("ctx").config.DATA_KEY, purpose);
	const expires = String(Math.floor(http.get("ctx").now() / 1000) + seconds);
	return async (subject) => ({ expires, signature: await signer.sign(`${subject}/${expires}`) });
}

/** Makes links on the request's own origin that work without any other credential, signed as above. */
export async function linker(
	http: Http,
	purpose: string,
	seconds: number,
): Promise<(path: string, subject: string) => Promise<string>> {
	const sign = await linkSigner(http, purpose, seconds);
	const { origin } = new URL(http.req.url);
	return async (path, subject) => {
		const { expires, signature } = await sign(subject);
		return `${origin}${path}?expires=${expires}&signature=${signature}`;
	};
}

/** Throws `forbidden` for a link that is not genuine, or not any more. */
export async function checkLink(http: Http, purpose: string, subject: string, query: LinkQuery): Promise<void> {
	const { expires = "", signature = "" } = query;
	const signer = await createSigner(http.get("ctx").config.DATA_KEY, purpose);
	const genuine = await signer.verify(`${subject}/${expires}`, signature);
	if (!genuine || Number(expires) * 1000 < http.get("ctx").now()) {
		throw new AppError("forbidden", "Link is invalid or has expired");
	}
}
