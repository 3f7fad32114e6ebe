import { describe, expect, test } from "vitest";
import { type ExistingGroup, planGroups, widenSearch } from "../../src/dedup/group-plan.ts";

function group(id: string, members: string[], more: Partial<ExistingGroup> = {}): ExistingGroup {
	return { id, members, status: "pending", primary: members[0] ?? null, ...more };
}

describe("the plan of groups", () => {
	test("renews a group with the same members, whatever its status", () => {
		for (const status of ["pending", "false_positive", "ignored"] as const) {
			const plan = planGroups([group("g", ["b", "a"], { status })], [["a", "b"]], new Set(["a", "b"]));
			expect(plan).toEqual({ updates: [{ id: "g", found: 0 }], creates: [], deletes: [] });
		}
	});

	test("lets a grown group inherit id and primary of the largest pending one it takes in", () => {
		const existing = [group("small", ["d", "e"]), group("large", ["a", "b", "c"], { primary: "b" })];
		const plan = planGroups(existing, [["a", "b", "c", "d", "e"]], new Set(["e"]));
		expect(plan.creates).toEqual([{ found: 0, id: "large", primary: "b" }]);
		expect(plan.deletes).toEqual(["small"]);
	});

	test("makes a new pending group beside an ignored one that has grown", () => {
		const plan = planGroups(
			[group("g", ["a", "b"], { status: "ignored" })],
			[["a", "b", "c"]],
			new Set(["a", "b", "c"]),
		);
		expect(plan).toEqual({ updates: [], creates: [{ found: 0, id: null, primary: null }], deletes: [] });
	});

	test("deletes a pending group that is found no more only if one of its members was looked at", () => {
		const existing = [
			group("seen", ["a", "b"]),
			group("unseen", ["c", "d"]),
			group("kept", ["a", "c"], { status: "ignored" }),
		];
		expect(planGroups(existing, [], new Set(["a"])).deletes).toEqual(["seen"]);
	});

	test("leaves deleted groups alone", () => {
		const existing = [group("gone", [], { status: "deleted" })];
		expect(planGroups(existing, [["a", "b"]], new Set(["a"])).creates).toHaveLength(1);
		expect(planGroups(existing, [], new Set(["a"])).deletes).toEqual([]);
	});

	test("looks at all members of a pending group that one of them belongs to", () => {
		const existing = [group("g", ["a", "b", "c"]), group("h", ["d", "e"], { status: "ignored" })];
		expect([...widenSearch(existing, ["a", "d"])].sort()).toEqual(["a", "b", "c", "d"]);
	});
});
