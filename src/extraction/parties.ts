/** Who sent a document: the letterhead, where no label names it. */
import { blockFrom, joined } from "./addresses.ts";
import type { Candidate, Reader } from "./candidates.ts";
import { isKnownLabel, isTotalsKey, keyOf, type Wanted } from "./labels.ts";
import { currencyIn } from "./money.ts";
import { isFunctionWord } from "./readings.ts";
import { type Segment, type TextLine, textOf, toSegment } from "./tokens.ts";

/** What firms have behind their names. */
const FIRM =
	/(?:^|[\s,&.])(?:gmbh(?: & co\.? kg)?|& (?:co|sons|söhne|cie)|ag|kg|ohg|ug|e\.?\s?k\.?|e\.?\s?v\.?|gbr|se|ltd\.?|limited|llc|l\.l\.c\.|llp|plc|inc\.?|corp\.?|corporation|co\.|company|pvt\.?|private|s\.?a\.?r\.?l\.?|s\.?a\.?s?\.?|s\.?l\.?u?\.?|s\.?r\.?l\.?|b\.?v\.?|n\.?v\.?|oy|ab|a\/s|aps|lp|स्टोर्स|लिमिटेड|प्राइवेट)\.?$/i;
/** Share of the lines from the top in which a letterhead stands; a receipt is short. */
const TOP_PT = 230;
const BY_FIRM = 84;
const BY_SIZE = 62;
const BY_WINDOW = 62;
const ADDRESS_FACTOR = 0.85;

export function letterheadCandidates(wanted: Wanted, reader: Reader): Candidate[] {
	const { concept } = wanted;
	const wantsName =
		concept?.name === "vendor_name" || concept?.name === "employer_name" || concept?.name === "house_name";
	if (!wantsName && concept?.name !== "vendor_address") return [];
	const head = letterhead(reader);
	if (head === undefined) return [];
	const { segment, score } = head;
	if (wantsName) return [{ value: segment.text.replace(/[,;:]+$/, ""), tokens: segment.tokens, score }];
	const lines = blockFrom(segment, reader).slice(1);
	const [first] = lines;
	if (first === undefined) return [];
	const kept = lines.filter(({ text }) => !/@|^(?:tel|phone|fax|www|e-?mail)|^[+(]?\d[\d\s()-]{7,}$/i.test(text));
	const value = joined(kept.map(({ text }) => text));
	if (!/\p{Nd}/u.test(value) || !/[\p{L}\p{M}]{2}/u.test(value)) return [];
	return [{ value, tokens: kept.flatMap(({ tokens }) => tokens), score: score * ADDRESS_FACTOR }];
}

/** Last line of an address: postal code and town, or town and code. */
const TOWN =
	/^(?:[A-Z]{1,3}[- ])?\d{4,6}\s+\p{L}{2}|\p{L}{2}[\s,]+(?:[A-Z]{2}\s+)?(?:\d{5,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$/u;
/** A code alone, as British letters have it under the town. */
const CODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/;
const NAMES_IN_WINDOW = new Set(["customer_name", "employee_name"]);
const SALUTATION =
	/^(?:herrn?|frau|herrn?\s?\/\s?frau|frau\s?\/\s?herrn?|an|to|attn\.?|firma|familie|mr\.?|mrs\.?|ms\.?|messrs\.?|m\/s\.?|monsieur|madame|m\.|mme|sr\.?|sra\.?|श्री|श्रीमती)$/i;
const WINDOW_PT = 330;

/** Whom a letter is for: the block in the window of the envelope, where no label names it. */
export function windowCandidates({ concept, labels, kind }: Wanted, reader: Reader): Candidate[] {
	const wantsName =
		NAMES_IN_WINDOW.has(concept?.name ?? "") || [...labels.keys()].some((key) => /\bholder\b/.test(key));
	if (kind !== (wantsName ? "name" : "address") && !wantsName) return [];
	if (!wantsName && concept?.name !== "customer_address") return [];
	const sender = letterhead(reader)?.segment;
	const { lines } = reader.text;
	for (const line of lines) {
		if (line.page !== lines[0]?.page || line.box[1] > WINDOW_PT) return [];
		const [first] = line.segments;
		if (first === undefined || first === sender) continue;
		if (reader.places.labelAt(first) !== undefined && !SALUTATION.test(first.text)) continue;
		const block = blockFrom(first, reader);
		const at = block.findIndex(({ text }) => TOWN.test(text) || CODE.test(text));
		const own = block.slice(0, at + 1).filter(({ text }) => !SALUTATION.test(text));
		const [name, ...address] = own;
		if (at < 2 || name === undefined || own.includes(sender ?? first) !== (sender === undefined) || !isNameLike(name))
			continue;
		if (wantsName) return [{ value: name.text, tokens: name.tokens, score: BY_WINDOW }];
		const value = joined(address.map(({ text }) => text));
		return [{ value, tokens: address.flatMap(({ tokens }) => tokens), score: BY_WINDOW }];
	}
	return [];
}

function letterhead(reader: Reader): { segment: Segment; score: number } | undefined {
	const { lines } = reader.text;
	const page = lines[0]?.page;
	const top = lines[0]?.box[1] ?? 0;
	const taken = valueSegments(reader);
	const head = lines
		.filter((line) => line.page === page && line.box[1] - top < TOP_PT)
		.filter((line) => !isItemLine(line))
		.flatMap((line) => line.segments.map(withoutPlace))
		.map((segment) => ({ segment, heightPt: heightOf(segment) }))
		.filter(
			({ segment }) => isNameLike(segment) && !taken.has(segment) && reader.places.labelAt(segment) === undefined,
		);
	const firm = head.find(({ segment }) => isFirm(segment.text));
	if (firm !== undefined) return { segment: firm.segment, score: BY_FIRM };
	// A large line is a letterhead on papers about money; elsewhere it is a title.
	if (!reader.occurrences.some(({ key, clarity }) => clarity > 0.7 && isTotalsKey(key, true))) return undefined;
	const body = lines[Math.floor(lines.length / 2)]?.heightPt ?? 10;
	const [largest] = head.filter(({ heightPt }) => heightPt > body * 1.15).sort((a, b) => b.heightPt - a.heightPt);
	if (largest !== undefined) return { segment: largest.segment, score: BY_SIZE };
	const [first] = head;
	return first !== undefined && first.segment.line <= 1 ? { segment: first.segment, score: BY_SIZE - 10 } : undefined;
}

/** A line with an amount at its end is no letterhead. */
function isItemLine({ segments }: TextLine): boolean {
	return segments.length > 1 && /\p{Nd}[.,]\p{Nd}{2}(?:\s?\S{1,3})?$/u.test(segments.at(-1)?.text ?? "");
}

/** "Baker Ltd, 4 High Street, Leeds": the firm alone. */
function withoutPlace(segment: Segment): Segment {
	const end = segment.tokens.findIndex(({ text }) => /[,·|•]$|^[*–—-]$/.test(text));
	if (end < 0 || end + 1 >= segment.tokens.length) return segment;
	const tokens = segment.tokens.slice(0, /^[,·|•*–—-]$/.test(segment.tokens[end]?.text ?? "") ? end : end + 1);
	const name = textOf(tokens).replace(/[,·|•*–—\s-]+$/, "");
	return isFirm(name) && tokens.length > 0 ? { ...toSegment(tokens, segment.line), text: name } : segment;
}

/** "Cement 50 kg" is none, and in capitals two letters may be anything. */
function isFirm(text: string): boolean {
	if (!FIRM.test(text) || /\d\s*\S+$/.test(text)) return false;
	const isCapitals = !/\p{Ll}/u.test(text);
	return !isCapitals || !/(?:^|\s)(?:SL|SA|AS|AB|SE|LP|NV|BV|CO|EK|EV)$/.test(text);
}

function heightOf({ tokens }: Segment): number {
	return Math.max(...tokens.map(({ box }) => box[3] - box[1]));
}

/** Values of labels are somebody else's. */
function valueSegments({ occurrences, places }: Reader): Set<Segment> {
	const values = new Set<Segment>();
	for (const label of occurrences) {
		if (label.clarity < 0.9) continue;
		const place = places.of(label).find(({ direction }) => direction === "beside" || direction === "below");
		if (place === undefined) continue;
		for (const segment of blockFrom(place.segment, { text: { lines: [] }, places })) values.add(segment);
	}
	return values;
}

/** Words that say what kind of document it is. */
const TITLES = new Set(
	"invoice,tax invoice,payslip,pay slip,salary slip,receipt,sales receipt,cash receipt,rechnung,lohnabrechnung,gehaltsabrechnung,quittung,kassenbon,beleg,bill,statement,payroll,form,application form,registration form,facture,factura,original,copy,antrag,anmeldung,formular,earnings statement,pay statement,salary statement,pay advice,वेतन पर्ची,रसीद,बीजक,चालान,कर चालान,कर बीजक,बिल"
		.split(",")
		.map(keyOf),
);
const TITLE_WORD =
	/\b(?:invoice|receipt|pay\s?slip|payslip|rechnung|abrechnung|quittung|formular|form|antrag|statement|bill|facture|factura|anmeldung|application|registration|salary slip)\b|पर्ची|रसीद|बीजक|चालान|आवेदन|प्रपत्र/i;

function isNameLike(segment: Segment): boolean {
	const { text, tokens } = segment;
	if (!/[\p{L}\p{M}]{2}/u.test(text) || tokens.length > 8 || /[@:]|https?:|www\.|\d{4,}/.test(text)) return false;
	const small = tokens.filter((token) => isFunctionWord(token.text)).length;
	if (small > 1 || isFunctionWord(tokens.at(-1)?.text ?? "") || /^(?:\p{Nd}+[.)]|chapter\b)/iu.test(text)) return false;
	if (/[.!?]$/.test(text) && !isFirm(text)) return false;
	const key = keyOf(text);
	if (TITLES.has(key) || isKnownLabel(key)) return false;
	if (TITLE_WORD.test(text) && !isFirm(text)) return false;
	return currencyIn(textOf(tokens)).length === 0 || isFirm(text);
}
