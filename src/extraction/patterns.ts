/** Values that show by their form what they are. */
import { plainDigits } from "./fold.ts";

/** Without blanks, where it is an IBAN by form and by its check digits (ISO 13616). */
export function parseIban(text: string): string | undefined {
	const compact = text.replace(/[\s-]/g, "").toUpperCase();
	if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(compact)) return undefined;
	const moved = compact.slice(4) + compact.slice(0, 4);
	let rest = 0;
	for (const character of moved) {
		for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97;
	}
	return rest === 1 ? compact : undefined;
}

/** ISO 9362: eight or eleven letters and digits. */
export function parseBic(text: string): string | undefined {
	return /^[A-Z]{4}[A-Z]{2}[A-Z\d]{2}(?:[A-Z\d]{3})?$/.test(text) ? text : undefined;
}

/** Of a branch of an Indian bank: four letters, a zero, six letters or digits. */
export function parseIfsc(text: string): string | undefined {
	const code = text.replace(/[.,;]$/, "").toUpperCase();
	return /^[A-Z]{4}0[A-Z\d]{6}$/.test(code) ? code : undefined;
}

/** The last four digits of a card whose others are masked. */
export function parseMaskedCard(text: string): string | undefined {
	return /^(?:[*xX#•·.]{2,}[\s-]?)+(\d{4})$/u.exec(text.trim())?.[1];
}

export function parseEmail(text: string): string | undefined {
	const [address] = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/u.exec(text) ?? [];
	return address;
}

/** As printed, where it has the digits of a telephone number and little else. */
export function parsePhone(text: string): string | undefined {
	const trimmed = text.trim().replace(/[.,;]$/, "");
	const digits = plainDigits(trimmed).replace(/\D/g, "").length;
	const isForm = /^[+(]?[\p{Nd}(][\p{Nd}\s().\-/–]*(?:\s?(?:x|ext\.?|dw)\s?\p{Nd}+)?$/iu.test(trimmed);
	return isForm && digits >= 6 && digits <= 16 && !/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(trimmed)
		? trimmed
		: undefined;
}

export function parseUrl(text: string): string | undefined {
	const [address] =
		/(?:https?:\/\/|www\.)[^\s<>"]+|(?:[\p{L}\d-]+\.)+(?:com|org|net|de|in|io|co|uk|fr|es|eu|ch|at|info|biz)(?![\p{L}\d])(?:\/[^\s<>"]*)?/iu.exec(
			text,
		) ?? [];
	return address?.replace(/[.,;)]+$/, "");
}

const GSTIN = /^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$/;

const TAX_IDS = [
	// VAT numbers of the European Union, Great Britain and Switzerland.
	/^(?:ATU\d{8}|BE[01]?\d{9}|BG\d{9,10}|CY\d{8}[A-Z]|CZ\d{8,10}|DE\d{9}|DK\d{8}|EE\d{9}|EL\d{9}|ES[A-Z\d]\d{7}[A-Z\d]|FI\d{8}|FR[A-Z\d]{2}\d{9}|GB\d{9}(?:\d{3})?|HR\d{11}|HU\d{8}|IE\d[A-Z\d]\d{5}[A-Z]{1,2}|IT\d{11}|LT\d{9}(?:\d{3})?|LU\d{8}|LV\d{11}|MT\d{8}|NL\d{9}B\d{2}|PL\d{10}|PT\d{9}|RO\d{2,10}|SE\d{12}|SI\d{8}|SK\d{10}|CHE-?\d{3}\.?\d{3}\.?\d{3})$/,
	// India: GSTIN, PAN.
	GSTIN,
	/^[A-Z]{5}\d{4}[A-Z]$/,
	// United States: EIN; Germany: Steuernummer.
	/^\d{2}-\d{7}$/,
	/^\d{2,3}\/\d{3}\/\d{4,5}$/,
];

/** Whether it has the form of a number under which somebody pays taxes. */
export function isTaxId(text: string): boolean {
	const compact = text.replace(/[\s.]/g, "").toUpperCase();
	return TAX_IDS.some((pattern) => pattern.test(compact));
}

/** Of India's goods and services tax: 15 characters. */
export function isGstin(text: string): boolean {
	return GSTIN.test(text.replace(/[\s.]/g, "").toUpperCase());
}
