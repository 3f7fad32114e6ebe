import { createSigner } from "../lib/secrets.ts";
import type { Http } from "./http.ts";

/**
 * Cursors of one walk through a list: opaque to the client, signed, and good for that walk alone. `scope` says which it is: whose list,
 * filtered and sorted how.
 */
export interface Cursors {
	seal(position: unknown): Promise<string>;
	/** Undefined for one that is not genuine, or of another walk. */
	open(cursor: string): Promise<unknown>;
}

export async function cursorsOf(http: Http, purpose: string, scope: unknown): Promise<Cursors> {
	const signer = await createSigner(http.get("ctx").config.DATA_KEY, `cursors/${purpose}`);
	const messageOf = (payload: string) => `${JSON.stringify(scope)}\n${payload}`;
	return {
		async seal(position) {
			const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
			return `${payload}.${await signer.sign(messageOf(payload))}`;
		},
		async open(cursor) {
			const [payload = "", signature = "", ...rest] = cursor.split(".");
			if (rest.length > 0 || !(await signer.verify(messageOf(payload), signature))) return undefined;
			return JSON.parse(Buffer.from(payload, "base64url").toString());
		},
	};
}
