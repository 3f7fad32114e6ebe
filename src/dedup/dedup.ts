import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import * as decisions from "./decisions/store.ts";
import type { GroupFilter, GroupMember, GroupRow, GroupStatus } from "./groups/filters.ts";
import * as groups from "./groups/store.ts";

export { AnalysisState, advanceAnalysis, analysisProgress, analysisResult, beginAnalysis } from "./analysis.ts";
export { exportSettings, importSettings } from "./backup.ts";
export {
	analysedHash,
	changeDedupConfig,
	DedupChange,
	type DedupConfig,
	dedupSettingProblem,
	getDedupConfig,
	isAnalysisStale,
	parseDedupBackup,
	rescore,
	toDedupConfig,
	toDedupSettings,
	weightsMessage,
} from "./configuration.ts";
export { deleteGroup, purgeDeletedGroups, withdrawDocument } from "./decisions/store.ts";
export {
	claimPlan,
	type DocumentServer,
	deleteGroupDocuments,
	deletionResult,
	planDeletion,
	previewDeletion,
} from "./deletion.ts";
export {
	countNotPending,
	countPlanGroups,
	type DeletionGroup,
	type DeletionItem,
	deletePlan,
	planGroupsOf,
	planItemsBetween,
	releasePlan,
} from "./deletions/store.ts";
export { openDocumentServer } from "./document-server.ts";
export {
	type GroupFilter,
	type GroupMember,
	type GroupPage,
	type GroupRow,
	type GroupStatus,
	type GroupSummary,
	groupStatuses,
} from "./groups/filters.ts";
export { countGroups, listGroups, membersOf, textOf, textsOf, topCorrespondents } from "./groups/store.ts";
export { deleteMemberDocument } from "./member-deletion.ts";
export { lastAnalysis } from "./store.ts";

/** Groups read at once where all of them are streamed. */
const sliceGroups = 50;

/** The caller's group; throws `not_found` for another's as for one that never was. */
export async function getGroup(ctx: Context, owner: string, id: string): Promise<GroupRow> {
	const group = await groups.findGroup(ctx, owner, id);
	if (group === undefined) throw new AppError("not_found", "Duplicate group not found");
	return group;
}

/** All matching groups with their members, from the surest on, up to `limit`; a slice at a time. */
export async function* eachGroup(
	ctx: Context,
	owner: string,
	filter: GroupFilter,
	limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<{ group: GroupRow; members: GroupMember[] }> {
	let after: GroupRow | undefined;
	for (let left = limit; left > 0; ) {
		const wanted = Math.min(sliceGroups, left);
		const slice = await groups.groupsAfter(ctx, owner, filter, { after, limit: wanted });
		const members = Map.groupBy(
			await groups.membersOf(
				ctx,
				owner,
				slice.map(({ id }) => id),
			),
			({ groupId }) => groupId,
		);
		for (const group of slice) yield { group, members: members.get(group.id) ?? [] };
		after = slice.at(-1);
		left -= slice.length;
		if (slice.length < wanted) return;
	}
}

/**
 * Gives a group a status. The one it has already: nothing is written. Throws `not_found`, and `conflict` for a deleted group, which stays
 * deleted.
 */
export async function setGroupStatus(ctx: Context, owner: string, id: string, status: GroupStatus): Promise<void> {
	const group = await getGroup(ctx, owner, id);
	if (group.status === status) return;
	const written =
		group.status === "deleted"
			? 0
			: await decisions.writeStatus(ctx, owner, { groupIds: [id], status, changingOnly: true });
	if (written === 0 && (await getGroup(ctx, owner, id)).status !== status) {
		throw new AppError("conflict", "A deleted group keeps its status");
	}
}

/** Gives many groups a status and returns how many were written; unknown and deleted ones are passed over. */
export async function setGroupStatuses(
	ctx: Context,
	owner: string,
	groupIds: readonly string[],
	status: GroupStatus,
): Promise<number> {
	return await decisions.writeStatus(ctx, owner, { groupIds, status, changingOnly: false });
}

/** Throws `not_found` for an unknown group, and for a document that is none of its members. */
export async function setPrimary(ctx: Context, owner: string, groupId: string, documentId: string): Promise<void> {
	await getGroup(ctx, owner, groupId);
	if (!(await decisions.writePrimary(ctx, owner, { groupId, documentId }))) {
		throw new AppError("not_found", "The document is not a member of this group");
	}
}

/** Throws `not_found`, and `conflict` for the primary member. */
export async function removeMember(ctx: Context, owner: string, groupId: string, memberId: string): Promise<void> {
	const outcome = await decisions.removeMember(ctx, owner, { groupId, memberId });
	if (outcome === "unknown") throw new AppError("not_found", "Group member not found");
	if (outcome === "primary") throw new AppError("conflict", "The primary member cannot be removed");
}

/** Lower bounds of the ranges of confidence that groups are counted by; the last range includes 1. */
const bounds = [0, 0.5, 0.75, 0.85, 0.9, 0.95, 1];

export interface DuplicateStats {
	byStatus: Record<GroupStatus, number>;
	/** Of all groups, whatever their status, by ascending confidence. */
	byConfidence: { min: number; max: number; count: number }[];
	topCorrespondents: { correspondent: string; groupCount: number }[];
}

export async function duplicateStats(ctx: Context, owner: string): Promise<DuplicateStats> {
	const [counts, topCorrespondents] = await Promise.all([
		groups.groupCounts(ctx, owner, bounds.slice(1, -1)),
		groups.topCorrespondents(ctx, owner, 10),
	]);
	const byStatus = { pending: 0, false_positive: 0, ignored: 0, deleted: 0 };
	for (const { status, groups } of counts.byStatus) byStatus[status] = groups;
	const byConfidence = bounds.slice(0, -1).map((min, bucket) => ({
		min,
		max: bounds[bucket + 1] ?? 1,
		count: counts.byConfidence.find((row) => row.bucket === bucket)?.groups ?? 0,
	}));
	return { byStatus, byConfidence, topCorrespondents };
}
