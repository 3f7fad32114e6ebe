import { createHash, createHmac } from "node:crypto";
import type { Asked, Server } from "./network.ts";

export interface StoreOptions {
	accessKeyId: string;
	secretAccessKey: string;
	region: string;
	/** What stands before the bucket: scheme, host and path, without a slash at its end. */
	base: string;
	/** The bucket is the first label of the host. */
	isVirtual?: boolean;
	/** By `bucket/key`; a string is a PDF's text. */
	objects: Record<string, string | (() => Response)>;
	/** Buckets beyond those that `objects` name. */
	buckets?: string[];
}

/**
 * A store that checks each signature as AWS describes it (Signature Version 4, header form), from the request as it came
 * over the wire and with none of the code under test.
 */
export function objectStore(options: StoreOptions): Server {
	return (asked) => {
		const path = pathIn(asked, options);
		if (path === undefined) return undefined;
		const answer = respond(asked, path, options);
		return asked.method === "HEAD" ? headOf(answer) : answer;
	};
}

function respond(asked: Asked, { bucket, key }: { bucket: string; key: string }, options: StoreOptions): Response {
	const fault = signatureFault(asked, options);
	if (fault !== undefined) return failure(fault === "AuthorizationHeaderMalformed" ? 400 : 403, fault, options.region);
	const isThere = [...Object.keys(options.objects), ...(options.buckets ?? [])].some(
		(name) => name.split("/")[0] === bucket,
	);
	if (!isThere) return failure(404, "NoSuchBucket");
	if (key === "") return new Response(null);
	const object = options.objects[`${bucket}/${key}`];
	if (object === undefined) return failure(404, "NoSuchKey");
	if (typeof object !== "string") return object();
	const length = { "Content-Length": String(Buffer.byteLength(object)) };
	return new Response(object, { headers: { "Content-Type": "application/pdf", ...length } });
}

/** A path in percent signs, decoded as a store does it: a plus sign is one. Undefined: another server's. */
function pathIn({ url }: Asked, { base, isVirtual }: StoreOptions): { bucket: string; key: string } | undefined {
	const given = new URL(base);
	if (!isVirtual) {
		if (url.origin !== given.origin || !url.pathname.startsWith(`${given.pathname.replace(/\/$/, "")}/`))
			return undefined;
		const [bucket = "", ...key] = url.pathname.slice(given.pathname.replace(/\/$/, "").length + 1).split("/");
		return { bucket, key: decodeURIComponent(key.join("/")) };
	}
	if (!url.hostname.endsWith(`.${given.hostname}`)) return undefined;
	const bucket = url.hostname.slice(0, -given.hostname.length - 1);
	return { bucket, key: decodeURIComponent(url.pathname.slice(1)) };
}

const hmac = (key: string | Buffer, text: string) => Buffer.from(createHmac("sha256", key).update(text).digest());
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

function signatureFault({ method, url, headers }: Asked, options: StoreOptions): string | undefined {
	const authorization = headers.get("authorization") ?? "";
	const [, accessKeyId, date, region, signedHeaders, signature] =
		/^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
			authorization,
		) ?? [];
	if (accessKeyId === undefined || date === undefined || signedHeaders === undefined) return "AccessDenied";
	if (accessKeyId !== options.accessKeyId) return "InvalidAccessKeyId";
	if (region !== options.region) return "AuthorizationHeaderMalformed";
	const time = headers.get("x-amz-date") ?? "";
	const instant = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
	if (!(Math.abs(Date.now() - instant) < 900_000)) return "RequestTimeTooSkewed";
	const names = signedHeaders.split(";");
	if (!names.includes("host") || !names.includes("x-amz-date")) return "AccessDenied";
	const values = names.map((name) => `${name}:${(name === "host" ? url.host : headers.get(name))?.trim()}\n`);
	const payload = headers.get("x-amz-content-sha256") ?? "";
	const canonical = [method, canonicalPath(url.pathname), "", values.join(""), signedHeaders, payload].join("\n");
	const scope = `${date}/${options.region}/s3/aws4_request`;
	const key = hmac(hmac(hmac(hmac(`AWS4${options.secretAccessKey}`, date), options.region), "s3"), "aws4_request");
	const expected = hmac(key, ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n")).toString("hex");
	return expected === signature ? undefined : "SignatureDoesNotMatch";
}

/** Each byte of the decoded path but the unreserved ones and the slash in percent signs, once. */
function canonicalPath(pathname: string): string {
	return [...Buffer.from(decodeURIComponent(pathname))]
		.map((byte) => {
			const char = String.fromCharCode(byte);
			return /[A-Za-z0-9\-._~/]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
		})
		.join("");
}

function failure(status: number, code: string, region?: string): Response {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>internal words of 10.0.0.7</Message></Error>`;
	const headers = {
		"Content-Type": "application/xml",
		...(region === undefined ? {} : { "x-amz-bucket-region": region }),
	};
	return new Response(xml, { status, headers });
}

function headOf({ status, headers }: Response): Response {
	return new Response(null, { status, headers });
}
