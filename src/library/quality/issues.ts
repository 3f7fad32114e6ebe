/** What may be wrong with a document, from what is known of it without reading it. */
export const documentIssues = [
	"no_text",
	"little_text",
	"no_correspondent",
	"no_document_type",
	"no_tags",
	"no_date",
	"implausible_date",
	"untitled",
	"identical_text",
	"not_compared",
] as const;
export type DocumentIssue = (typeof documentIssues)[number];

export type IssueSeverity = "problem" | "warning" | "note";

/** How each is told, and how grave it is. */
export const issueTexts: Record<DocumentIssue, { severity: IssueSeverity; text: string }> = {
	no_text: { severity: "problem", text: "No text was recognised, so they can't be searched or compared" },
	identical_text: { severity: "problem", text: "Another document has the very same text" },
	implausible_date: { severity: "warning", text: "Their date is in the future, or before 1900" },
	untitled: { severity: "warning", text: "Their title is empty, or what a scanner or camera made up" },
	little_text: { severity: "warning", text: "They have fewer words than a comparison for duplicates needs" },
	no_date: { severity: "warning", text: "They have no date" },
	no_correspondent: { severity: "note", text: "They have no correspondent" },
	no_document_type: { severity: "note", text: "They have no document type" },
	no_tags: { severity: "note", text: "They have no tags" },
	not_compared: { severity: "note", text: "They have not been compared for duplicates since they last changed" },
};

/** Those that say that a document is not well described; the others are about its neighbours or its turn. */
export const descriptionIssues: readonly DocumentIssue[] = [
	"no_text",
	"no_correspondent",
	"no_document_type",
	"no_tags",
	"no_date",
	"implausible_date",
	"untitled",
];

export const nameKinds = ["correspondent", "documentType", "tag"] as const;
export type NameKind = (typeof nameKinds)[number];

/** A name of one kind, and how many documents have it. */
export interface UsedName {
	kind: NameKind;
	name: string;
	count: number;
}

/** Names of one kind that only differ in case, accents, blanks or punctuation, the most used first. */
export interface SimilarNames {
	kind: NameKind;
	names: { name: string; count: number }[];
}

export function similarNames(names: readonly UsedName[]): SimilarNames[] {
	const alike = Map.groupBy(names, ({ kind, name }) => `${kind} ${bare(name)}`);
	return [...alike.values()].flatMap((group) => {
		const [first] = group;
		if (first === undefined || group.length < 2 || bare(first.name) === "") return [];
		const sorted = group.map(({ name, count }) => ({ name, count })).sort((a, b) => b.count - a.count);
		return [{ kind: first.kind, names: sorted }];
	});
}

/** Letters and digits alone. Marks count where they are letters' own, as in Indic scripts, but not as accents. */
function bare(name: string): string {
	const withoutAccents = name.normalize("NFD").replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, "");
	return withoutAccents.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, "");
}
