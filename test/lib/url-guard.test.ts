import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkUrl, guardedFetch, UrlRefused } from "../../src/lib/url-guard.ts";

const closed = { allowPrivateHosts: [] };
const allows = (input: string, ...allowPrivateHosts: string[]) => checkUrl(input, { allowPrivateHosts }).ok;

const refused = [
	// loopback, as it can be written
	"http://127.0.0.1/",
	"http://127.0.0.1:8787/tasks",
	"http://127.0.0.1./",
	"http://127.1/",
	"http://127.0.1/",
	"http://2130706433/",
	"http://0x7f000001/",
	"http://0x7f.0.0.1/",
	"http://0x7F.1/",
	"http://0177.0.0.1/",
	"http://017700000001/",
	"http://127.0.0.0x1/",
	"http://127.255.255.254/",
	"http://%31%32%37.0.0.1/",
	"http://１２７.０.０.１/",
	"http://127。0。0。1/",
	"http://①②⑦.0.0.1/",
	"http://[::1]/",
	"http://[0:0:0:0:0:0:0:1]/",
	"http://[::ffff:127.0.0.1]/",
	"http://[::ffff:7f00:1]/",
	"http://[0:0:0:0:0:ffff:7f00:0001]/",
	"http://[::127.0.0.1]/",
	"http://[64:ff9b::127.0.0.1]/",
	"http://[64:ff9b::7f00:1]/",
	"http://[64:ff9b:1::7f00:1]/",
	"http://[2002:7f00:1::]/",
	"http://[2002:0808:0808::1]/",
	"http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
	"http://[::ffff:0:127.0.0.1]/",
	// private, shared, link-local, unspecified
	"http://10.0.0.1/",
	"http://10.1/",
	"http://172.16.0.1/",
	"http://172.31.255.255/",
	"http://192.168.0.1/",
	"http://192.168.257/",
	"http://3232235777/",
	"http://0xC0A80101/",
	"http://100.64.0.1/",
	"http://100.127.255.255/",
	"http://169.254.0.1/",
	"http://169.254.169.254/latest/meta-data/",
	"http://2852039166/",
	"http://0xA9FEA9FE/",
	"http://0251.0376.0251.0376/",
	"http://[::ffff:169.254.169.254]/",
	"http://[::ffff:a9fe:a9fe]/",
	"http://[fe80::1]/",
	"http://[fe80::1%25eth0]/",
	"http://[fe80::1%eth0]/",
	"http://[fec0::1]/",
	"http://[fc00::1]/",
	"http://[fd12:3456:789a::1]/",
	"http://[fd00:ec2::254]/",
	"http://[fd20:ce::254]/",
	"http://100.100.100.200/",
	"http://168.63.129.16/",
	"http://192.0.0.192/",
	"http://0.0.0.0/",
	"http://0/",
	"http://0x0/",
	"http://[::]/",
	// multicast, reserved, benchmark, documentation, discard, unassigned
	"http://224.0.0.1/",
	"http://239.255.255.250/",
	"http://240.0.0.1/",
	"http://255.255.255.255/",
	"http://192.0.2.1/",
	"http://198.18.0.1/",
	"http://198.51.100.1/",
	"http://203.0.113.1/",
	"http://192.88.99.1/",
	"http://[ff02::1]/",
	"http://[2001:db8::1]/",
	"http://[3fff::1]/",
	"http://[100::1]/",
	"http://[5f00::1]/",
	"http://[4000::1]/",
	// names
	"http://localhost/",
	"http://LOCALHOST:80/",
	"http://localhost./",
	"http://localhost../",
	"http://ｌｏｃａｌｈｏｓｔ/",
	"http://%6cocalhost/",
	"http://app.localhost/",
	"http://printer.local/",
	"http://printer.local./",
	"http://db.internal/",
	"http://router.home.arpa/",
	"http://nas.lan/",
	"http://nas/",
	"http://metadata/",
	"http://metadata.google.internal/computeMetadata/v1/",
	"http://METADATA.GOOGLE.INTERNAL./",
	"http://metadata.goog/",
	"http://instance-data/",
	// not an address to fetch
	"",
	"example.com",
	"//example.com/",
	"ftp://example.com/",
	"file:///etc/passwd",
	"gopher://example.com/",
	"data:text/plain,hello",
	"javascript:alert(1)",
	"blob:https://example.com/1",
	"http://",
	"http:///",
	"https://user:secret@example.com/",
	"https://user@example.com/",
	"https://@example.com/",
	"http://example.com@127.0.0.1/",
	"http://127.0.0.1#@example.com/",
	"http://127.0.0.1\\@example.com/",
	" http://example.com/",
	"http://exam\tple.com/",
	"http://example.com/\r\nHost: 127.0.0.1",
	"http://256.0.0.1/",
	"http://1.2.3.4.5/",
	"http://08.1.1.1/",
	"http://example.1/",
	"http://a..example.com/",
	"http://exam*ple.com/",
	"http://[::1/",
];

const accepted = [
	"https://example.com/report.pdf",
	"http://example.com:8080/a?b=c#d",
	"https://EXAMPLE.com./",
	"https://sub.domain.example.co.uk/",
	"https://bücher.example/katalog.pdf",
	"https://under_score.example.com/",
	"https://example.com/path/@user/file",
	"https://example.com/?next=http://127.0.0.1/",
	"https://example.com/a%20b.pdf",
	"https://localhost.example.com/",
	"https://internal.example.com/",
	"https://notlocalhost.com/",
	"http://8.8.8.8/",
	"http://134744072/",
	"http://1.1/",
	"http://100.63.255.255/",
	"http://100.128.0.1/",
	"http://172.15.255.255/",
	"http://172.32.0.1/",
	"http://169.253.255.255/",
	"http://[2606:4700:4700::1111]/",
	"http://[2a00:1450:4001:82a::200e]:8443/",
	"http://[::ffff:8.8.8.8]/",
];

describe("checkUrl", () => {
	test.each(refused)("refuses %j", (input) => {
		const verdict = checkUrl(input, closed);
		expect(verdict.ok).toBe(false);
		if (!verdict.ok) expect(verdict.reason).toMatch(/^The URL .*\.$/);
	});

	test.each(accepted)("accepts %j", (input) => {
		const verdict = checkUrl(input, closed);
		expect(verdict).toMatchObject({ ok: true });
		if (verdict.ok) expect(verdict.url.href).toBe(new URL(input).href);
	});

	test("a URL may have 2048 characters and no more", () => {
		const start = "https://example.com/";
		expect(allows(start.padEnd(2048, "a"))).toBe(true);
		expect(allows(start.padEnd(2049, "a"))).toBe(false);
	});

	test("an allowed host opens private and loopback addresses in any notation", () => {
		expect(allows("http://localhost:8000/", "localhost")).toBe(true);
		expect(allows("http://LOCALHOST./", "localhost")).toBe(true);
		expect(allows("http://127.1/", "127.0.0.1")).toBe(true);
		expect(allows("http://[::ffff:127.0.0.1]/", "127.0.0.1")).toBe(true);
		expect(allows("http://192.168.1.5/", " 192.168.1.5 ")).toBe(true);
		expect(allows("http://100.64.1.2/", "100.64.1.2")).toBe(true);
		expect(allows("http://[fd12::5]/", "fd12::5")).toBe(true);
		expect(allows("http://[fd12::5]:8000/", "[fd12::5]:8000")).toBe(true);
		expect(allows("http://nas.local/", "NAS.local")).toBe(true);
		expect(allows("http://paperless:8000/", "paperless:8000")).toBe(true);
	});

	test("an allowed host opens nothing but itself, and with a port only that port", () => {
		expect(allows("http://127.0.0.2/", "127.0.0.1")).toBe(false);
		expect(allows("http://app.localhost/", "localhost")).toBe(false);
		expect(allows("http://localhost:8001/", "localhost:8000")).toBe(false);
		expect(allows("http://localhost/", "localhost:80")).toBe(true);
		expect(allows("https://localhost/", "localhost:80")).toBe(false);
		expect(allows("http://localhost/", "", "*", "http://localhost/", "localhost:")).toBe(false);
		expect(allows("http://user@localhost/", "localhost")).toBe(false);
		expect(allows("ftp://localhost/", "localhost")).toBe(false);
	});

	test.each([
		["http://169.254.169.254/", "169.254.169.254"],
		["http://[::ffff:169.254.169.254]/", "169.254.169.254"],
		["http://169.254.1.1/", "169.254.1.1"],
		["http://100.100.100.200/", "100.100.100.200"],
		["http://[fd00:ec2::254]/", "[fd00:ec2::254]"],
		["http://[fe80::1]/", "fe80::1"],
		["http://0.0.0.0/", "0.0.0.0"],
		["http://[::]/", "::"],
		["http://metadata.google.internal/", "metadata.google.internal"],
		["http://metadata/", "metadata"],
		["http://224.0.0.1/", "224.0.0.1"],
		["http://255.255.255.255/", "255.255.255.255"],
		["http://[64:ff9b::7f00:1]/", "64:ff9b::7f00:1"],
	])("no entry opens %s", (input, entry) => {
		expect(allows(input, entry)).toBe(false);
	});

	const own = { allowPrivateHosts: [], opensPrivate: true };

	test.each([
		"http://localhost:8000/",
		"http://127.0.0.1/",
		"http://2130706433/",
		"http://[::1]:8000/",
		"http://10.0.0.5/",
		"http://172.16.3.4/",
		"http://192.168.1.5:8000/paperless",
		"http://0xC0A80105/",
		"http://[::ffff:192.168.1.5]/",
		"http://[fd12:3456::5]/",
		"http://100.64.1.2/",
		"http://paperless:8000/",
		"http://nas.local/",
		"https://example.com/",
	])("an administrator's own server may be at %s", (input) => {
		expect(checkUrl(input, own).ok).toBe(true);
	});

	test.each([
		"http://0.0.0.0:8000/",
		"http://0/",
		"http://0x0/",
		"http://00000/",
		"http://[::]/",
		"http://[0:0:0:0:0:0:0:0]/",
		"http://[::ffff:0.0.0.0]/",
		"http://169.254.169.254/",
		"http://2852039166/",
		"http://0251.0376.0251.0376/",
		"http://[::ffff:169.254.1.1]/",
		"http://[::169.254.169.254]/",
		"http://[64:ff9b::169.254.169.254]/",
		"http://[fe80::1]/",
		"http://[FEBF::1]/",
		"http://[fe80::1%25eth0]/",
		"http://[fd00:ec2::254]/",
		"http://100.100.100.200/",
		"http://metadata.google.internal/",
		"http://user:pw@192.168.1.5/",
		"ftp://192.168.1.5/",
		"file:///etc/passwd",
	])("not even an administrator's may be at %s", (input) => {
		expect(checkUrl(input, own).ok).toBe(false);
	});

	const octet = fc.integer({ min: 0, max: 255 });
	const privateIpv4 = fc.oneof(
		fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
		fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
		fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
		fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
		fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
		fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
	);
	const publicIpv4 = fc
		.tuple(fc.integer({ min: 1, max: 223 }), octet, octet, octet)
		.filter(([a, b]) => ![10, 100, 127, 168, 169, 172, 192, 198, 203].includes(a) || (a === 192 && b > 175));
	type Address = [number, number, number, number];
	const decimal = ([a, b, c, d]: Address) => ((a * 256 + b) * 256 + c) * 256 + d;
	const part = fc.constantFrom(
		(n: number) => String(n),
		(n: number) => `0x${n.toString(16)}`,
		(n: number) => `0X00${n.toString(16).toUpperCase()}`,
		(n: number) => `0${n.toString(8)}`,
		(n: number) => [...String(n)].map((digit) => `%3${digit}`).join(""),
		(n: number) => [...String(n)].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(""),
	);
	const parts = fc.tuple(part, part, part, part);
	/** One to four parts, the last holding what the others leave, each in a notation of its own; perhaps a final dot. */
	const notation = fc
		.tuple(fc.integer({ min: 1, max: 4 }), parts, fc.constantFrom("", "."))
		.map(([count, write, end]) => (address: Address) => {
			const rest = address.slice(count - 1).reduce((sum, value) => sum * 256 + value, 0);
			return `${[...address.slice(0, count - 1), rest].map((value, index) => write[index]?.(value)).join(".")}${end}`;
		});
	const hex = (value: number) => value.toString(16);
	const embedding = fc.constantFrom(
		(address: Address) => `[::ffff:${address.join(".")}]`,
		([a, b, c, d]: Address) => `[::ffff:${hex(a * 256 + b)}:${hex(c * 256 + d)}]`,
		(address: Address) => `[::${address.join(".")}]`,
		(address: Address) => `[64:ff9b::${address.join(".")}]`,
		([a, b, c, d]: Address) => `[2002:${hex(a * 256 + b)}:${hex(c * 256 + d)}::1]`,
		(address: Address) => `[2001::${hex(~(decimal(address) >>> 16) & 0xffff)}:${hex(~decimal(address) & 0xffff)}]`,
	);

	test("a private IPv4 address is refused in any notation", () => {
		fc.assert(
			fc.property(privateIpv4, fc.oneof(notation, embedding), (address, write) => {
				expect(allows(`http://${write(address)}/`)).toBe(false);
			}),
			{ numRuns: 2000 },
		);
	});

	test("no notation opens an unspecified or link-local IPv4 address to anybody", () => {
		const never = fc.oneof(
			fc.constant<Address>([0, 0, 0, 0]),
			fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
		);
		fc.assert(
			fc.property(never, fc.oneof(notation, embedding), (address, write) => {
				expect(checkUrl(`http://${write(address)}/`, own).ok).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});

	test("a public IPv4 address passes in any notation of its own", () => {
		fc.assert(
			fc.property(publicIpv4, notation, (address, write) => {
				expect(allows(`https://${write(address)}/`)).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	test("an IPv6 address outside 2000::/3 is always refused", () => {
		const group = fc.integer({ min: 0, max: 0xffff });
		const first = group.filter((value) => value < 0x2000 || value > 0x3fff);
		fc.assert(
			fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (head, tail) => {
				// ::ffff:a.b.c.d is IPv4 and judged as such.
				fc.pre(!(head === 0 && tail.slice(0, 4).every((value) => value === 0)));
				expect(allows(`http://[${[head, ...tail].map(hex).join(":")}]/`)).toBe(false);
			}),
		);
	});

	test("no text makes it throw", () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.webUrl(),
					fc.string().map((text) => `http://${text}`),
				),
				(text) => {
					expect(checkUrl(text, { allowPrivateHosts: [text] })).toHaveProperty("ok");
				},
			),
		);
	});
});

describe("guardedFetch", () => {
	interface Call {
		url: string;
		init: RequestInit;
	}
	/** Answers each URL with its redirect, or with 200. */
	function site(redirects: Record<string, string | [number, string]>) {
		const calls: Call[] = [];
		const fetcher = async (url: string, init: RequestInit) => {
			calls.push({ url, init });
			const rule = redirects[url];
			if (rule === undefined) return new Response("here", { status: 200 });
			const [status, location] = typeof rule === "string" ? [302, rule] : rule;
			return new Response("moved", { status, headers: { location } });
		};
		return { calls, fetcher };
	}
	const header = (call: Call | undefined, name: string) => new Headers(call?.init.headers).get(name);

	test("it follows redirects by hand and names the final address", async () => {
		const { calls, fetcher } = site({
			"https://a.example/": "/b?c=d",
			"https://a.example/b?c=d": "https://b.example/file.pdf",
		});
		const { response, finalUrl } = await guardedFetch(fetcher, "https://a.example/", closed, {});
		expect(await response.text()).toBe("here");
		expect(finalUrl).toBe("https://b.example/file.pdf");
		expect(calls.map((call) => call.init.redirect)).toEqual(["manual", "manual", "manual"]);
	});

	test("a forbidden first address is never fetched", async () => {
		const { calls, fetcher } = site({});
		await expect(guardedFetch(fetcher, "http://10.0.0.1/", closed, {})).rejects.toBeInstanceOf(UrlRefused);
		expect(calls).toEqual([]);
	});

	test.each([
		"http://127.0.0.1/",
		"http://169.254.169.254/",
		"//localhost/",
		"http://2130706433/",
		"file:///etc/passwd",
		"https://user:pw@b.example/",
		"http://[",
	])("a redirect to %s is refused before it is fetched", async (target) => {
		const { calls, fetcher } = site({ "http://a.example/": target });
		await expect(guardedFetch(fetcher, "http://a.example/", closed, {})).rejects.toThrow(/^The URL redirects .*\.$/);
		expect(calls).toHaveLength(1);
	});

	test("https is not left for http, http may become https", async () => {
		const { fetcher } = site({ "https://a.example/": "http://a.example/x", "http://b.example/": "https://b.example/" });
		await expect(guardedFetch(fetcher, "https://a.example/", closed, {})).rejects.toThrow("from https to http");
		expect((await guardedFetch(fetcher, "http://b.example/", closed, {})).finalUrl).toBe("https://b.example/");
	});

	test.each([
		["form", "ftp://a.example/", {}],
		["form", "https://user:pw@a.example/", {}],
		["address", "http://10.0.0.1/", {}],
		["address", "http://a.example/", { "http://a.example/": "http://10.0.0.1/" }],
		["form", "http://a.example/", { "http://a.example/": "file:///etc/passwd" }],
		["redirects", "https://a.example/", { "https://a.example/": "http://a.example/x" }],
		["redirects", "http://a.example/", { "http://a.example/": "/" }],
	])("what is wrong is called %s at %s", async (fault, start, redirects: Record<string, string>) => {
		const attempt = guardedFetch(site(redirects).fetcher, start, closed, {});
		await expect(attempt).rejects.toMatchObject({ name: "UrlRefused", fault });
	});

	test("five redirects are followed, a sixth is refused", async () => {
		const chain = (length: number) =>
			Object.fromEntries(
				Array.from({ length }, (_, index) => [`https://a.example/${index}`, `https://a.example/${index + 1}`]),
			);
		expect((await guardedFetch(site(chain(5)).fetcher, "https://a.example/0", closed, {})).finalUrl).toMatch(/5$/);
		await expect(guardedFetch(site(chain(6)).fetcher, "https://a.example/0", closed, {})).rejects.toThrow("too many");
		const none = guardedFetch(site(chain(1)).fetcher, "https://a.example/0", closed, { maxRedirects: 0 });
		await expect(none).rejects.toThrow("not allowed here");
	});

	test("another origin gets no credentials, not even back at the first one", async () => {
		const { calls, fetcher } = site({
			"https://a.example/": "/same",
			"https://a.example/same": "https://b.example/",
			"https://b.example/": "https://a.example/again",
		});
		const headers = { authorization: "Bearer t", cookie: "c=1", "x-api-key": "k", accept: "application/pdf" };
		await guardedFetch(fetcher, "https://a.example/", closed, { headers });
		expect(calls.map((call) => header(call, "authorization"))).toEqual(["Bearer t", "Bearer t", null, null]);
		expect(calls.map((call) => header(call, "x-api-key"))).toEqual(["k", "k", null, null]);
		expect(header(calls[2], "cookie")).toBeNull();
		expect(header(calls[3], "accept")).toBe("application/pdf");
	});

	test("another port is another origin", async () => {
		const { calls, fetcher } = site({ "https://a.example/": "https://a.example:8443/" });
		await guardedFetch(fetcher, "https://a.example/", closed, { headers: { authorization: "Bearer t" } });
		expect(header(calls[1], "authorization")).toBeNull();
	});

	test.each([
		[301, "GET", undefined],
		[302, "GET", undefined],
		[303, "GET", undefined],
		[307, "POST", "{}"],
		[308, "POST", "{}"],
	])("a POST answered with %i goes on as %s", async (status, method, body) => {
		const { calls, fetcher } = site({ "https://a.example/": [status, "/next"] });
		await guardedFetch(fetcher, "https://a.example/", closed, { method: "post", body: "{}" });
		expect(calls[1]?.init.method).toBe(method);
		expect(calls[1]?.init.body).toBe(body);
	});

	test("a redirect without a target is an answer like any other", async () => {
		const fetcher = async () => new Response(null, { status: 304 });
		expect((await guardedFetch(fetcher, "https://a.example/", closed, {})).response.status).toBe(304);
		const bare = async () => new Response(null, { status: 302 });
		expect((await guardedFetch(bare, "https://a.example/", closed, {})).response.status).toBe(302);
	});

	test("the signal reaches the fetcher", async () => {
		const { calls, fetcher } = site({});
		const { signal } = new AbortController();
		await guardedFetch(fetcher, "https://a.example/", closed, { signal });
		expect(calls[0]?.init.signal).toBe(signal);
	});
});
