/** Papers of four kinds in twelve layouts; the third layout of each kind is held out, with labels of its own. */
import { Random } from "../dedup/random.ts";
import type { Paper } from "./document.ts";
import { anyForm, FORM_LAYOUTS, formFields } from "./forms.ts";
import { AUDIENCES, type Audience } from "./habits.ts";
import { anyInvoice, INVOICE_FIELDS, INVOICE_LAYOUTS } from "./invoices.ts";
import { anyPayslip, PAYSLIP_FIELDS, PAYSLIP_LAYOUTS } from "./payslips.ts";
import { anyReceipt, RECEIPT_FIELDS, RECEIPT_LAYOUTS } from "./receipts.ts";
import { type LabelSet, languageOf } from "./words.ts";

const KINDS = ["invoice", "receipt", "payslip", "form"] as const;
type Kind = (typeof KINDS)[number];
const LAYOUTS = 3;

/** `count` papers, the layouts and audiences in turn; the same for the same seed. */
export async function makePapers(count: number, seed: number): Promise<Paper[]> {
	const papers: Paper[] = [];
	for (let index = 0; index < count; index++) {
		const kind = KINDS[index % KINDS.length] ?? "invoice";
		const layout = Math.floor(index / KINDS.length) % LAYOUTS;
		const audience = AUDIENCES[Math.floor(index / (KINDS.length * LAYOUTS)) % AUDIENCES.length] ?? "us";
		papers.push(await makePaper(new Random(seed, index), { index, kind, layout, audience }));
	}
	return papers;
}

interface Plan {
	index: number;
	kind: Kind;
	layout: number;
	audience: Audience;
}

async function makePaper(random: Random, { index, kind, layout, audience }: Plan): Promise<Paper> {
	const isHeldOut = layout === LAYOUTS - 1;
	const { fields, truth, pdf } = await drawn(random, kind, layout, audience, isHeldOut ? "heldOut" : "seen");
	const name = `${String(index).padStart(3, "0")}-${kind}-${layout + 1}-${audience}`;
	return { name, layout: `${kind}-${layout + 1}`, isHeldOut, fields, truth, pdf };
}

async function drawn(
	random: Random,
	kind: Kind,
	layout: number,
	audience: Audience,
	set: LabelSet,
): Promise<Pick<Paper, "fields" | "truth" | "pdf">> {
	switch (kind) {
		case "invoice": {
			const { facts, truth } = anyInvoice(random, audience, set);
			return { fields: INVOICE_FIELDS, truth, pdf: await at(INVOICE_LAYOUTS, layout)(facts, random) };
		}
		case "receipt": {
			const { facts, truth } = anyReceipt(random, audience, set);
			return { fields: RECEIPT_FIELDS, truth, pdf: await at(RECEIPT_LAYOUTS, layout)(facts) };
		}
		case "payslip": {
			const { facts, truth } = anyPayslip(random, audience, set);
			return { fields: PAYSLIP_FIELDS, truth, pdf: await at(PAYSLIP_LAYOUTS, layout)(facts) };
		}
		case "form": {
			const { facts, truth } = anyForm(random, audience, set);
			return { fields: formFields(languageOf(audience)), truth, pdf: await at(FORM_LAYOUTS, layout)(facts) };
		}
	}
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new Error(`no layout ${index}`);
	return found;
}
