import { json, refuse } from "./answers.ts";
import { type Call, param } from "./call.ts";

const defaultSize = 25;
const largestSize = 100_000;

interface Listing<T> {
	items: readonly T[];
	toWire: (item: T, index: number) => unknown;
	/** Ids for the `all` of older APIs; the items' own ones if absent. */
	all?: (() => number[]) | undefined;
	/** Members that follow the results. */
	after?: (shown: readonly T[]) => Record<string, unknown>;
}

/** The page of a list that the request asks for; 404 where there is no such page. */
export function paged<T extends { id: number }>(call: Call, { items, toWire, all, after }: Listing<T>): Response {
	const size = sizeOf(param(call, "page_size"));
	const last = Math.max(1, Math.ceil(items.length / size));
	const page = pageOf(param(call, "page"), last);
	const start = (page - 1) * size;
	const shown = items.slice(start, start + size);
	return json({
		count: items.length,
		next: page < last ? pageUrl(call, page + 1) : null,
		previous: page > 1 ? pageUrl(call, page - 1) : null,
		...(call.api < 10 && { all: all?.() ?? items.map(({ id }) => id) }),
		results: shown.map((item, index) => toWire(item, start + index)),
		...after?.(shown),
	});
}

function sizeOf(raw: string | undefined): number {
	if (raw === undefined || !/^\s*[+]?\d+\s*$/.test(raw) || Number(raw) === 0) return defaultSize;
	return Math.min(Number(raw), largestSize);
}

function pageOf(raw: string | undefined, last: number): number {
	if (raw === undefined) return 1;
	if (raw === "last") return last;
	const page = /^\s*[+-]?\d+\s*$/.test(raw) ? Number(raw) : 0;
	if (page < 1 || page > last) throw refuse(404, { detail: "Invalid page." });
	return page;
}

/** The same query with another page, its names sorted; the first page is the one without a number. */
function pageUrl(call: Call, page: number): string {
	const pairs = [...call.url.searchParams].filter(([name]) => name !== "page");
	if (page > 1) pairs.push(["page", String(page)]);
	pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	const query = pairs.map(([name, value]) => `${quote(name)}=${quote(value)}`).join("&");
	return `${call.origin}${call.url.pathname}${query === "" ? "" : `?${query}`}`;
}

/** As Python's `urlencode` writes a part of a query. */
function quote(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll("%20", "+");
}
