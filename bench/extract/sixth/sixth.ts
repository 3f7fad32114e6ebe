/** The sixth set: papers as different software prints them, drawn before the rules they are read by were looked at. */
import type { Layout } from "./facts.ts";
import { SIXTH_FORMS } from "./forms.ts";
import { SIXTH_INVOICES } from "./invoices.ts";
import { SIXTH_SLIPS } from "./slips.ts";

export const SIXTH: readonly Layout[] = [...SIXTH_INVOICES, ...SIXTH_SLIPS, ...SIXTH_FORMS];
