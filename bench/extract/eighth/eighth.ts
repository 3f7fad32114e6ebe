/** The eighth set: plain papers with the field names that a client of the API would write, drawn before the rules they are read by were looked at. */
import type { Layout } from "../sixth/facts.ts";
import { EIGHTH_FORMS } from "./forms.ts";
import { EIGHTH_INVOICES } from "./invoices.ts";
import { EIGHTH_PAYSLIPS } from "./payslips.ts";
import { EIGHTH_RECEIPTS } from "./receipts.ts";

export const EIGHTH: readonly Layout[] = [...EIGHTH_INVOICES, ...EIGHTH_RECEIPTS, ...EIGHTH_PAYSLIPS, ...EIGHTH_FORMS];
