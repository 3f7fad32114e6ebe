import ipaddr from "ipaddr.js";

/**
 * The one guard for addresses that a user names: documents, webhooks, storage and Paperless servers. It judges what the
 * URL says and asks no DNS, for a Worker cannot fix the address that its fetch will use; names that are private by
 * convention are refused, literals in every notation that the URL parser turns into an address.
 */
export interface UrlPolicy {
	/** `host` or `host:port` entries that may be private or loopback. */
	readonly allowPrivateHosts: readonly string[];
	/**
	 * Opens every private and loopback address: for a Paperless-ngx server that an administrator or the single user
	 * names, which stands in the same network as a rule. Link-local, metadata and unspecified addresses stay shut.
	 */
	readonly opensPrivate?: boolean;
}

/** What is wrong with a URL: its form, the address it names or leads to, or the way its redirects go. */
export type UrlFault = "form" | "address" | "redirects";

/** `reason` is a sentence for the user. */
export type UrlVerdict = { ok: true; url: URL } | RefusedVerdict;
type RefusedVerdict = { ok: false; fault: UrlFault; reason: string };

/** Thrown by `guardedFetch`; its message is a sentence for the user. */
export class UrlRefused extends Error {
	readonly fault: UrlFault;

	constructor(fault: UrlFault, reason: string) {
		super(reason);
		this.name = "UrlRefused";
		this.fault = fault;
	}
}

/** "openable" by an entry of `allowPrivateHosts`, "never" by anything. */
type Standing = "public" | "openable" | "never";

const maxUrlCharacters = 2048;

/** Where clouds keep the credentials of the machine, outside the ranges refused anyway. */
const metadataAddresses = new Set([
	"100.100.100.200", // Alibaba Cloud, inside the carrier-grade NAT range
	"168.63.129.16", // Azure's WireServer, a public address
	"192.0.0.192", // Oracle Cloud
	"fd00:ec2::254", // AWS
	"fd20:ce::254", // Google Cloud
]);

const metadataNames = [
	"metadata",
	"metadata.goog",
	"metadata.google.internal",
	"metadata.azure.internal",
	"instance-data",
];

/** Suffixes that no public name has (RFC 6761, 6762, 8375, ICANN's `internal`, and those that home routers invent). */
const privateSuffixes = ["localhost", "local", "internal", "home.arpa", "lan", "home", "corp", "intranet", "private"];

/** RFC 1918 and 4193; the carrier-grade range is how private overlay networks such as Tailscale number their hosts. */
const openableRanges = new Set(["private", "uniqueLocal", "loopback", "carrierGradeNat"]);

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

export function checkUrl(input: string, policy: UrlPolicy): UrlVerdict {
	if (input.length > maxUrlCharacters) return refuse(`The URL is longer than ${maxUrlCharacters} characters.`);
	// The parser would drop these or read them as slashes, so that another reader of the same text sees another host.
	if (/[\s\p{Cc}\\]/u.test(input)) return refuse("The URL contains blanks, control characters or backslashes.");
	if (!URL.canParse(input)) return refuse("The URL is not valid.");
	const url = new URL(input);
	if (url.protocol !== "http:" && url.protocol !== "https:")
		return refuse("The URL must begin with http:// or https://.");
	if (url.username !== "" || url.password !== "" || /^[^/]*\/\/[^/?#]*@/.test(input)) {
		return refuse("The URL must not contain a user name or password.");
	}
	const host = canonicalHost(url.hostname);
	if (host === undefined) return refuse("The URL has no valid host name.");
	const standing = standingOf(host);
	const open = standing === "public" || (standing === "openable" && isAllowed(host, portOf(url), policy));
	return open ? { ok: true, url } : refuse("The URL points to a private or reserved address.", "address");
}

export interface GuardedInit {
	method?: string;
	headers?: HeadersInit;
	/** Not a stream: a redirect may have to send it again. */
	body?: string | Uint8Array<ArrayBuffer>;
	signal?: AbortSignal;
	/** Default 5; 0 refuses any redirect. */
	maxRedirects?: number;
}

export type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** Headers that go along to another origin. All others may carry a credential, whatever their name. */
const portableHeaders = new Set(["accept", "accept-language", "content-type", "range", "user-agent"]);

/**
 * Fetches `input` and follows its redirects, each checked as the first address was; https never becomes http, and
 * another origin gets neither credentials nor headers of ours. Throws `UrlRefused`, or what the fetcher throws.
 */
export async function guardedFetch(
	fetcher: FetchFunction,
	input: string,
	policy: UrlPolicy,
	init: GuardedInit = {},
): Promise<{ response: Response; finalUrl: string }> {
	const maxRedirects = init.maxRedirects ?? 5;
	const headers = new Headers(init.headers);
	let method = init.method?.toUpperCase() ?? "GET";
	let body = init.body;
	let url = passed(checkUrl(input, policy));
	for (let redirects = 0; ; redirects++) {
		const response = await fetcher(url.href, {
			method,
			headers: new Headers(headers),
			redirect: "manual",
			...(body === undefined ? {} : { body }),
			...(init.signal === undefined ? {} : { signal: init.signal }),
		});
		const location = redirectTarget(response);
		if (location === undefined) return { response, finalUrl: url.href };
		await response.body?.cancel();
		if (redirects === maxRedirects) {
			throw new UrlRefused(
				"redirects",
				maxRedirects === 0 ? "The URL redirects, which is not allowed here." : "The URL redirects too many times.",
			);
		}
		const next = passed(nextHop(url, location, policy));
		if (next.origin !== url.origin) keepPortable(headers);
		if (dropsBody(response.status, method)) {
			method = "GET";
			body = undefined;
			headers.delete("content-type");
		}
		url = next;
	}
}

function nextHop(from: URL, location: string, policy: UrlPolicy): UrlVerdict {
	if (!URL.canParse(location, from.href)) {
		return refuse("The URL redirects to an address that is not valid.", "redirects");
	}
	const verdict = checkUrl(new URL(location, from).href, policy);
	if (!verdict.ok) return refuse(`The URL redirects to a forbidden address. ${verdict.reason}`, verdict.fault);
	if (from.protocol === "https:" && verdict.url.protocol === "http:") {
		return refuse("The URL redirects from https to http.", "redirects");
	}
	return verdict;
}

function redirectTarget(response: Response): string | undefined {
	if (![301, 302, 303, 307, 308].includes(response.status)) return undefined;
	return response.headers.get("location") ?? undefined;
}

/** As the Fetch standard has it (4.4, HTTP-redirect fetch). */
function dropsBody(status: number, method: string): boolean {
	if (status === 303) return method !== "GET" && method !== "HEAD";
	return (status === 301 || status === 302) && method === "POST";
}

function keepPortable(headers: Headers): void {
	for (const name of [...headers.keys()]) {
		if (!portableHeaders.has(name)) headers.delete(name);
	}
}

function passed(verdict: UrlVerdict): URL {
	if (!verdict.ok) throw new UrlRefused(verdict.fault, verdict.reason);
	return verdict.url;
}

function refuse(reason: string, fault: UrlFault = "form"): RefusedVerdict {
	return { ok: false, fault, reason };
}

/**
 * One spelling per host: a name in lower case without its final dot, an address as ipaddr.js writes it, an IPv4 address
 * mapped into IPv6 as IPv4. The URL parser has already undone percent signs, wide letters, and hex, octal, decimal and
 * short forms of IPv4. Undefined for what is neither.
 */
function canonicalHost(hostname: string): string | undefined {
	const host = hostname
		.replace(/^\[(.*)\]$/, "$1")
		.replace(/\.$/, "")
		.toLowerCase();
	if (ipaddr.isValid(host)) return ipaddr.process(host).toString();
	if (host.includes(":") || host.length > 253) return undefined;
	const labels = host.split(".");
	// Outside letters, digits, hyphen and underscore, resolvers differ in what they make of a name.
	if (!labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label))) return undefined;
	// A last label of digits is an address that some resolver may read and our parser did not.
	return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "") ? undefined : host;
}

function standingOf(host: string): Standing {
	if (metadataAddresses.has(host)) return "never";
	if (ipaddr.isValid(host)) return standingOfAddress(ipaddr.parse(host));
	if (metadataNames.some((name) => host === name || host.endsWith(`.${name}`))) return "never";
	if (!host.includes(".")) return "openable";
	return privateSuffixes.some((suffix) => host.endsWith(`.${suffix}`)) ? "openable" : "public";
}

/** Of IPv6, only global unicast outside every special range: so NAT64, 6to4, Teredo and compatible forms never pass. */
function standingOfAddress(address: ipaddr.IPv4 | ipaddr.IPv6): Standing {
	const range = address.range();
	if (openableRanges.has(range)) return "openable";
	if (range !== "unicast") return "never";
	if (address.kind() === "ipv4") return "public";
	return (address as ipaddr.IPv6).match(globalUnicast) ? "public" : "never";
}

function portOf(url: URL): string {
	if (url.port !== "") return url.port;
	return url.protocol === "https:" ? "443" : "80";
}

function isAllowed(host: string, port: string, policy: UrlPolicy): boolean {
	if (policy.opensPrivate === true) return true;
	return policy.allowPrivateHosts.some((entry) => {
		const allowed = parseEntry(entry.trim());
		return allowed !== undefined && allowed.host === host && (allowed.port === undefined || allowed.port === port);
	});
}

/** `nas.local`, `nas.local:8000`, `192.168.1.5:8000`, `[fd00::5]:8000`, `fd00::5`. */
function parseEntry(entry: string): { host: string; port: string | undefined } | undefined {
	const bareIpv6 = entry.split(":").length > 2 && !entry.startsWith("[");
	const [, name, port] = bareIpv6 ? [entry, `[${entry}]`] : (entry.match(/^(\[.*\]|[^:]*)(?::(\d+))?$/) ?? []);
	if (name === undefined || !URL.canParse(`http://${name}/`)) return undefined;
	const host = canonicalHost(new URL(`http://${name}/`).hostname);
	return host === undefined ? undefined : { host, port };
}
