import { NAME, NAME_LOST_AND_ADDED } from "./token-pair.ts";
import { CALENDAR, NUMBER, type Tokens, tokenText } from "./tokens.ts";

/** What words before a value call it; the first that fits. Folded: without accents. */
const labels: readonly (readonly [label: string, words: RegExp])[] = [
	["invoice number", /^(invoice|inv|rechnung|rechnungs(nr|nummer)|rg|facture|factura|fattura|bill)/],
	["customer number", /^(customer|client|kunde|kd|cliente)/],
	["order number", /^(order|bestell|auftrag|commande|pedido)/],
	["delivery number", /^(delivery|liefer|shipment|sendung|tracking|parcel)/],
	["contract number", /^(contract|vertrag|policy|police|versicherung|contrat)/],
	["employee number", /^(employee|personal(nr|nummer)|mitarbeiter)/],
	["ticket number", /^(ticket|fahrkarte|booking|buchung|reservation|reservierung|seat|sitz|platz)/],
	["account", /^(account|konto|iban|acct|depot)/],
	["reference", /^(reference|ref|aktenzeichen|zeichen|az|case|claim|file|vorgang)/],
	["period", /^(period|zeitraum|abrechnungs|month|monat|quarter|quartal)/],
	["hours", /^(hours|stunden|std|heures|horas)/],
	["meter reading", /^(meter|reading|zahler|verbrauch|kwh|consumption)/],
	["amount", /^(total|amount|sum|summe|betrag|gesamt|netto|brutto|net|gross|balance|saldo|price|preis|salary|gehalt)/],
	["date", /^(date|datum|dated|vom|due|fallig)/],
	["time", /^(time|uhr|departure|arrival|abfahrt|ankunft)/],
];

/** What stands at this place, in plain words: "date", "amount", "invoice number", "name", else "number" or "wording". */
export function labelOf(tokens: Tokens, at: number, kind: number): string {
	if (kind === NAME || kind === NAME_LOST_AND_ADDED) return "name";
	const flags = tokens.flags[at] ?? 0;
	if ((flags & CALENDAR) !== 0) return "period";
	if ((flags & NUMBER) === 0) return "wording";
	const value = tokenText(tokens, at);
	if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(value)) return "date";
	if (/^\d{1,2}:\d{2}(:\d{2})?$/.test(value)) return "time";
	if (/^(19|20)\d\d$/.test(value) && besideMonth(tokens, at)) return "period";
	if (/\d[.,]\d\d$/.test(value)) return "amount";
	return calledBefore(tokens, at) ?? "number";
}

function besideMonth({ flags, count }: Tokens, at: number): boolean {
	return [at - 1, at + 1].some((place) => place >= 0 && place < count && ((flags[place] ?? 0) & CALENDAR) !== 0);
}

/** By the nearest of the three words before it, the value's own letters included ("INV-2024-001"). */
function calledBefore(tokens: Tokens, at: number): string | undefined {
	for (let place = at; place >= Math.max(0, at - 3); place--) {
		const word = tokenText(tokens, place);
		const found = labels.find(([, words]) => words.test(word));
		if (found !== undefined) return found[0];
	}
	return undefined;
}
