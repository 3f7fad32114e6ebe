/** A small library that tests teach and ask. */
import { openLibrary } from "../../src/enrich/embedded/assessment.ts";
import { readDocument } from "../../src/enrich/embedded/features.ts";
import type { LabelledIndex } from "../../src/enrich/embedded/labelled-index.ts";
import { learn } from "../../src/enrich/embedded/learning.ts";
import { type KnownNames, MemoryLabelledIndex } from "../../src/enrich/embedded/memory-labelled-index.ts";
import { type Proposal, type ProposalOptions, propose } from "../../src/enrich/embedded/proposal.ts";
import type { Feedback } from "../../src/enrich/feedback.ts";
import type { Suggestion } from "../../src/enrich/fields.ts";

export interface Taught {
	number: number;
	text: string;
	title?: string;
	correspondent?: string | null;
	documentType?: string | null;
	tags?: readonly string[];
	said?: readonly { suggestion: Suggestion; feedback: readonly Feedback[] }[];
}

export function teach(documents: readonly Taught[], known: Partial<KnownNames> = {}): MemoryLabelledIndex {
	const index = new MemoryLabelledIndex(known);
	for (const document of documents) index.put(learnt(document));
	return index;
}

export function learnt({
	number,
	text,
	title = "scan",
	correspondent = null,
	documentType = null,
	tags = [],
	said = [],
}: Taught) {
	return learn({ number, correspondent, documentType, tags }, readDocument({ title, text }), said);
}

export async function ask(index: LabelledIndex, text: string, options: ProposalOptions = {}): Promise<Proposal> {
	return propose(await openLibrary(index), readDocument({ title: "scan", text }), options);
}

const bodies = {
	Invoice: [
		"We charge for your order as follows.",
		"Please transfer the total within ten days.",
		"The amount includes value added tax.",
	],
	Contract: [
		"The parties agree on these terms.",
		"Either party may terminate in writing.",
		"Signature of both parties.",
	],
};
export const senders = [
	"Northwind Energy Ltd",
	"Harbour Books",
	"Stadtwerke Altenburg GmbH",
	"Dr. Sunita Rao",
] as const;

/** One sheet; sheets of one sender and one type differ in number and date. */
export function sheet(sender: string, type: keyof typeof bodies, number: number, extra = ""): string {
	return [
		sender,
		`${sender.length} Market Lane, Fairtown`,
		"Alex Morgan, 4 Elm Street",
		`${type} no. ${sender.slice(0, 2).toUpperCase()}-2024-${1000 + number}`,
		`${(number % 28) + 1} March 2024`,
		...bodies[type],
		extra,
		`Regards, ${sender}`,
	].join("\n");
}

/** Each sender's contracts and invoices in turn; invoices of the energy firm are about power. */
export function household(size: number): Taught[] {
	return Array.from({ length: size }, (_, at): Taught => {
		const sender = senders[at % senders.length] ?? senders[0];
		const documentType = Math.floor(at / senders.length) % 3 === 0 ? "Contract" : "Invoice";
		const isPower = at % 2 === 0;
		const extra = isPower ? "Your meter reading and kilowatt hours are below." : "";
		return {
			number: at + 1,
			text: sheet(sender, documentType, at, extra),
			correspondent: sender,
			documentType,
			tags: isPower ? ["power"] : [],
		};
	});
}
