import type { Context } from "../../context.ts";
import {
	type DocumentIssue,
	documentIssues,
	type IssueSeverity,
	issueTexts,
	type NameKind,
	nameKinds,
	type SimilarNames,
	similarNames,
} from "./issues.ts";
import { countIssues, type IssueExample, issueExamples, usedNames } from "./store.ts";

const examplesEach = 5;
/** Sets of similar names that are told. */
const maxSimilar = 100;

export interface Insight {
	issue: DocumentIssue;
	severity: IssueSeverity;
	text: string;
	count: number;
	examples: IssueExample[];
}

export interface DataQuality {
	totalDocuments: number;
	/** With text, title, correspondent, type, tags and a possible date. */
	completeDocuments: number;
	/** Of those issues that some document has: the gravest first, then the most frequent. */
	insights: Insight[];
	similarNames: SimilarNames[];
	/** Names that a single document has. */
	namesUsedOnce: Record<NameKind, number>;
}

const gravity: Record<IssueSeverity, number> = { problem: 0, warning: 1, note: 2 };

/** What could be better about the library's data. */
export async function dataQuality(ctx: Context, owner: string): Promise<DataQuality> {
	const [issues, names] = await Promise.all([countIssues(ctx, owner), usedNames(ctx, owner)]);
	const countOf = (issue: DocumentIssue) => issues.counts.get(issue) ?? 0;
	const found = documentIssues.filter((issue) => countOf(issue) > 0);
	const examples = await issueExamples(ctx, owner, found, examplesEach);
	const insights = found
		.map((issue) => ({ issue, ...issueTexts[issue], count: countOf(issue), examples: examples.get(issue) ?? [] }))
		.sort((a, b) => gravity[a.severity] - gravity[b.severity] || b.count - a.count);
	const once = (kind: NameKind) => names.filter((name) => name.kind === kind && name.count === 1).length;
	return {
		totalDocuments: issues.totalDocuments,
		completeDocuments: issues.complete,
		insights,
		similarNames: similarNames(names).slice(0, maxSimilar),
		namesUsedOnce: Object.fromEntries(nameKinds.map((kind) => [kind, once(kind)])) as Record<NameKind, number>,
	};
}
