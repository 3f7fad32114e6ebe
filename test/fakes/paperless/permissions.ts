import { insufficient } from "./answers.ts";
import type { Grants, Owned, User } from "./records.ts";
import type { Store } from "./store.ts";

const models = [
	"correspondent",
	"customfield",
	"document",
	"documenttype",
	"group",
	"note",
	"paperlesstask",
	"savedview",
	"sharelink",
	"storagepath",
	"tag",
	"uisettings",
	"user",
	"workflow",
];

/** Every model permission, as `ui_settings` names them. */
export const allPermissions: readonly string[] = models
	.flatMap((model) => ["add", "change", "delete", "view"].map((verb) => `${verb}_${model}`))
	.concat("view_system_monitoring");

/** The user with what the groups may do added. */
export function withGroups({ groups }: Store, user: User): User {
	const added = user.groups.flatMap((id) => [...(groups.get(id)?.permissions ?? [])]);
	return added.length === 0 ? user : { ...user, permissions: new Set([...user.permissions, ...added]) };
}

export function hasPermission(user: User, permission: string): boolean {
	return user.isSuperuser || user.permissions.has(permission);
}

export function isOwner(user: User, object: Owned): boolean {
	return user.isSuperuser || object.owner === null || object.owner === user.id;
}

export function canView(user: User, object: Owned): boolean {
	return isOwner(user, object) || isHolder(user, object.grants, "view") || isHolder(user, object.grants, "change");
}

export function canChange(user: User, object: Owned): boolean {
	return isOwner(user, object) || isHolder(user, object.grants, "change");
}

export function isShared(object: Owned): boolean {
	const { view, change } = object.grants;
	return [view.users, view.groups, change.users, change.groups].some((holders) => holders.length > 0);
}

export function requireView(user: User, object: Owned): void {
	if (!canView(user, object)) throw insufficient();
}

export function requireChange(user: User, object: Owned): void {
	if (!canChange(user, object)) throw insufficient();
}

export function requireOwner(user: User, object: Owned): void {
	if (!isOwner(user, object)) throw insufficient();
}

/** Who may change an object may see it. */
export function withViewForChangers(grants: Grants): Grants {
	const join = (a: number[], b: number[]) => [...new Set([...a, ...b])];
	return {
		view: {
			users: join(grants.view.users, grants.change.users),
			groups: join(grants.view.groups, grants.change.groups),
		},
		change: grants.change,
	};
}

export function joinGrants(a: Grants, b: Grants): Grants {
	const join = (one: number[], other: number[]) => [...new Set([...one, ...other])];
	return {
		view: { users: join(a.view.users, b.view.users), groups: join(a.view.groups, b.view.groups) },
		change: { users: join(a.change.users, b.change.users), groups: join(a.change.groups, b.change.groups) },
	};
}

function isHolder(user: User, grants: Grants, verb: "view" | "change"): boolean {
	const { users, groups } = grants[verb];
	return users.includes(user.id) || groups.some((group) => user.groups.includes(group));
}
