/** The scores of pipeline 1.2.0: token-sort ratio, agreement of distinguishing tokens, and their combination with Jaccard. */
import { distance } from "fastest-levenshtein";

/** 0 to 1: one less the edit distance of the texts with their words sorted, over the longer one's length. */
export function tokenSortRatio(one: string, other: string): number {
	const [a, b] = [sortedWords(one), sortedWords(other)];
	const longest = Math.max(a.length, b.length);
	if (longest === 0) return 1;
	return a.length === 0 || b.length === 0 ? 0 : 1 - distance(a, b) / longest;
}

function sortedWords(text: string): string {
	return text
		.split(/\s+/)
		.filter((word) => word !== "")
		.sort()
		.join(" ");
}

/** Weights and strength in per cent; `discriminative` is the agreement D. */
export function confidence(scores: { jaccard: number; fuzzy: number; discriminative: number }): number {
	const base = 0.6 * scores.jaccard + 0.4 * scores.fuzzy;
	return base * (1 - 0.7 * (1 - scores.discriminative));
}

const months = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*";
const signs = "[$£€¥₹₩₽₺₴₦₱₫฿₪₡₲₵₸₭₮]";
const currencies =
	"aed|ars|aud|bgn|brl|cad|chf|clp|cny|cop|czk|dkk|egp|eur|gbp|hkd|huf|idr|ils|inr|isk|jpy|kes|krw|mad|mxn|myr|ngn|nok|nzd|pen|php|pkr|pln|ron|rub|sar|sek|sgd|thb|try|twd|uah|usd|vnd|zar";
const amount = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?`;

interface Category {
	weight: number;
	patterns: RegExp[];
	/** Of the whole match and its groups. */
	token: (match: RegExpMatchArray) => string;
}

const digitsOf = (match: RegExpMatchArray): string => match[0].replace(/\D/g, "");
const firstGroup = (match: RegExpMatchArray): string => match.slice(1).find((group) => group !== undefined) ?? match[0];

/** Between a label and its code stands at most one word or sign. */
const between = String.raw`\s*(?:no\.?|number|id|ref|#|:)?\s*`;
const code = (lowest: number, highest: number): string =>
	String.raw`((?=[a-z0-9-]*\d)[a-z0-9][a-z0-9-]{${lowest - 1},${highest - 1}})\b`;

const categories: readonly Category[] = [
	{
		weight: 3,
		patterns: [
			/\b\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b/g,
			new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th)?\s+${months}\.?,?\s+\d{4}\b`, "g"),
			new RegExp(String.raw`\b${months}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b`, "g"),
			/\b\d{4}([/.-])\d{1,2}\1\d{1,2}\b/g,
		],
		token: digitsOf,
	},
	{
		weight: 2,
		patterns: [
			/\b\d{1,2}:\d{2}(?::\d{2})?\s*[ap]m\b/g,
			/\b(?:[01]\d|2[0-3]):\d{2}(?::\d{2})?\b/g,
			/\b\d{4}\s*(?:h|hr|hrs)\b/g,
		],
		token: digitsOf,
	},
	{
		weight: 2,
		patterns: [
			new RegExp(String.raw`${signs}\s*(${amount})`, "g"),
			new RegExp(String.raw`\b(\d[\d,]*\.\d{2})\s*(?:${currencies})\b`, "g"),
			/\b(\d{1,3}(?:,\d{3})+\.\d{2})\b/g,
			/\b(?:total|subtotal|amount|balance|net|gross|price|fee|charge|cost|due|payment)\b\D{0,30}(\d[\d,]*\.\d{2})\b/g,
		],
		token: (match) => firstGroup(match).replace(/[^\d.]/g, ""),
	},
	{
		weight: 2,
		patterns: [
			new RegExp(
				String.raw`\b(?:invoice|inv|receipt|order|po|bill|quote|estimate|credit note|ticket|transaction)${between}${code(3, 21)}`,
				"g",
			),
			/\b(?:flight|flt)\s*([a-z0-9]{2}\s?\d{1,4})\b/g,
			new RegExp(String.raw`\b(?:booking|confirmation|conf|pnr|reservation|itinerary)${between}${code(4, 10)}`, "g"),
			new RegExp(String.raw`\b(?:policy|claim|case|file|docket|permit|licen[cs]e)${between}${code(3, 21)}`, "g"),
			new RegExp(
				String.raw`\b(?:account|acct|customer|member|patient|employee|subscriber)\s*(?:number|id|no\.?|#|:)\s*:?\s*${code(3, 21)}`,
				"g",
			),
			/\b(?:gate|seat|zone|boarding group)\s*([a-z]?\d{1,3}[a-z]?)\b/g,
			/[*x•]{4}[\s-]?(\d{4})\b/g,
			new RegExp(String.raw`\b(?:tracking|shipment|parcel|consignment|waybill|awb)${between}${code(8, 30)}`, "g"),
		],
		token: (match) => firstGroup(match).replace(/[^a-z0-9]/g, ""),
	},
	{
		weight: 1,
		patterns: [/\d{6,}/g, /\d{3,}(?:[-./]\d{2,})+/g],
		token: digitsOf,
	},
	{
		weight: 3,
		patterns: [
			/\b(?:out|outbound|outward|ret|return|inbound|depart\w*|arriv\w*)\s*:?\s*([a-z]{2,5})\s*[-–>]\s*([a-z]{2,5})\b/g,
			/\bfrom\s+([a-z]+)\s+to\s+([a-z]+)\b/g,
		],
		token: (match) => `${match[1]}>${match[2]}`,
	},
];

/** 0 to 1: how far dates, times, amounts, identifiers, references and routes of two lower-case texts agree. */
export function discriminativeScore(one: string, other: string): number {
	return agreement(distinguishingTokens(one), distinguishingTokens(other));
}

/** One set for each category. */
export function distinguishingTokens(text: string): Set<string>[] {
	return categories.map(
		({ patterns, token }) => new Set(patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(token))),
	);
}

export function agreement(one: readonly Set<string>[], other: readonly Set<string>[]): number {
	const [here, there] = [one, other].map((sets) => sets.some((set) => set.size > 0));
	if (!here && !there) return 1;
	if (!here || !there) return 0.5;
	let [sum, weights] = [0, 0];
	for (const [at, { weight }] of categories.entries()) {
		const [a, b] = [one[at] ?? new Set<string>(), other[at] ?? new Set<string>()];
		if (a.size === 0 && b.size === 0) continue;
		weights += weight;
		const shared = [...a].filter((token) => b.has(token)).length;
		sum += (weight * shared) / (a.size + b.size - shared);
	}
	return sum / weights;
}
