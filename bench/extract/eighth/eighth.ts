/** The eighth set: plain papers with the field names that a client of the API would write, drawn before the rules they are read by were looked at. */
import type { Layout } from "../sixth/facts.ts";
import { EIGHTH_FORMS } from "./forms.ts";
import { EIGHTH_INVOICES } from "./invoices.ts";
import { EIGHTH_SLIPS } from "./slips.ts";

export const EIGHTH: readonly Layout[] = [...EIGHTH_INVOICES, ...EIGHTH_SLIPS, ...EIGHTH_FORMS];
