/** The fields that metadata is proposed for. */

export const classicFields = ["correspondent", "documentType", "tags"] as const;
export const fields = ["title", ...classicFields] as const;

export type Field = (typeof fields)[number];

/** Names as a client sends them, others dropped; undefined: the three classic ones, without the title (contracts/library.md D2). */
export function chosenFields(names: readonly string[] | undefined): readonly Field[] {
	if (names === undefined) return classicFields;
	return fields.filter((field) => names.includes(field));
}

export interface Suggestion {
	title: string | null;
	correspondent: string | null;
	documentType: string | null;
	tags: readonly string[];
}

/** 0 to 1 each. */
export type Confidence = Readonly<Record<Field, number>>;

export function isEmptySuggestion(
	{ title, correspondent, documentType, tags }: Suggestion,
	asked: readonly Field[] = fields,
): boolean {
	return !asked.some((field) =>
		field === "tags" ? tags.length > 0 : { title, correspondent, documentType }[field] !== null,
	);
}
