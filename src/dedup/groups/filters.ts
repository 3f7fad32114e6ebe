import type { duplicateGroups } from "../../platform/library-tables.ts";

export type GroupRow = typeof duplicateGroups.$inferSelect;
export type GroupStatus = GroupRow["status"];

export const groupStatuses: readonly GroupStatus[] = ["pending", "false_positive", "ignored", "deleted"];

/** Which groups; without statuses all but the deleted ones. */
export interface GroupFilter {
	/** Inclusive bounds of the confidence. */
	minConfidence?: number | undefined;
	maxConfidence?: number | undefined;
	statuses?: readonly GroupStatus[] | undefined;
	includeDeleted?: boolean | undefined;
}

export type GroupOrder = "confidence" | "created_at" | "updated_at" | "member_count" | "status";

export interface GroupPage extends GroupFilter {
	sortBy: GroupOrder;
	sortOrder: "asc" | "desc";
	limit: number;
	offset: number;
}

/** A group as a list shows it. */
export interface GroupSummary extends GroupRow {
	memberCount: number;
	primaryTitle: string | null;
	primaryPaperlessId: number | null;
}

/** A document of a group, without its text. */
export interface GroupMember {
	groupId: string;
	memberId: string;
	documentId: string;
	isPrimary: boolean;
	source: "paperless" | "upload";
	paperlessId: number | null;
	title: string;
	correspondent: string | null;
	documentType: string | null;
	/** JSON array of names. */
	tags: string;
	createdDate: string | null;
	wordCount: number;
	/** Whether there is a text, if only an empty one. */
	hasText: boolean;
}
