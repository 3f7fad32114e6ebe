/** `length` unguessable bytes. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** `length` unguessable bytes in base64url without padding: 32 bytes are 43 characters. */
export function randomToken(length: number): string {
	return Buffer.from(randomBytes(length)).toString("base64url");
}
