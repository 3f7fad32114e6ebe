import { createHmac } from "node:crypto";
import { randomBytes } from "../lib/random.ts";

/*
 * How a delivery proves whence it comes: the headers of the Standard Webhooks specification, and one of our own over the body alone.
 */

const prefix = "whsec_";

/** `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
	return prefix + Buffer.from(randomBytes(32)).toString("base64");
}

/**
 * Headers over exactly these characters of `body`. `secrets`: the newest first; each signs for `webhook-signature`, the newest
 * alone for `X-PaperAI-Signature`, with its whole text as the key.
 */
export function signedHeaders(
	secrets: readonly [string, ...string[]],
	{ id, nowMs, body }: { id: string; nowMs: number; body: string },
): Record<string, string> {
	const timestamp = String(Math.floor(nowMs / 1000));
	const content = `${id}.${timestamp}.${body}`;
	const signatures = secrets.map((secret) => `v1,${hmac(keyOf(secret), content).digest("base64")}`);
	return {
		"webhook-id": id,
		"webhook-timestamp": timestamp,
		"webhook-signature": signatures.join(" "),
		"X-PaperAI-Signature": `sha256=${hmac(secrets[0], body).digest("hex")}`,
	};
}

/** What the base64 after `whsec_` stands for. */
function keyOf(secret: string): Uint8Array {
	return Buffer.from(secret.slice(prefix.length), "base64");
}

/** HMAC-SHA256; texts count as their UTF-8 bytes. */
function hmac(key: string | Uint8Array, text: string) {
	return createHmac("sha256", key).update(text);
}
