import { scrypt as scryptWithCallback } from "node:crypto";
import { compare } from "bcryptjs";
import { equalInConstantTime } from "../lib/hash.ts";
import { randomBytes } from "../lib/random.ts";

/** Longer ones are refused: hashing must not be a way to make the service work. */
export const longestPassword = 1024;

// OWASP's first choice among those with 16 MB: N=2^14, r=8, p=5. 120 ms of CPU in workerd, 16 MB.
const cost = { N: 2 ** 14, r: 8, p: 5 };
const saltBytes = 16;
const hashBytes = 32;

const scryptForm = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;
const bcryptForm = /^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/;

/** `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
	const salt = Buffer.from(randomBytes(saltBytes));
	const hash = Buffer.from(await scrypt(password, salt, cost));
	return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

/**
 * Whether `password` is the one behind `stored`: our scrypt form, or a bcrypt hash brought along, which reads 72 bytes
 * only and should be replaced. Without a stored hash the answer is no, after the same work: how long a login takes must
 * not tell whether the account exists.
 */
export async function checkPassword(
	password: string,
	stored: string | null | undefined,
): Promise<{ matches: boolean; isOutdated: boolean }> {
	if (password.length > longestPassword) return { matches: false, isOutdated: false };
	if (stored && bcryptForm.test(stored)) return { matches: await compare(password, stored), isOutdated: true };
	const parts = stored ? scryptForm.exec(stored) : null;
	if (parts === null) {
		await scrypt(password, Buffer.alloc(saltBytes), cost);
		return { matches: false, isOutdated: false };
	}
	const [, N = "", r = "", p = "", salt = "", hash = ""] = parts;
	const stated = { N: Number(N), r: Number(r), p: Number(p) };
	const given = await scrypt(password, Buffer.from(salt, "base64url"), stated);
	return {
		matches: equalInConstantTime(given, Buffer.from(hash, "base64url")),
		isOutdated: stated.N !== cost.N || stated.r !== cost.r || stated.p !== cost.p,
	};
}

function scrypt(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Uint8Array> {
	return new Promise((resolve, reject) => {
		const maxmem = 256 * N * r;
		scryptWithCallback(password, salt, hashBytes, { N, r, p, maxmem }, (error, hash) =>
			error ? reject(error) : resolve(hash),
		);
	});
}
