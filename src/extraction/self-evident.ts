/** Values that need no label: there is one of their form in the whole document. */
import type { Candidate, Reader } from "./candidates.ts";
import type { Wanted } from "./labels.ts";
import { currencyIn } from "./money.ts";
import { parseEmail, parseIban, parseUrl } from "./patterns.ts";
import { firstWindow } from "./readings.ts";
import type { Token } from "./tokens.ts";

const BY_FORM: Record<string, { score: number; longest: number; parse(text: string): string | undefined }> = {
	iban: { score: 88, longest: 9, parse: parseIban },
	email: { score: 74, longest: 1, parse: parseEmail },
	url: { score: 70, longest: 1, parse: (text) => (/@/.test(text) ? undefined : parseUrl(text)) },
};

export function typedCandidates({ kind, field, concept }: Wanted, reader: Reader): Candidate[] {
	if (field.type === "currency" || field.type === "number") return [];
	if (kind === "currency" && concept !== undefined) return currencyCandidate(reader);
	const form = BY_FORM[kind];
	if (form === undefined || field.enum !== undefined || field.type !== "string") return [];
	const found = new Map<string, Token[]>();
	for (const line of reader.text.lines) {
		for (const { tokens } of line.segments) {
			const read = firstWindow(tokens, form.longest, (text) => {
				const value = form.parse(text);
				return value === undefined ? undefined : { value, fit: 1 };
			});
			if (typeof read?.value === "string" && !found.has(read.value)) found.set(read.value, read.tokens);
		}
	}
	const [only] = found;
	return only === undefined || found.size > 1 ? [] : [{ value: only[0], tokens: only[1], score: form.score }];
}

/** The document's one currency, at the first amount that shows it. */
function currencyCandidate({ text, habits }: Reader): Candidate[] {
	if (habits.currency === undefined) return [];
	for (const line of text.lines) {
		for (const { tokens } of line.segments) {
			const token = tokens.find((each) => currencyOf(each.text) === habits.currency);
			if (token !== undefined) return [{ value: habits.currency, tokens: [token], score: 85 }];
		}
	}
	return [];
}

function currencyOf(text: string): string | undefined {
	return currencyIn(text)[0]?.currency;
}
