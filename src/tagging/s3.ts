import { AwsV4Signer } from "aws4fetch";
import { isAdminUser } from "../accounts/accounts.ts";
import type { Context } from "../context.ts";
import { type Deadline, requestDownload } from "../documents/documents.ts";
import { revealSettings } from "../settings/settings.ts";

const defaultRegion = "us-east-1";

/** Where a user's `s3://` paths lead, and with whose key. */
export interface S3Connection {
	/** Undefined: AWS itself. */
	endpoint: string | undefined;
	region: string;
	accessKeyId: string;
	secretAccessKey: string;
	/** The operator's own, which need not pass the guard. */
	isTrusted: boolean;
}

export interface S3Target {
	bucket: string;
	/** Undefined: the bucket itself. */
	key?: string;
}

/**
 * The user's own connection; for administrators without one, the deployment's. The two are never mixed: the operator's
 * key is for no address that a user gave. Undefined where there is none or it is not complete.
 */
export async function findS3Connection(ctx: Context, owner: string): Promise<S3Connection | undefined> {
	const own = await revealSettings(ctx, owner, "s3.");
	const endpoint = own["s3.endpoint"];
	const region = own["s3.region"];
	const accessKeyId = own["s3.accessKeyId"];
	const secretAccessKey = own["s3.secretAccessKey"];
	if (endpoint !== undefined || accessKeyId !== undefined || secretAccessKey !== undefined) {
		return toConnection({ endpoint, region, accessKeyId, secretAccessKey, isTrusted: false });
	}
	const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = ctx.config;
	if (AWS_ACCESS_KEY_ID === undefined || !(await isAdminUser(ctx, owner))) return undefined;
	return toConnection({
		endpoint: AWS_ENDPOINT_URL,
		region: AWS_REGION,
		accessKeyId: AWS_ACCESS_KEY_ID,
		secretAccessKey: AWS_SECRET_ACCESS_KEY,
		isTrusted: true,
	});
}

interface GivenConnection {
	endpoint: string | undefined;
	region: string | undefined;
	accessKeyId: string | undefined;
	secretAccessKey: string | undefined;
	isTrusted: boolean;
}

function toConnection(given: GivenConnection): S3Connection | undefined {
	const { endpoint, region = defaultRegion, accessKeyId, secretAccessKey, isTrusted } = given;
	if (accessKeyId === undefined || secretAccessKey === undefined || !isRegion(region)) return undefined;
	if (endpoint !== undefined && !URL.canParse(endpoint)) return undefined;
	return { endpoint, region, accessKeyId, secretAccessKey, isTrusted };
}

/** It becomes part of a host name. */
function isRegion(text: string): boolean {
	return /^[a-z0-9-]{1,40}$/i.test(text);
}

/** `s3://bucket/key` or `bucket/key`; the key is raw, not percent-encoded. Undefined for what names no object. */
export function parseS3Path(path: string): Required<S3Target> | undefined {
	const [, bucket, key] = /^(?:s3:\/\/)?([A-Za-z0-9][A-Za-z0-9._-]{0,254})\/(.+)$/s.exec(path) ?? [];
	if (bucket === undefined || key === undefined || !key.isWellFormed()) return undefined;
	// A URL cannot say these: its parser takes them, in any spelling, for steps up and down.
	if (key.split("/").some((segment) => segment === "." || segment === "..")) return undefined;
	return { bucket, key };
}

/**
 * A signed request (Signature Version 4), repeated once where the store says that the bucket is in another region. The
 * answer may have any status. Throws a `DownloadFailed`.
 */
export async function requestS3(
	ctx: Context,
	connection: S3Connection,
	ask: { method: "GET" | "HEAD"; target: S3Target },
	deadline: Deadline,
): Promise<Response> {
	const response = await sendSigned(ctx, connection, ask, deadline);
	const region = response.headers.get("x-amz-bucket-region");
	if (response.ok || region === null || region === connection.region || !isRegion(region)) return response;
	await response.body?.cancel();
	return await sendSigned(ctx, { ...connection, region }, ask, deadline);
}

async function sendSigned(
	ctx: Context,
	connection: S3Connection,
	{ method, target }: { method: "GET" | "HEAD"; target: S3Target },
	deadline: Deadline,
): Promise<Response> {
	const { region, accessKeyId, secretAccessKey, isTrusted } = connection;
	const url = objectUrl(connection, target);
	const signer = new AwsV4Signer({ method, url, region, accessKeyId, secretAccessKey, service: "s3" });
	const { headers } = await signer.sign();
	if (!isTrusted) return (await requestDownload(ctx, url, deadline, { method, headers, maxRedirects: 0 })).response;
	const asked = ctx.fetch(url, { method, headers, redirect: "manual", signal: deadline.signal });
	return await deadline.within(asked, "The server could not be reached.");
}

/**
 * AWS is asked by virtual host, its recommended form, where the bucket's name can be one under its certificate; other
 * stores (R2, MinIO) by path, behind whatever path their endpoint has.
 */
function objectUrl({ endpoint, region }: Pick<S3Connection, "endpoint" | "region">, target: S3Target): string {
	const { bucket, key = "" } = target;
	const path = key.split("/").map(encodeSegment).join("/");
	if (endpoint !== undefined) {
		const { origin, pathname } = new URL(endpoint);
		return `${origin}${pathname.replace(/\/+$/, "")}/${bucket}${key === "" ? "" : `/${path}`}`;
	}
	const host = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
	const canBeHost = /^[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]$/.test(bucket);
	return canBeHost ? `https://${bucket}.${host}/${path}` : `https://${host}/${bucket}${key === "" ? "" : `/${path}`}`;
}

/** All but RFC 3986's unreserved characters, as the signature has them too. */
function encodeSegment(segment: string): string {
	return encodeURIComponent(segment).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
