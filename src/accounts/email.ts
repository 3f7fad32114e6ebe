export interface Email {
	/** As written, trimmed, domain in lower case: what is shown. */
	readonly address: string;
	/** What logins and uniqueness compare: all lower case, domain in its ASCII form. */
	readonly key: string;
}

/** Top-level names no mail reaches (RFC 6761 and its registry). `example.com` is not among them: documentation uses it. */
const specialUse = new Set(["arpa", "internal", "invalid", "local", "localhost", "onion", "test"]);

const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an address as mail servers do (RFC 5321 lengths, RFC 5322 dot-atoms, international names), without asking the
 * network. What is wrong with it comes back as a sentence.
 */
export function parseEmail(text: string): Email | { problem: string } {
	if (text.length > 1000) return { problem: "The email address is too long." };
	const trimmed = text.trim().normalize("NFC");
	const at = trimmed.lastIndexOf("@");
	if (at === -1) return { problem: "An email address must have an @-sign." };
	const local = trimmed.slice(0, at);
	const domain = trimmed.slice(at + 1).toLowerCase();
	if (local === "") return { problem: "There must be something before the @-sign." };
	if (domain === "") return { problem: "There must be something after the @-sign." };
	if (Buffer.byteLength(local) > 64) return { problem: "The email address is too long before the @-sign." };
	if (!trimmed.isWellFormed() || !localPart.test(local)) {
		return { problem: "The email address contains invalid characters before the @-sign." };
	}
	const ascii = toAsciiDomain(domain);
	const labels = ascii?.split(".") ?? [];
	const top = labels.at(-1) ?? "";
	if (ascii === undefined || ascii.length > 253 || !labels.every((label) => domainLabel.test(label))) {
		return { problem: "The part after the @-sign contains invalid characters." };
	}
	if (specialUse.has(top)) {
		return { problem: "The part after the @-sign is a special-use or reserved name that cannot be used with email." };
	}
	if (labels.length < 2 || (!/[a-z]$/.test(top) && !top.startsWith("xn--"))) {
		return { problem: "The part after the @-sign is not valid. It should have a period and a top-level domain." };
	}
	const address = `${local}@${domain}`;
	if (Buffer.byteLength(address) > 254) return { problem: "The email address is too long." };
	return { address, key: `${local.toLowerCase()}@${ascii}` };
}

function toAsciiDomain(domain: string): string | undefined {
	if (/^[a-z0-9.-]*$/.test(domain)) return domain;
	// The URL parser would take a port, a path or an escape for something else than a name.
	if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return undefined;
	const url = URL.parse(`http://${domain}/`);
	return url === null ? undefined : url.hostname;
}
