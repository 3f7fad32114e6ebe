import type { MiddlewareHandler } from "hono";
import { AppError } from "../../errors.ts";
import { requireUser } from "../auth.ts";
import type { AppEnv, Http } from "../http.ts";
import { checkLink, linkSigner } from "../links.ts";
import { member } from "./wire.ts";

/*
 * Image tags and frames can't send a header: previews and thumbs of documents have links that need no other credential for an hour
 * (contracts/library.md 10.4).
 */

const purpose = "library-media";
const linkSeconds = 3600;
const base = "/api/v1";

export type MediaKind = "preview" | "thumb";
/** Of a document of Paperless by its number there, of an upload by its id. */
export type MediaTarget = { paperlessId: number } | { id: string };

/** What is needed of a document to link to its file. */
export interface LinkedDocument {
	id: string;
	paperlessId: number | null;
}

export interface MediaLinks {
	previewUrl: string;
	thumbUrl: string;
}

/** Makes links to the files of the caller's documents. */
export async function mediaLinks(http: Http): Promise<(document: LinkedDocument) => Promise<MediaLinks>> {
	const owner = requireUser(http).id;
	const sign = await linkSigner(http, purpose, linkSeconds);
	const { origin } = new URL(http.req.url);
	// A number of Paperless is many users' number: the link has to say whose.
	const tag = Buffer.from(owner).toString("base64url");
	const urlOf = async (kind: MediaKind, target: MediaTarget) => {
		const { expires, signature } = await sign(subjectOf(owner, kind, target));
		return `${origin}${base}${pathOf(target)}/${kind}?exp=${expires}&sig=${tag}.${signature}`;
	};
	return async ({ id, paperlessId }) => {
		const target = paperlessId === null ? { id } : { paperlessId };
		const [previewUrl, thumbUrl] = await Promise.all([urlOf("preview", target), urlOf("thumb", target)]);
		return { previewUrl, thumbUrl };
	};
}

/** Lets in who comes with a link as well as who shows who they are; `mediaOwner` tells whose document it is about. */
export function linkedOrMember(): MiddlewareHandler<AppEnv> {
	const asMember = member({ tokenInQuery: true });
	return async (http, next) => {
		if (!isLinked(http)) return await asMember(http, next);
		http.set("principal", undefined);
		await next();
	};
}

/** Whose document is asked for. Throws `forbidden` for a link that was changed or has expired. */
export async function mediaOwner(http: Http, kind: MediaKind, target: MediaTarget): Promise<string> {
	if (!isLinked(http)) return requireUser(http).id;
	const [tag = "", signature, ...rest] = (http.req.query("sig") ?? "").split(".");
	const owner = Buffer.from(tag, "base64url").toString();
	// One spelling of it is signed; others that decode to the same are changed links.
	const isGenuine = rest.length === 0 && Buffer.from(owner).toString("base64url") === tag;
	if (!isGenuine) throw new AppError("forbidden", "Link is invalid or has expired");
	await checkLink(http, purpose, subjectOf(owner, kind, target), { expires: http.req.query("exp"), signature });
	return owner;
}

function isLinked(http: Http): boolean {
	return http.req.query("sig") !== undefined || http.req.query("exp") !== undefined;
}

function subjectOf(owner: string, kind: MediaKind, target: MediaTarget): string {
	return JSON.stringify([owner, kind, target]);
}

function pathOf(target: MediaTarget): string {
	return "id" in target ? `/documents/${target.id}` : `/paperless/documents/${target.paperlessId}`;
}
