/** What a field's value may be, with the evidence for each. */
import { addressAt } from "./addresses.ts";
import { parseBoolean, parseBox } from "./booleans.ts";
import { keyOf, type Wanted, wantedOf } from "./labels.ts";
import type { Habits } from "./locale.ts";
import type { Occurrence } from "./occurrences.ts";
import type { DocumentText } from "./page-text.ts";
import type { Place, Places } from "./places.ts";
import { type Reading, readTokens } from "./readings.ts";
import type { SimpleValue } from "./result.ts";
import { type Token, textOf } from "./tokens.ts";

export interface Candidate {
	value: SimpleValue;
	tokens: Token[];
	/** 0…100. */
	score: number;
	/** Of the label that it was found by; undefined for a value that shows by itself what it is. */
	label?: Occurrence;
}

/** A box to tick, and the words behind it. */
function tickedWords(wanted: Wanted, { text }: Reader): Candidate[] {
	if (wanted.field.type !== "boolean") return [];
	return text.lines.flatMap((line) => {
		const tokens = line.segments.flatMap((segment) => segment.tokens);
		return tokens.flatMap((token, at): Candidate[] => {
			const isSplit = token.text === "[" || token.text === "(";
			const box = isSplit ? tokens.slice(at, at + 2) : [token];
			const value = parseBox(box.map((each) => each.text).join(""));
			if (value === undefined) return [];
			const rest = tokens.slice(at + box.length);
			const end = rest.findIndex(({ text: next }) => /^[[(☐☑☒]/.test(next));
			const said = new Set(keyOf(textOf(end < 0 ? rest : rest.slice(0, end))).split(" "));
			const isSaid = [...wanted.labels.keys()].some((key) => key.split(" ").every((name) => said.has(name)));
			const words = end < 0 ? rest : rest.slice(0, end);
			return isSaid ? [{ value, tokens: [...box, ...words], score: 84 }] : [];
		});
	});
}

const BY_CHOICES = 80;

/** Boxes with the field's own choices, without a label. */
function tickedChoices(wanted: Wanted, { text, habits }: Reader): Candidate[] {
	const { field } = wanted;
	if (field.type !== "string" || (field.enum?.length ?? 0) < 2) return [];
	return text.lines.flatMap((line): Candidate[] => {
		const tokens = line.segments.flatMap((segment) => segment.tokens);
		if (tokens.filter((token) => parseBox(token.text) !== undefined).length < 2) return [];
		const read = readTokens(tokens, wanted, habits);
		return read === undefined ? [] : [{ value: read.value, tokens: read.tokens, score: BY_CHOICES }];
	});
}

export interface Reader {
	text: DocumentText;
	places: Places;
	habits: Habits;
	occurrences: readonly Occurrence[];
}

/** Below this nothing is a candidate. */
const LEAST_SCORE = 35;

/** Candidates by their labels, best first; equal ones in the order of the document. */
export function candidatesOf(wanted: Wanted, reader: Reader): Candidate[] {
	const found: Candidate[] = [];
	for (const label of reader.occurrences) {
		const weight = weightIn(wanted, label, reader);
		if (weight === undefined) continue;
		const ticked = wanted.field.type === "boolean" ? boxBefore(label) : undefined;
		if (ticked !== undefined) {
			const tokens = [...ticked.tokens, ...label.segment.tokens.slice(label.start, label.end)];
			found.push({ value: ticked.value, tokens, score: 95 * weight, label });
			continue;
		}
		const places = reader.places.of(label);
		const beside = places.find(({ direction }) => direction === "beside");
		for (const place of places) {
			// Choices are read together.
			if (place.direction === "beside" && place !== beside && isTicked(wanted)) continue;
			const reading = readPlace(place, label, wanted, reader);
			if (reading === undefined) continue;
			// A rate within the label of a tax is the rate of that tax, though the label means the amount.
			const sure = place.direction === "within" ? 1 : weight;
			const score = 100 * sure * label.clarity * place.factor * reading.fit;
			if (score >= LEAST_SCORE) found.push({ value: reading.value, tokens: reading.tokens, score, label });
		}
	}
	if (found.length === 0) found.push(...tickedWords(wanted, reader), ...tickedChoices(wanted, reader));
	return byOwnName(found, wanted).sort((a, b) => b.score - a.score);
}

const OWN_NAME = 0.99;
const OWN_NAME_SCORE = 75;
const BESIDE_OWN_NAME = 0.88;

/** Where the field's very name stands with a value, other labels of the same meaning mean something else. */
function byOwnName(found: Candidate[], { labels }: Wanted): Candidate[] {
	const isOwn = ({ label }: Candidate): boolean => label !== undefined && (labels.get(label.key) ?? 0) > OWN_NAME;
	if (!found.some((each) => isOwn(each) && each.score >= OWN_NAME_SCORE)) return found;
	return found.map((each) => (isOwn(each) ? each : { ...each, score: each.score * BESIDE_OWN_NAME }));
}

/** Of a label that both parties have, the one under the customer's name is the customer's. */
function weightIn(wanted: Wanted, label: Occurrence, reader: Reader): number | undefined {
	const own = isSalutation(label, reader) ? undefined : wanted.labels.get(label.key);
	if (wanted.concept?.name === "signature_date" && label.key === "date" && !isSigned(reader)) return undefined;
	const isCustomers = wanted.concept?.name === "customer_tax_id";
	if (!isCustomers && wanted.concept?.name !== "vendor_tax_id") return own;
	const shared = VENDOR_TAX_ID.get(label.key);
	if (shared === undefined) return own;
	return isUnderCustomer(label, reader) === isCustomers ? Math.max(own ?? 0, shared) : undefined;
}

/** A day alone is that of a signature on papers that have a place for one. */
function isSigned({ text }: Reader): boolean {
	return text.lines.some((line) =>
		line.segments.some(({ text: own }) => /signature|signed|unterschrift|हस्ताक्षर|firma del/i.test(own)),
	);
}

/** "Firma" over the name in the window of an envelope. */
function isSalutation({ segment, hasColon, line }: Occurrence, { text }: Reader): boolean {
	if (hasColon || !/^(?:firma|herrn?|frau|familie|m\/s\.?|messrs\.?)$/i.test(segment.text)) return false;
	const below = text.lines.slice(line.index + 1, line.index + 12).flatMap(({ segments }) => segments);
	return below.some(
		({ box, text: own }) =>
			Math.abs(box[0] - segment.box[0]) < line.heightPt && /^(?:[A-Z]{1,2}-)?\d{4,6}\s+\p{L}/u.test(own),
	);
}

const VENDOR_TAX_ID = wantedOf({ name: "vendor_tax_id", type: "string" }).labels;
const CUSTOMER = wantedOf({ name: "customer_name", type: "string" }).labels;
const PARTY_LINES = 7;
const PARTY_PT = 110;

function isUnderCustomer({ line, segment }: Occurrence, { occurrences }: Reader): boolean {
	return occurrences.some((other) => {
		const distance = line.index - other.line.index;
		const isNear =
			distance >= 0 &&
			distance <= PARTY_LINES &&
			other.line.page === line.page &&
			line.box[1] - other.line.box[3] < PARTY_PT;
		const isAbove = Math.abs(other.segment.box[0] - segment.box[0]) < 60;
		return isNear && isAbove && (CUSTOMER.get(other.key) ?? 0) > 0.9 && other.clarity > 0.7;
	});
}

/** Kinds that any words may be a value of. */
const LOOSE = new Set(["any", "name", "text", "address"]);

function readPlace(place: Place, label: Occurrence, wanted: Wanted, reader: Reader): Reading | undefined {
	const { kind } = wanted;
	// Only a rate stands inside of a label.
	if (place.direction === "within") {
		return kind === "percent" ? readTokens(place.tokens, wanted, reader.habits) : undefined;
	}
	if (kind === "address" && wanted.field.enum === undefined) {
		return addressAt(place, label, reader, isPartyLabel(wanted, label));
	}
	const tokens =
		isTicked(wanted) || (wanted.field.type === "string" && parseBox(place.tokens[0]?.text ?? "") !== undefined)
			? reader.places.wholeLine(place)
			: wanted.side !== undefined && place.direction === "behind"
				? label.segment.tokens.slice(label.valueStart)
				: place.tokens;
	const answered = wanted.field.type === "boolean" ? answerByColumn(tokens, reader) : undefined;
	if (answered !== undefined) return answered;
	const reading = readTokens(tokens, wanted, reader.habits);
	if (reading === undefined || (kind === "money" && isQuantity(reading, place, reader))) return undefined;
	// Words behind words: where neither colon nor white tells, the label may just be a word of a sentence.
	const isLoose = place.direction === "behind" && !label.hasColon && wanted.field.type === "string" && LOOSE.has(kind);
	return isLoose ? { ...reading, fit: reading.fit * (label.segment.tokens.length > 6 ? 0.5 : 0.75) } : reading;
}

/** "Shipping carton | 2 | 37.59 | 75.18": a plain number before amounts counts things. */
function isQuantity({ tokens }: Reading, { segment, direction }: Place, { text }: Reader): boolean {
	if (direction !== "beside" || !/^\p{Nd}{1,4}$/u.test(textOf(tokens))) return false;
	const own = text.lines[segment.line]?.segments ?? [];
	const amounts = own
		.slice(own.indexOf(segment) + 1)
		.filter((next) => /^\P{L}*\p{Nd}[.,]\p{Nd}{2}\P{L}*$/u.test(next.text));
	return amounts.length > 1;
}

/** Lines over a mark in which the head of its column is looked for. */
const HEAD_LINES = 40;

/** A mark under "Yes" or "No": the head of its column says which. */
function answerByColumn(tokens: readonly Token[], { text }: Reader): Reading | undefined {
	const marks = tokens.filter((token) => parseBox(token.text) === true || /^[xX✓✔✗✘]$/u.test(token.text));
	const [mark] = marks;
	if (mark === undefined || marks.length > 1 || tokens.some((token) => /[\p{L}]{2}/u.test(token.text)))
		return undefined;
	const above = text.lines
		.filter((line) => line.page === mark.page && line.box[3] <= mark.box[1] + 1)
		.slice(-HEAD_LINES);
	for (const line of above.toReversed()) {
		const words = line.segments.filter(
			({ tokens: own }) => own.length === 1 && parseBoolean(own[0]?.text ?? "") !== undefined,
		);
		const answers = words.flatMap(({ tokens: own }) => own.filter((token) => /\p{L}{2}/u.test(token.text)));
		if (new Set(answers.map((token) => parseBoolean(token.text))).size < 2) continue;
		const middle = (mark.box[0] + mark.box[2]) / 2;
		const distance = ({ box }: Token): number => Math.abs((box[0] + box[2]) / 2 - middle);
		const [head] = answers.toSorted((a, b) => distance(a) - distance(b));
		const value = head === undefined ? undefined : parseBoolean(head.text);
		return value === undefined ? undefined : { value, tokens: [mark], fit: 0.97 };
	}
	return undefined;
}

/** Boxes to be ticked stand side by side, with white between them. */
function isTicked({ field }: Wanted): boolean {
	return field.type === "boolean" || field.enum !== undefined;
}

/** "Bill to": a name comes first, then its address. */
function isPartyLabel(wanted: Wanted, label: Occurrence): boolean {
	return !/\baddress\b/.test(label.key) && wanted.concept !== undefined;
}

/** A box before its label: `[x] Newsletter`. */
function boxBefore({ segment, start, line, at }: Occurrence): Pick<Candidate, "value" | "tokens"> | undefined {
	const before = segment.tokens.slice(Math.max(0, start - 2), start);
	const neighbour = start === 0 ? (line.segments[at - 1]?.tokens.slice(-2) ?? []) : before;
	for (const count of [2, 1]) {
		const tokens = neighbour.slice(-count);
		const value = parseBox(tokens.map(({ text }) => text).join(""));
		if (value !== undefined && tokens.length === count) return { value, tokens };
	}
	return undefined;
}
