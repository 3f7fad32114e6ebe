/** Sets of layouts that are foreign to the rules: each was written, and measured once, before the rules were changed for it. */
import { Random } from "../../dedup/random.ts";
import type { Paper } from "../document.ts";
import { EIGHTH } from "../eighth/eighth.ts";
import { SEVENTH } from "../seventh/seventh.ts";
import type { Layout } from "../sixth/facts.ts";
import { SIXTH } from "../sixth/sixth.ts";
import { ration } from "./application-hi.ts";
import { statement } from "./bank-statement-gb.ts";
import { electricityBill } from "./electricity-bill-gb.ts";
import { facture } from "./facture-fr.ts";
import { FIFTH } from "./fifth.ts";
import { german2 } from "./form-captions-de.ts";
import { combs } from "./form-combs.ts";
import { dots } from "./form-dots-de.ts";
import { questionnaire } from "./form-yes-no-columns.ts";
import { groceries } from "./grocery-slip-us.ts";
import { gstInvoice } from "./gst-grid-in.ts";
import { hindi } from "./invoice-hi.ts";
import { hours } from "./invoice-hours-en.ts";
import { letter } from "./invoice-letter.ts";
import { long } from "./invoice-long-de.ts";
import { catering } from "./invoice-plain-us.ts";
import { sidebar } from "./invoice-sidebar.ts";
import { slip } from "./invoice-slip-ch.ts";
import { laboratory } from "./lab-report-en.ts";
import { lohn } from "./lohnabrechnung-de.ts";
import { stub } from "./pay-stub-us.ts";
import { british } from "./payslip-gb.ts";
import { bilingual } from "./payslip-hi-en.ts";
import { indianSlip } from "./payslip-in.ts";
import { purchaseOrder } from "./purchase-order-us.ts";
import { grocer } from "./receipt-grocer-de.ts";
import { parking } from "./receipt-parking.ts";
import { pharmacy } from "./receipt-pharmacy-us.ts";
import { till } from "./receipt-till.ts";
import { voucher } from "./receipt-voucher.ts";
import { inn } from "./restaurant-bill-de.ts";
import { underlined } from "./underlined-form-en.ts";
import { policy } from "./versicherungsschein-de.ts";
import { wages } from "./wage-form-us.ts";

export const SETS: Record<string, readonly Layout[]> = {
	first: [
		electricityBill,
		facture,
		groceries,
		inn,
		gstInvoice,
		purchaseOrder,
		lohn,
		stub,
		underlined,
		statement,
		laboratory,
		ration,
		policy,
	],
	second: [sidebar, letter, till, voucher, british, indianSlip, combs, german2],
	third: [long, slip, parking, pharmacy, bilingual, questionnaire, catering],
	fourth: [grocer, hours, hindi, wages, dots],
	fifth: FIFTH,
	sixth: SIXTH,
	seventh: SEVENTH,
	eighth: EIGHTH,
};

/** Each layout so many times with other facts; the same for the same seed. */
export async function foreignPapers(set: string, each: number, seed: number): Promise<Paper[]> {
	const layouts = SETS[set];
	if (layouts === undefined) throw new Error(`There is no set ${set}: ${Object.keys(SETS).join(", ")}.`);
	const papers: Paper[] = [];
	for (const [at, layout] of layouts.entries()) {
		for (let copy = 0; copy < each; copy++) {
			const { sheet, fields, truth } = await layout.draw(new Random(seed, at, copy));
			const name = `${layout.name}-${copy + 1}`;
			papers.push({ name, layout: layout.name, isHeldOut: true, fields, truth, pdf: await sheet.save() });
		}
	}
	return papers;
}
