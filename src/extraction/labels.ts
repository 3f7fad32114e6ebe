/** Labels as sets of names: how a text is read as one, and what a field goes by. */
import type { Field } from "./flow.ts";
import { humanized, wordsOf } from "./fold.ts";
import { CONCEPTS, type Concept, type Kind } from "./lexicon-concepts.ts";
import { isStopWord, namesOf } from "./lexicon-words.ts";

/** How sure it is that a label means the field. */
const BY_NAME = 1;
const BY_ALIAS = 1;
const BY_CONCEPT = 0.96;
const BY_WEAK_LABEL = 0.7;
const BY_DESCRIPTION = 0.75;

/** The set as a key: names in order of the alphabet, each once. Empty where nothing but stop words is left. */
export function labelKey(words: readonly string[]): string {
	const names = new Set(words.flatMap((word) => (isStopWord(word) ? [] : nameList(word))));
	if (names.has("sub") && names.has("total")) {
		names.delete("sub");
		names.delete("total");
		names.add("subtotal");
	}
	return [...names].sort().join(" ");
}

function nameList(word: string): readonly string[] {
	const names = namesOf(word);
	return names.length > 0 ? names : [singular(word)];
}

function singular(word: string): string {
	return /^[a-z]{4,}[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

export function keyOf(text: string): string {
	return labelKey(wordsOf(text));
}

/** What a field is looked for by. */
export interface Wanted {
	field: Field;
	kind: Kind;
	concept: Concept | undefined;
	/** Key → weight, 0…1. */
	labels: Map<string, number>;
	/** Of a date: which end of a period it is. */
	side?: "start" | "end";
	/** Of a date: it is the document's own, whatever the document is. */
	isOwnDay?: true;
}

const byKey = new Map<string, Concept[]>();
for (const concept of CONCEPTS) {
	for (const label of [humanized(concept.name), ...concept.labels]) {
		const key = conceptKey(label);
		const known = byKey.get(key);
		if (known === undefined) byKey.set(key, [concept]);
		else if (!known.includes(concept)) known.push(concept);
	}
}

/** Labels of the concepts are written in names already; words that are none are themselves. */
function conceptKey(label: string): string {
	return labelKey(wordsOf(label));
}

const ownNames = new Map(CONCEPTS.map((concept) => [keyOf(humanized(concept.name)), concept]));

const KINDS: Record<Field["type"], readonly Kind[]> = {
	string: [
		"id",
		"name",
		"address",
		"text",
		"iban",
		"bic",
		"ifsc",
		"email",
		"phone",
		"url",
		"taxid",
		"currency",
		"percent",
		"any",
	],
	number: ["number", "money", "percent", "id"],
	date: ["date"],
	currency: ["money", "number"],
	boolean: [],
	list: ["text", "name", "id", "email", "phone"],
	table: [],
};

/** `role`: a column of a table is not what a field of the same name would be. */
export function wantedOf(field: Field, role: "field" | "column" = "field"): Wanted {
	const labels = new Map<string, number>();
	const note = (key: string, weight: number): void => {
		if (key !== "") labels.set(key, Math.max(weight, labels.get(key) ?? 0));
	};
	const spoken = humanized(field.name);
	note(keyOf(spoken), BY_NAME);
	// "gebuehr", as names are written without umlauts.
	const plain = wordsOf(spoken).map((word) => (namesOf(word).length > 0 ? word : word.replace(/([aou])e/g, "$1")));
	note(labelKey(plain), BY_NAME);
	for (const alias of field.aliases ?? []) note(keyOf(alias), BY_ALIAS);
	const concept = conceptOf(field, role);
	for (const label of concept?.labels ?? []) note(conceptKey(label), BY_CONCEPT);
	for (const label of concept?.weak ?? []) note(conceptKey(label), BY_WEAK_LABEL);
	const described = field.description ?? "";
	if (described.split(/\s+/).length <= 5) note(keyOf(described), BY_DESCRIPTION);
	if (concept === undefined && role === "field") noteGeneral(field, note);
	noteVariants(field, note);
	const wanted: Wanted = { field, kind: kindOf(field, concept), concept, labels };
	if (field.type !== "date" || role === "column") return wanted;
	const side = sideOf(field);
	if (side !== undefined) {
		const period = wordsOf(spoken).filter((word) => !namesOf(word).some((each) => SIDES.has(each)));
		note(labelKey(period), BY_NAME);
		for (const each of PERIODS) note(each, BY_CONCEPT);
	}
	const isOwnDay = keyOf(spoken)
		.split(" ")
		.every((name) => DOCUMENTS.has(name));
	if (isOwnDay) note("date", BY_WEAK_LABEL);
	return { ...wanted, ...(side === undefined ? {} : { side }), ...(isOwnDay ? { isOwnDay } : {}) };
}

/** Names of documents, and of what is done to them. */
const DOCUMENTS = new Set(
	"date invoice bill receipt document issue order purchase po transaction sale statement payslip application".split(
		" ",
	),
);
const PERIODS = ["period", "pay period", "bill period", "period service", "period statement", "period tax"];

const SIDES = new Set(["begin", "from", "grand", "to", "until", "end2"]);

function sideOf({ name, description = "" }: Field): Wanted["side"] {
	const names = new Set(keyOf(humanized(name)).split(" "));
	const isPeriod = [...names, ...keyOf(description).split(" ")].some((each) => /^period$|zeitraum/.test(each));
	if (!isPeriod) return undefined;
	if (names.has("begin") || names.has("from")) return "start";
	return names.has("grand") || names.has("to") || names.has("until") || names.has("end2") ? "end" : undefined;
}

const BY_VARIANT = 0.9;
const BY_LOOSE_VARIANT = 0.75;

/** Words that a label may have or lack: whose name it is, that an amount is one, that a number or a day is. */
function noteVariants({ name, type }: Field, note: (key: string, weight: number) => void): void {
	const names = keyOf(humanized(name)).split(" ");
	const without = (word: string): string => names.filter((each) => each !== word).join(" ");
	const withWord = (word: string): string => [...new Set([...names, word])].sort().join(" ");
	const isOneWord = names.length === 1;
	if (type === "string") {
		if (names.includes("name") && !isOneWord) note(without("name"), BY_VARIANT);
		else if (!names.includes("num")) note(withWord("name"), BY_LOOSE_VARIANT);
		if (names.includes("num") && !isOneWord) note(without("num"), BY_LOOSE_VARIANT);
	}
	if (type === "currency" || type === "number") {
		const words = wordsOf(humanized(name));
		const rest = words.filter((word) => !CHARGES.test(word));
		if (rest.length > 0 && rest.length < words.length) note(labelKey(rest), BY_VARIANT);
	}
	// "Number of guests", "guest count": guests.
	if (type === "number" && !isOneWord) {
		for (const count of COUNTS) if (names.includes(count)) note(without(count), BY_VARIANT);
	}
	if (type === "currency" || type === "number") {
		if (names.includes("amount") && !isOneWord) note(without("amount"), BY_VARIANT);
		else note(withWord("amount"), BY_VARIANT);
	}
	if (type === "date") {
		if (!names.includes("date")) note(withWord("date"), BY_VARIANT);
		else if (!isOneWord) {
			note(without("date"), BY_LOOSE_VARIANT);
			// "Valid from".
			note([...new Set([...without("date").split(" "), "from"])].sort().join(" "), BY_LOOSE_VARIANT);
		}
	}
}

/** Names for how many there are of something. */
const COUNTS = ["num", "count", "qty"];

const OF_PAY = new Set([
	"employee_name",
	"employee_id",
	"employer_name",
	"gross_pay",
	"basic_salary",
	"pay_period",
	"income_tax",
]);
/** What such words mean on a payslip. */
const MEANT_ON_PAYSLIPS: Record<string, string> = {
	net: "net_pay",
	"amount net": "net_pay",
	pay: "net_pay",
	gross: "gross_pay",
	"gross total": "gross_pay",
	tax: "income_tax",
};
const BY_COMPANY = 0.96;
const BY_OTHER_NAME = 0.82;

/** Fields of a payslip's flow also go by what their words mean among earnings. */
export function amongPay(all: readonly Wanted[]): Wanted[] {
	if (!all.some(({ concept }) => OF_PAY.has(concept?.name ?? ""))) return [...all];
	return all.map((wanted) => {
		const { field, labels } = wanted;
		const meant =
			field.type === "currency" || field.type === "number"
				? MEANT_ON_PAYSLIPS[keyOf(humanized(field.name))]
				: undefined;
		const concept = CONCEPTS.find(({ name }) => name === meant);
		if (concept === undefined || concept === wanted.concept) return wanted;
		const more = new Map(labels);
		const own = keyOf(humanized(field.name)).split(" ");
		for (const key of concept.labels.map(conceptKey)) {
			// "Net" is rather "net earnings" than what is paid out.
			const weight = own.some((name) => key.split(" ").includes(name)) ? BY_COMPANY : BY_OTHER_NAME;
			more.set(key, Math.max(more.get(key) ?? 0, weight));
		}
		return { ...wanted, concept, labels: more };
	});
}

/** What is paid for something goes by its name. */
const CHARGES = /^(?:charges?|fees?|costs?|gebuhr(?:en)?|gebuehr(?:en)?|kosten)$/;

const PARTIES = new Set(["vendor", "company", "customer", "employee", "employer", "contact"]);
const BY_GENERAL = 0.85;

/** The supplier's phone goes by whatever a phone goes by. */
function noteGeneral(field: Field, note: (key: string, weight: number) => void): void {
	const names = keyOf(humanized(field.name)).split(" ");
	const rest = names.filter((name) => !PARTIES.has(name));
	if (rest.length === 0 || rest.length === names.length) return;
	const concept = (byKey.get(rest.join(" ")) ?? []).find(({ kind }) => GENERAL_KINDS.has(kind));
	for (const label of concept?.labels ?? []) note(conceptKey(label), BY_GENERAL);
}

const GENERAL_KINDS = new Set<Kind>(["phone", "email", "url", "iban", "bic"]);

const COLUMN_CONCEPTS = new Set([
	"quantity",
	"unit_price",
	"line_amount",
	"description",
	"item_number",
	"hsn_code",
	"position_number",
	"tax_rate",
	"tax_amount",
	"discount",
	"date",
]);

function conceptOf(field: Field, role: "field" | "column"): Concept | undefined {
	const fits = (concept: Concept): boolean =>
		KINDS[field.type].includes(concept.kind) && (role === "field" || COLUMN_CONCEPTS.has(concept.name));
	for (const text of [humanized(field.name), ...(field.aliases ?? []), field.description ?? ""]) {
		const key = keyOf(text);
		const own = ownNames.get(key);
		if (own !== undefined && fits(own) && (role === "column" || !isColumnOnly(own.name))) return own;
		const others = (byKey.get(key) ?? []).filter(fits).filter(({ name }) => role === "column" || !isColumnOnly(name));
		if (others[0] !== undefined) return others[0];
	}
	return undefined;
}

function isColumnOnly(name: string): boolean {
	return (
		name === "description" ||
		name === "line_amount" ||
		name === "unit_price" ||
		name === "quantity" ||
		name === "position_number"
	);
}

function kindOf(field: Field, concept: Concept | undefined): Kind {
	if (concept !== undefined) return concept.kind;
	const words = new Set(keyOf(`${humanized(field.name)}`).split(" "));
	if (field.type === "date") return "date";
	if (field.type === "currency") return "money";
	if (field.type === "number") return words.has("percent") || words.has("rate") ? "percent" : "number";
	const kinds: [string, Kind][] = [
		["iban", "iban"],
		["bic", "bic"],
		["email", "email"],
		["phone", "phone"],
		["fax", "phone"],
		["website", "url"],
		["gstin", "taxid"],
		["address", "address"],
		["num", "id"],
		["ref", "id"],
		["name", "name"],
	];
	const kind = kinds.find(([word]) => words.has(word))?.[1] ?? "any";
	// A reference range is no reference.
	const isOther = kind === "id" && !words.has("num") && [...words].some((word) => namesOf(word).length === 0);
	return isOther ? "any" : kind;
}

/** Whether a key is a label that any document may have, asked for or not. */
export function isKnownLabel(key: string): boolean {
	return byKey.has(key);
}

const TOTALS = new Set([
	"total",
	"net_amount",
	"tax_amount",
	"gross_pay",
	"net_pay",
	"total_deductions",
	"cgst",
	"sgst",
	"igst",
]);
const SUMMING = /\b(?:total|sub|subtotal|grand|net|gross|balance|due)\b/;

/** Whether a label stands before a sum; in a table of two columns, a tax may be an item. */
export function isTotalsKey(key: string, isWide: boolean): boolean {
	const isTotal = (byKey.get(key) ?? []).some(({ name, labels, weak }) => {
		const isOwn = labels.some((label) => conceptKey(label) === key) || weak.some((label) => conceptKey(label) === key);
		return TOTALS.has(name) && isOwn;
	});
	return (isTotal || weakTotals.has(key)) && (isWide || SUMMING.test(key));
}

const weakTotals = new Set(CONCEPTS.filter(({ name }) => TOTALS.has(name)).flatMap(({ weak }) => weak.map(conceptKey)));
