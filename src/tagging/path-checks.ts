import type { UserPrincipal } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import { Deadline, requestDownload } from "../documents/documents.ts";
import { logError } from "../lib/log.ts";
import { findS3Connection, parseS3Path, requestS3, type S3Connection } from "./s3.ts";
import { downloadReason, SourceError, timeoutReason } from "./source-error.ts";
import { findLocal } from "./source-local.ts";
import { s3Meaning } from "./source-s3.ts";
import { isUrl, toAddress } from "./source-url.ts";

/** Connections that an invocation may have open. */
const atOnce = 6;
/** The known client waits 120 s for the whole call. */
const allMs = 110_000;
const eachMs = 10_000;

export interface PathToCheck {
	path: string;
	/** `url` where it is missing. */
	type?: string | undefined;
}

/** What stands behind a path: `contentType` and `sizeBytes` as the server's headers say, null where they do not. */
export interface CheckedPath {
	path: string;
	valid: boolean;
	error: string | null;
	contentType: string | null;
	sizeBytes: number | null;
}

export interface CheckOptions {
	/** For all paths together; those not done by then are `Request timed out`. */
	deadlineMs?: number;
	/** For each. */
	timeoutMs?: number;
	signal?: AbortSignal;
}

type Found = Pick<CheckedPath, "contentType" | "sizeBytes">;

/** Why a path is not valid, in the contract's words. */
class PathRefused extends Error {}

interface Check {
	ctx: Context;
	owner: string;
	deadline: Deadline;
	/** Read once for all paths that need it. */
	connection(): Promise<S3Connection | undefined>;
}

/** Looks whether the bytes of each path could be had, without fetching them; results in the order of the paths. Never throws for a path. */
export async function checkPaths(
	ctx: Context,
	{ id: owner }: Pick<UserPrincipal, "id">,
	paths: readonly PathToCheck[],
	options: CheckOptions = {},
): Promise<CheckedPath[]> {
	const over = AbortSignal.timeout(options.deadlineMs ?? allMs);
	const signal = options.signal === undefined ? over : AbortSignal.any([over, options.signal]);
	let found: Promise<S3Connection | undefined> | undefined;
	const connection = () => {
		found ??= findS3Connection(ctx, owner);
		return found;
	};
	const results: CheckedPath[] = [];
	const waiting = paths.entries();
	const work = async () => {
		for (const [at, { path, type = "url" }] of waiting) {
			const trimmed = path.trim();
			const deadline = new Deadline(options.timeoutMs ?? eachMs, signal);
			const check = checkPath({ ctx, owner, deadline, connection }, trimmed, type.trim().toLowerCase());
			results[at] = await check.then(
				(checked) => ({ path: trimmed, valid: true, error: null, ...checked }),
				(error: Error) => invalid(trimmed, signal.aborted ? timeoutReason : error.message),
			);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
	return results;
}

function invalid(path: string, error: string): CheckedPath {
	return { path, valid: false, error, contentType: null, sizeBytes: null };
}

/** Throws a `PathRefused`. */
async function checkPath(check: Check, path: string, type: string): Promise<Found> {
	if (path === "") throw new PathRefused("Empty path");
	// With no time left there is no use in asking.
	check.deadline.signal.throwIfAborted();
	if (type === "local") return await checkLocal(check, path);
	if (type === "url" || (type === "s3" && isUrl(path))) return await checkUrlPath(check, path);
	if (type === "s3") return await checkS3(check, path);
	throw new PathRefused(`Unknown path type: ${type}`);
}

async function checkUrlPath(check: Check, path: string): Promise<Found> {
	const { ctx, deadline } = check;
	if (!isUrl(path)) throw new PathRefused("URL must start with http:// or https://");
	try {
		const head = (await requestDownload(ctx, toAddress(path), deadline, { method: "HEAD" })).response;
		await head.body?.cancel();
		if (head.status !== 405) return foundIn(head);
		const { response } = await requestDownload(ctx, toAddress(path), deadline);
		await response.body?.cancel();
		return { ...foundIn(response), sizeBytes: null };
	} catch (error) {
		throw refusal(check, error, "Request failed", timeoutReason);
	}
}

async function checkS3(check: Check, path: string): Promise<Found> {
	const { ctx, deadline, connection } = check;
	try {
		const store = await connection();
		if (store === undefined) throw new PathRefused("S3 client not configured");
		const target = parseS3Path(path);
		if (target === undefined) throw new PathRefused("Invalid S3 path format");
		const response = await requestS3(ctx, store, { method: "HEAD", target }, deadline);
		if (response.ok) return foundIn(response);
		if (response.status !== 404) throw new PathRefused(`S3 error: ${await s3Meaning(response, deadline)}`);
		// The answer to a HEAD has no words: the bucket itself tells which of the two is missing.
		const bucket = await requestS3(ctx, store, { method: "HEAD", target: { bucket: target.bucket } }, deadline);
		throw new PathRefused(bucket.status === 404 ? "Bucket not found" : "Object not found");
	} catch (error) {
		throw refusal(check, error, "S3 error", `S3 error: ${timeoutReason}`);
	}
}

async function checkLocal(check: Check, path: string): Promise<Found> {
	try {
		const { contentType, sizeBytes } = await findLocal(check.ctx, check.owner, path);
		return { contentType, sizeBytes };
	} catch (error) {
		if (!(error instanceof SourceError)) throw refusal(check, error, "Path validation error", "");
		throw new PathRefused(error.message.startsWith("Not a file:") ? "Not a file" : error.message);
	}
}

function foundIn(response: Response): Found {
	if (response.status !== 200) throw new PathRefused(`HTTP ${response.status}`);
	const length = response.headers.get("content-length");
	return {
		contentType: response.headers.get("content-type"),
		sizeBytes: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null,
	};
}

function refusal({ deadline }: Check, error: unknown, prefix: string, timedOut: string): PathRefused {
	if (error instanceof PathRefused) return error;
	const known = downloadReason(error);
	if (known === undefined && !deadline.signal.aborted) logError("a path could not be checked", error);
	const reason = known?.reason ?? "unexpected error";
	return new PathRefused(reason === timeoutReason ? timedOut : `${prefix}: ${reason}`);
}
