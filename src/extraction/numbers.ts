/** Numbers as they are printed → numbers. */
import { plainDigits } from "./fold.ts";

export interface ParsedNumber {
	value: number;
	/** Its one mark may be a decimal point or part thousands: 1.234. */
	isAmbiguous: boolean;
	/** Digits behind the decimal mark. */
	decimals: number;
}

const GROUPED = [
	// 1,234,567 · 1.234.567 · 1'234'567 · 1 234 567, each with its decimal mark.
	{ pattern: /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, group: /,/g, decimal: "." },
	{ pattern: /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/, group: /\./g, decimal: "," },
	{ pattern: /^\d{1,3}(?:'\d{3})+(?:\.\d+)?$/, group: /'/g, decimal: "." },
	{ pattern: /^\d{1,3}(?:'\d{3})+(?:,\d+)?$/, group: /'/g, decimal: "," },
	{ pattern: /^\d{1,3}(?: \d{3})+(?:,\d+)?$/, group: / /g, decimal: "," },
	{ pattern: /^\d{1,3}(?: \d{3})+(?:\.\d+)?$/, group: / /g, decimal: "." },
	// 1,23,45,678: lakhs and crores.
	{ pattern: /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/, group: /,/g, decimal: "." },
] as const;

/**
 * The whole text as a number: any script's digits, thousands parted by comma, point, apostrophe or blank, lakhs; a sign before or behind it,
 * or brackets for a negative one; a dash for no cents (12,–). `decimal` settles 1.234 and 1,234. Undefined where it is no number.
 */
export function parseNumber(text: string, decimal?: "." | ","): ParsedNumber | undefined {
	let rest = plainDigits(text)
		.trim()
		.replace(/[’`´]/g, "'")
		.replace(/[\u00a0\u2009\u202f\u2007]/g, " ")
		.replace(/[−–—‒]/g, "-");
	if (rest.length > 40 || !/\d/.test(rest)) return undefined;
	let isNegative = false;
	const bracketed = /^\((.*)\)$/.exec(rest);
	if (bracketed?.[1] !== undefined) [rest, isNegative] = [bracketed[1].trim(), true];
	rest = rest.replace(/[.,](?:--?|\/-)$/, "").replace(/\/-$/, "");
	const signed = /^([+-]?)\s?(.*?)\s?(-?)$/.exec(rest);
	if (signed?.[2] === undefined) return undefined;
	if (signed[1] === "-" || signed[3] === "-") isNegative = !isNegative;
	const read = parseDigits(signed[2], decimal);
	return read === undefined ? undefined : { ...read, value: isNegative && read.value !== 0 ? -read.value : read.value };
}

function parseDigits(text: string, habit: "." | "," | undefined): ParsedNumber | undefined {
	if (/^\d+$/.test(text)) return result(text, "", false);
	const one = /^(\d*)([.,])(\d+)$/.exec(text);
	if (one !== null) {
		const [, whole = "", mark, behind = ""] = one;
		const mayGroup = behind.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
		const isDecimal = !mayGroup || (habit === undefined ? mark === "." : mark === habit);
		return isDecimal
			? result(whole, behind, mayGroup && habit === undefined)
			: result(whole + behind, "", habit === undefined && mark !== ",");
	}
	for (const { pattern, group, decimal } of GROUPED) {
		if (!pattern.test(text)) continue;
		const [whole = "", behind = ""] = text.replace(group, "").split(decimal);
		return result(whole, behind, false);
	}
	return undefined;
}

function result(whole: string, decimals: string, isAmbiguous: boolean): ParsedNumber {
	return {
		value: Number(`${whole === "" ? "0" : whole}${decimals === "" ? "" : `.${decimals}`}`),
		isAmbiguous,
		decimals: decimals.length,
	};
}

/** A number with its percent sign or word; `value` is what stands before it. */
export function parsePercent(text: string, decimal?: "." | ","): ParsedNumber | undefined {
	const match = /^(.*?)\s?(?:%|٪|percent|per cent|prozent|प्रतिशत)$/i.exec(text.trim().replace(/^[(@]\s*|[):]+$/g, ""));
	return match?.[1] === undefined ? undefined : parseNumber(match[1], decimal);
}
