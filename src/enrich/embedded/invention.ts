/** Names that the library does not have yet; only for whoever asked for them. */

import { fold, tokensOf } from "../folding.ts";
import { hasLegalForm } from "../names.ts";
import { HEAD_LINES, type Reading } from "./features.ts";

/** A guess by rule is right about as often as not; nobody's documents have confirmed it. */
export const INVENTED_CONFIDENCE = 0.4;

const MAX_NAME_WORDS = 8;
/** What sheets call themselves, folded, by the English name of the type. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
	Invoice: ["invoice", "rechnung", "facture", "factura", "fattura", "बिल"],
	"Credit Note": ["credit note", "gutschrift", "avoir"],
	Receipt: ["receipt", "quittung", "kassenbon", "recu", "रसीद"],
	"Payment Reminder": ["payment reminder", "mahnung", "zahlungserinnerung", "rappel"],
	Contract: ["contract", "agreement", "vertrag", "contrat", "contrato", "अनुबंध"],
	"Bank Statement": ["statement of account", "bank statement", "account statement", "kontoauszug", "releve de compte"],
	Payslip: ["payslip", "gehaltsabrechnung", "entgeltabrechnung", "lohnabrechnung", "bulletin de paie"],
	Quotation: ["quotation", "estimate", "angebot", "kostenvoranschlag", "devis"],
	"Delivery Note": ["delivery note", "lieferschein", "bon de livraison"],
	"Official Notice": ["notice of assessment", "bescheid", "avis d imposition"],
	Certificate: ["certificate", "bescheinigung", "zertifikat", "attestation", "प्रमाण पत्र"],
	Minutes: ["minutes of", "protokoll", "niederschrift", "proces verbal"],
	"Insurance Policy": ["insurance policy", "policy schedule", "versicherungsschein", "police d assurance"],
	Prescription: ["prescription", "rezept", "ordonnance"],
	Ticket: ["ticket", "fahrkarte", "billet", "टिकट"],
};

/** A line of the head that names a firm, without an address behind it. */
export function inventCorrespondent({ rawLines }: Reading): string | undefined {
	const line = rawLines.slice(0, HEAD_LINES).find((each) => {
		const [name = ""] = each.split(/[,;|]/);
		return hasLegalForm(name) && name.split(" ").length <= MAX_NAME_WORDS && !/\d{3}/.test(name);
	});
	return line?.split(/[,;|]/)[0]?.trim();
}

/** By the first line of the head that holds a type's word; a longer word before a shorter one. */
export function inventDocumentType({ lines, title }: Reading): string | undefined {
	for (const line of [fold(title), ...lines.slice(0, HEAD_LINES)]) {
		const text = ` ${tokensOf(line).join(" ")} `;
		for (const [name, words] of Object.entries(TYPES)) {
			if (words.some((word) => text.includes(` ${word} `))) return name;
		}
	}
	return undefined;
}
