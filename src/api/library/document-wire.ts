import { z } from "@hono/zod-openapi";
import { normalizeText } from "../../lib/text-digest.ts";
import {
	type DocumentFilter,
	documentIssues,
	documentOrders,
	type LibraryDocument,
	type LibraryStatistics,
	type WholeDocument,
	wordBuckets,
} from "../../library/library.ts";
import { lastOf } from "../validation.ts";
import { toTags } from "./duplicate-wire.ts";
import type { MediaLinks } from "./media-links.ts";
import { isoTime, Paging, querySwitch, toIsoTime } from "./wire.ts";

/* Documents as the library API spells them (contracts/library.md 6). */

/** Empty text filters nothing. */
const text = lastOf(z.string().optional()).transform((value) => (value === "" ? undefined : value));
function word<const Words extends readonly [string, ...string[]]>(words: Words) {
	const choice = z.enum(words).optional();
	return z.preprocess((value) => (value === "" ? undefined : value), lastOf(choice));
}

export const FilterQuery = z.object({
	correspondent: text.openapi({ type: "string", description: "Its exact name" }),
	documentType: text.openapi({ type: "string", description: "Its exact name" }),
	tag: text.openapi({ type: "string", description: "A part of one of the tags" }),
	processingStatus: word(["pending", "completed"]),
	search: text.openapi({ type: "string", description: "A part of the title; with `library` see there" }),
	noAiResult: querySwitch,
	source: word(["paperless", "upload"]),
	issue: word(documentIssues).openapi({ description: "One of those that `GET /data-quality` counts" }),
});

export const ListQuery = z.object({
	...Paging.shape,
	...FilterQuery.shape,
	library: querySwitch.openapi({
		description:
			"`true`: pages by cursor instead of `offset`. `search` is then words, each of which has to be part of title, correspondent, type or a tag; items also carry `wordCount` and `thumbUrl`.",
	}),
	cursor: text.openapi({ type: "string", description: "With `library`: `meta.nextCursor` of the page before" }),
	sortBy: lastOf(z.enum(documentOrders).default("paperlessId")).openapi({ description: "With `library`" }),
	sortOrder: lastOf(z.enum(["asc", "desc"]).default("desc")).openapi({ description: "With `library`" }),
});

export function toFilter(query: z.output<typeof FilterQuery>): DocumentFilter {
	const { correspondent, documentType, tag, processingStatus, search, noAiResult, source, issue } = query;
	return { correspondent, documentType, tag, processingStatus, search, noAiResult, source, issue };
}

const item = {
	id: z.string(),
	paperlessId: z.int().nullable(),
	source: z.enum(["paperless", "upload"]),
	title: z.string(),
	correspondent: z.string().nullable(),
	documentType: z.string().nullable(),
	tags: z.array(z.string()),
	createdDate: z.string().nullable(),
	addedDate: z.string().nullable(),
	processingStatus: z.enum(["pending", "completed"]),
};

export const DocumentItem = z.object(item).openapi("LibraryDocument");

export const DocumentsPage = z
	.object({
		data: z.array(z.object({ ...item, wordCount: z.int().nullable().optional(), thumbUrl: z.string().optional() })),
		meta: z.object({
			total: z.int(),
			limit: z.int(),
			offset: z.int().optional(),
			nextCursor: z.string().nullable().optional(),
		}),
	})
	.openapi("LibraryDocuments");

export const DocumentDetail = z
	.object({
		...item,
		modifiedDate: z.string().nullable(),
		fingerprint: z.string(),
		syncedAt: isoTime,
		content: z
			.object({
				fullText: z.string(),
				normalizedText: z.string(),
				wordCount: z.int(),
				contentHash: z.string().nullable(),
			})
			.nullable(),
		groupMemberships: z.array(
			z.object({
				groupId: z.string(),
				confidenceScore: z.number(),
				isPrimary: z.boolean(),
				status: z.enum(["pending", "false_positive", "ignored", "deleted"]),
			}),
		),
		previewUrl: z.string(),
		thumbUrl: z.string(),
	})
	.openapi("LibraryDocumentDetail");

export function toDocumentItem(document: LibraryDocument): z.infer<typeof DocumentItem> {
	const { id, paperlessId, source, title, correspondent, documentType } = document;
	const { createdDate, addedDate, processingStatus } = document;
	const tags = toTags(document.tags);
	return {
		id,
		paperlessId,
		source,
		title,
		correspondent,
		documentType,
		tags,
		createdDate,
		addedDate,
		processingStatus,
	};
}

/** The count that is told of a document: none where there is no text to count in. */
export function toWordCount({ contentHash, wordCount }: LibraryDocument): number | null {
	return contentHash === null ? null : wordCount;
}

export function toDocumentDetail(document: WholeDocument, links: MediaLinks): z.infer<typeof DocumentDetail> {
	const { fullText, wordCount, contentHash, modifiedDate, fingerprint, syncedAt, memberships } = document;
	return {
		...toDocumentItem(document),
		modifiedDate,
		fingerprint,
		syncedAt: toIsoTime(syncedAt),
		content: fullText === null ? null : { fullText, normalizedText: normalizeText(fullText), wordCount, contentHash },
		groupMemberships: memberships,
		...links,
	};
}

const Shares = z.array(z.object({ name: z.string(), count: z.int() }));

export const StatisticsView = z
	.object({
		totalDocuments: z.int(),
		ocrCoverage: z.object({ withContent: z.int(), withoutContent: z.int(), percentage: z.int() }),
		processingStatus: z.object({ pending: z.int(), completed: z.int() }),
		correspondentDistribution: Shares,
		documentTypeDistribution: Shares,
		tagDistribution: Shares,
		averageWordCount: z.int(),
		documentsOverTime: z.array(z.object({ month: z.string(), count: z.int() })),
		wordCountDistribution: z.array(z.object({ bucket: z.string(), count: z.int() })),
		unclassified: z.object({ noCorrespondent: z.int(), noDocumentType: z.int(), noTags: z.int() }),
		duplicateInvolvement: z.object({ documentsInGroups: z.int(), percentage: z.int() }),
		usageStats: z.object({ cumulativeGroupsActioned: z.int(), cumulativeDocumentsDeleted: z.int() }),
	})
	.openapi("LibraryStatistics");

export function toStatistics(stats: LibraryStatistics): z.infer<typeof StatisticsView> {
	const { totalDocuments, withContent, pending, documentsInGroups } = stats;
	const { noCorrespondent, noDocumentType, noTags, cumulativeGroupsActioned, cumulativeDocumentsDeleted } = stats;
	const percentage = (part: number) => (totalDocuments === 0 ? 0 : Math.round((100 * part) / totalDocuments));
	return {
		totalDocuments,
		ocrCoverage: { withContent, withoutContent: totalDocuments - withContent, percentage: percentage(withContent) },
		processingStatus: { pending, completed: totalDocuments - pending },
		correspondentDistribution: stats.correspondents,
		documentTypeDistribution: stats.documentTypes,
		tagDistribution: stats.tags,
		averageWordCount: Math.round(stats.averageWordCount ?? 0),
		documentsOverTime: stats.months,
		wordCountDistribution: wordBuckets.map(({ name }, at) => ({ bucket: name, count: stats.byWordCount[at] ?? 0 })),
		unclassified: { noCorrespondent, noDocumentType, noTags },
		duplicateInvolvement: { documentsInGroups, percentage: percentage(documentsInGroups) },
		usageStats: { cumulativeGroupsActioned, cumulativeDocumentsDeleted },
	};
}
