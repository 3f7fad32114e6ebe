import { AppError } from "../errors.ts";
import { precondition } from "./conditional.ts";
import type { Http } from "./http.ts";
import { type ByteRange, parseRange } from "./range.ts";

/** A stored object as an answer: how it is found, how it is opened whole or in part, and the headers that describe it. */
export interface StoredFile {
	stored: R2Object | null;
	open(options: { range?: ByteRange }): Promise<R2ObjectBody | null>;
	headers: Record<string, string>;
	/** Said where it is gone. */
	missing: string;
}

/** The object with preconditions and single ranges as HTTP has them. Throws `not_found` where it is gone. */
export async function storedFile(http: Http, { stored, open, headers: own, missing }: StoredFile): Promise<Response> {
	if (stored === null) throw new AppError("not_found", missing);
	const headers = new Headers({
		"Accept-Ranges": "bytes",
		"Last-Modified": stored.uploaded.toUTCString(),
		"X-Content-Type-Options": "nosniff",
		ETag: stored.httpEtag,
		...own,
	});
	const verdict = precondition((name) => http.req.header(name), stored);
	if (verdict !== undefined) return new Response(null, { status: verdict, headers });
	const ifRange = http.req.header("if-range");
	const isCurrent = ifRange === undefined || ifRange === stored.httpEtag;
	const range = isCurrent ? parseRange(http.req.header("range"), stored.size) : undefined;
	if (range === "unsatisfiable") {
		headers.set("Content-Range", `bytes */${stored.size}`);
		return new Response(null, { status: 416, headers });
	}
	const body = await open(range === undefined ? {} : { range });
	if (body === null) throw new AppError("not_found", missing);
	headers.set("Content-Length", String(range?.length ?? stored.size));
	if (range === undefined) return new Response(body.body, { headers });
	headers.set("Content-Range", `bytes ${range.offset}-${range.offset + range.length - 1}/${stored.size}`);
	return new Response(body.body, { status: 206, headers });
}
