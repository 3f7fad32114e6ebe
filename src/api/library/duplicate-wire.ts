import { z } from "@hono/zod-openapi";
import {
	type GroupFilter,
	type GroupMember,
	type GroupRow,
	type GroupStatus,
	type GroupSummary,
	groupStatuses,
} from "../../dedup/dedup.ts";
import { lastOf } from "../validation.ts";
import type { MediaLinks } from "./media-links.ts";
import { isoTime, Paging, querySwitch, toIsoTime } from "./wire.ts";

/* Groups of duplicates as the library API spells them (contracts/library.md 7). */

export const Status = z.enum(["pending", "false_positive", "ignored", "deleted"]);

/** A number as text, from 0 to 1. */
export const fraction = lastOf(
	z
		.string()
		.optional()
		.transform((text, context) => {
			if (text === undefined) return undefined;
			const number = text.trim() === "" ? Number.NaN : Number(text);
			if (number >= 0 && number <= 1) return number;
			const issue = { input: text, message: "Expected a number from 0 to 1" };
			if (Number.isNaN(number)) context.addIssue({ code: "invalid_type", expected: "number", ...issue });
			else if (number < 0)
				context.addIssue({ code: "too_small", origin: "number", minimum: 0, inclusive: true, ...issue });
			else context.addIssue({ code: "too_big", origin: "number", maximum: 1, inclusive: true, ...issue });
			return z.NEVER;
		}),
).openapi({ type: "number", minimum: 0, maximum: 1 });

/** Words that are no status are dropped; with none left it counts as not given. */
const statuses = lastOf(z.string().optional())
	.transform((text) => {
		const words = new Set((text ?? "").split(",").map((word) => word.trim()));
		const known = groupStatuses.filter((status) => words.has(status));
		return known.length > 0 ? known : undefined;
	})
	.openapi({ type: "string", example: "pending,ignored" });

export const FilterQuery = z.object({ minConfidence: fraction, maxConfidence: fraction, status: statuses });

export const OrderQuery = z.object({
	sortBy: lastOf(z.enum(["confidence", "created_at", "updated_at", "member_count", "status"]).default("confidence")),
	sortOrder: lastOf(z.enum(["asc", "desc"]).default("desc")),
});

export const ListQuery = z.object({
	...Paging.shape,
	...FilterQuery.shape,
	...OrderQuery.shape,
	includeDeleted: querySwitch,
});

export function toFilter(query: z.output<typeof FilterQuery> & { includeDeleted?: boolean }): GroupFilter {
	const { minConfidence, maxConfidence, status, includeDeleted } = query;
	return { minConfidence, maxConfidence, statuses: status, includeDeleted };
}

const scores = {
	confidenceScore: z.number(),
	jaccardSimilarity: z.number().nullable(),
	fuzzyTextRatio: z.number().nullable(),
	discriminativeScore: z.number().nullable(),
};

export const GroupView = z
	.object({
		id: z.string(),
		...scores,
		status: Status,
		memberCount: z.int(),
		archivedMemberCount: z.int().nullable(),
		primaryDocumentTitle: z.string().nullable(),
		primaryPaperlessId: z.int().nullable(),
		explanation: z.string().nullable(),
		createdAt: isoTime,
		updatedAt: isoTime,
	})
	.openapi("DuplicateGroup");

export const MemberView = z
	.object({
		memberId: z.string(),
		documentId: z.string(),
		isPrimary: z.boolean(),
		source: z.enum(["paperless", "upload"]),
		paperlessId: z.int().nullable(),
		title: z.string(),
		correspondent: z.string().nullable(),
		documentType: z.string().nullable(),
		tags: z.array(z.string()),
		createdDate: z.string().nullable(),
		previewUrl: z.string(),
		thumbUrl: z.string(),
		content: z.object({ fullText: z.string().nullable(), wordCount: z.int() }).nullable(),
	})
	.openapi("DuplicateMember");

export const GroupDetailView = z
	.object({
		id: z.string(),
		...scores,
		algorithmVersion: z.string(),
		explanation: z.string().nullable(),
		status: Status,
		archivedMemberCount: z.int().nullable(),
		archivedPrimaryTitle: z.string().nullable(),
		deletedAt: isoTime.nullable(),
		createdAt: isoTime,
		updatedAt: isoTime,
		members: z.array(MemberView),
	})
	.openapi("DuplicateGroupDetail");

function toScores({ confidenceScore, jaccardSimilarity, fuzzyTextRatio, discriminativeScore }: GroupRow) {
	return { confidenceScore, jaccardSimilarity, fuzzyTextRatio, discriminativeScore };
}

export function toGroupView(group: GroupSummary): z.infer<typeof GroupView> {
	return {
		id: group.id,
		...toScores(group),
		status: group.status,
		memberCount: group.memberCount,
		archivedMemberCount: group.archivedMemberCount,
		primaryDocumentTitle: group.primaryTitle ?? group.archivedPrimaryTitle,
		primaryPaperlessId: group.primaryPaperlessId,
		explanation: group.explanation,
		createdAt: toIsoTime(group.createdAt),
		updatedAt: toIsoTime(group.updatedAt),
	};
}

/** A group's own part of its detail; its members follow one by one. */
export function toGroupHead(group: GroupRow): Omit<z.infer<typeof GroupDetailView>, "members"> {
	return {
		id: group.id,
		...toScores(group),
		algorithmVersion: group.algorithmVersion,
		explanation: group.explanation,
		status: group.status,
		archivedMemberCount: group.archivedMemberCount,
		archivedPrimaryTitle: group.archivedPrimaryTitle,
		deletedAt: toIsoTime(group.deletedAt),
		createdAt: toIsoTime(group.createdAt),
		updatedAt: toIsoTime(group.updatedAt),
	};
}

/** `fullText` is null where it was not asked for. */
export function toMemberView(
	member: GroupMember,
	fullText: string | null,
	links: MediaLinks,
): z.infer<typeof MemberView> {
	const { memberId, documentId, isPrimary, source, paperlessId, title, correspondent, documentType } = member;
	return {
		memberId,
		documentId,
		isPrimary,
		source,
		paperlessId,
		title,
		correspondent,
		documentType,
		tags: toTags(member.tags),
		createdDate: member.createdDate,
		...links,
		content: member.hasText ? { fullText, wordCount: member.wordCount } : null,
	};
}

export function toTags(json: string): string[] {
	return z.array(z.string()).parse(JSON.parse(json));
}

/** The answer to a change of a group's status. */
export function toStatusView(groupId: string, status: GroupStatus) {
	return { data: { groupId, status } };
}
