/** A group as it is stored. */
export interface ExistingGroup {
	id: string;
	status: "pending" | "false_positive" | "ignored" | "deleted";
	/** Empty once the group is deleted. */
	members: readonly string[];
	primary: string | null;
}

export interface GroupPlan<Found> {
	/** Same members as before: scores are renewed; status, primary and date stay. `found` is the number of the found group. */
	updates: { id: string; found: Found }[];
	/** New pending groups. `id`: of the largest pending group that it takes over, else null; `primary`: the one chosen there, if it is a member. */
	creates: { found: Found; id: string | null; primary: string | null }[];
	/** Pending groups that are no more. Never one whose id goes on in `creates`. */
	deletes: string[];
}

/**
 * The documents to be looked at when `searched` are: with them all members of pending groups that hold one, as otherwise a group would be
 * dropped whole when one of its members has changed.
 */
export function widenSearch(existing: readonly ExistingGroup[], searched: Iterable<string>): Set<string> {
	const wide = new Set(searched);
	for (const { status, members } of existing) {
		if (status === "pending" && members.some((member) => wide.has(member)))
			for (const member of members) wide.add(member);
	}
	return wide;
}

/**
 * What becomes of stored groups when an analysis found `found` (members of each, two or more). `searched`: the documents looked at. Groups that
 * the user decided upon are never deleted; one with other members than before is a new pending group.
 */
export function planGroups(
	existing: readonly ExistingGroup[],
	found: readonly (readonly string[])[],
	searched: ReadonlySet<string>,
): GroupPlan<number> {
	const byMembers = new Map(
		existing.filter(({ members }) => members.length > 0).map((group) => [memberKey(group.members), group]),
	);
	const plan: GroupPlan<number> = { updates: [], creates: [], deletes: [] };
	const kept = new Set<string>();
	const fresh: number[] = [];
	for (const [number, members] of found.entries()) {
		const same = byMembers.get(memberKey(members));
		if (same === undefined) fresh.push(number);
		else {
			plan.updates.push({ id: same.id, found: number });
			kept.add(same.id);
		}
	}
	const pending = existing.filter(
		({ id, status, members }) => status === "pending" && members.length > 0 && !kept.has(id),
	);
	for (const number of fresh) {
		const members = new Set(found[number]);
		const heir = largest(
			pending.filter((group) => !kept.has(group.id) && group.members.every((member) => members.has(member))),
		);
		if (heir !== undefined) kept.add(heir.id);
		const primary = heir?.primary ?? null;
		plan.creates.push({
			found: number,
			id: heir?.id ?? null,
			primary: primary !== null && members.has(primary) ? primary : null,
		});
	}
	plan.deletes = pending
		.filter(
			({ id, members }) =>
				!kept.has(id) && (members.some((member) => searched.has(member)) || isWithin(members, fresh, found)),
		)
		.map(({ id }) => id);
	return plan;
}

function memberKey(members: readonly string[]): string {
	return JSON.stringify([...members].sort());
}

function largest(groups: readonly ExistingGroup[]): ExistingGroup | undefined {
	return groups.reduce<ExistingGroup | undefined>(
		(best, group) => (best === undefined || group.members.length > best.members.length ? group : best),
		undefined,
	);
}

function isWithin(
	members: readonly string[],
	fresh: readonly number[],
	found: readonly (readonly string[])[],
): boolean {
	return fresh.some((number) => {
		const group = new Set(found[number]);
		return members.every((member) => group.has(member));
	});
}
