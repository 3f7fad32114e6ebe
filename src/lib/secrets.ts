import { equalInConstantTime } from "./hash.ts";

/*
 * One root secret, `DATA_KEY`, and everything else by HKDF (RFC 5869, SHA-256) under the name of its purpose, so that a
 * key used for signing links can never open a stored credential. Derived keys are kept per isolate: they are made from
 * configuration, not from a request.
 */

/** `DATA_KEY` is missing, is not 32 bytes of base64, or is a value that anybody could guess. */
export class DataKeyError extends Error {
	constructor(reason: string) {
		super(`DATA_KEY ${reason}: set it to 32 random bytes in base64, for instance with \`openssl rand -base64 32\``);
		this.name = "DataKeyError";
	}
}

/** The 32 bytes of `DATA_KEY`; throws a `DataKeyError`. */
export function parseDataKey(text: string | undefined): Uint8Array<ArrayBuffer> {
	if (text === undefined || text.trim() === "") throw new DataKeyError("is not set");
	const encoded = text.trim().replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "");
	if (!/^[A-Za-z0-9+/]{43}$/.test(encoded)) throw new DataKeyError("is not 32 bytes in base64");
	const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
	// Zeros, one repeated letter, 01020304…: what documentation prints. 32 random bytes have 16 different ones but for one in 10^10.
	const isSequence = bytes.every((byte, index) => index === 0 || byte === ((bytes[index - 1] ?? 0) + 1) % 256);
	if (new Set(bytes).size < 16 || isSequence) throw new DataKeyError("is a published or guessable value");
	return bytes;
}

const hkdfLabel = "deckle/v1/";
const derived = new Map<string, CryptoKey>();

async function derive(
	dataKey: string | undefined,
	purpose: string,
	algorithm: { name: "HMAC"; hash: "SHA-256"; length: 256 } | { name: "AES-GCM"; length: 256 },
	usages: KeyUsage[],
): Promise<CryptoKey> {
	const name = `${algorithm.name}\n${purpose}\n${dataKey}`;
	const known = derived.get(name);
	if (known !== undefined) return known;
	const root = await crypto.subtle.importKey("raw", parseDataKey(dataKey), "HKDF", false, ["deriveKey"]);
	const info = new TextEncoder().encode(`${hkdfLabel}${algorithm.name.toLowerCase()}/${purpose}`);
	const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
	const key = await crypto.subtle.deriveKey(parameters, root, algorithm, false, usages);
	if (derived.size >= 64) derived.clear();
	derived.set(name, key);
	return key;
}

type KeyUsage = "sign" | "verify" | "encrypt" | "decrypt";

export interface Signer {
	/** HMAC-SHA-256 of the message's UTF-8 bytes, as 43 characters of base64url. */
	sign(message: string): Promise<string>;
	/** False for anything that `sign` did not give for this message; compares in constant time. */
	verify(message: string, signature: string): Promise<boolean>;
}

/**
 * Signs short messages (links, cursors) with a key of its own for `purpose`. Throws a `DataKeyError`, which is answered
 * with 500 and whose text names the variable in the log.
 */
export async function createSigner(dataKey: string | undefined, purpose: string): Promise<Signer> {
	const key = await derive(dataKey, purpose, { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign", "verify"]);
	const sign = async (message: string) =>
		toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(message))));
	return {
		sign,
		async verify(message, signature) {
			const encoder = new TextEncoder();
			return equalInConstantTime(encoder.encode(await sign(message)), encoder.encode(signature));
		},
	};
}

/**
 * AES-256-GCM with a random 96-bit nonce: `v1.` + base64url(nonce ‖ ciphertext ‖ tag). `place` says which row and column
 * the text belongs to; it is authenticated, so that a ciphertext moved to another row does not open.
 */
export async function encryptSecret(dataKey: string | undefined, place: string, text: string): Promise<string> {
	const key = await derive(dataKey, "stored-secrets", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
	const nonce = crypto.getRandomValues(new Uint8Array(12));
	const encoder = new TextEncoder();
	const sealed = await crypto.subtle.encrypt(
		{ name: "AES-GCM", iv: nonce, additionalData: encoder.encode(place) },
		key,
		encoder.encode(text),
	);
	const bytes = new Uint8Array(nonce.byteLength + sealed.byteLength);
	bytes.set(nonce);
	bytes.set(new Uint8Array(sealed), nonce.byteLength);
	return `v1.${toBase64Url(bytes)}`;
}

/** What `encryptSecret` sealed for this `place`; throws where key, place or text are not those. */
export async function decryptSecret(dataKey: string | undefined, place: string, sealed: string): Promise<string> {
	const key = await derive(dataKey, "stored-secrets", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]);
	if (!sealed.startsWith("v1.")) throw new Error("Not a stored secret");
	const bytes = Uint8Array.from(Buffer.from(sealed.slice(3), "base64url"));
	const opened = await crypto.subtle.decrypt(
		{ name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: new TextEncoder().encode(place) },
		key,
		bytes.subarray(12),
	);
	return new TextDecoder().decode(opened);
}

function toBase64Url(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64url");
}
