import { insufficient, json, notFound } from "./answers.ts";
import { type Call, idOf, type Route } from "./call.ts";
import { by } from "./order.ts";
import { paged } from "./paging.ts";
import { allPermissions, canView, hasPermission } from "./permissions.ts";
import type { Group, Owned, User } from "./records.ts";
import { toIso } from "./times.ts";

/** What the server says of itself and of its users. */
export const informationRoutes: Route[] = [
	{ path: "/api/statistics/", methods: { GET: statistics } },
	{ path: "/api/status/", methods: { GET: status } },
	{ path: "/api/ui_settings/", model: "uisettings", methods: { GET: settings } },
	{ path: "/api/remote_version/", methods: { GET: remoteVersion } },
	{ path: "/api/profile/", methods: { GET: ({ user }) => json(profileToWire(user)) } },
	{
		path: "/api/users/",
		model: "user",
		methods: { GET: (call) => paged(call, { items: sorted(call.store.users), toWire: userToWire }) },
	},
	{
		path: "/api/users/{id}/",
		model: "user",
		methods: { GET: (call) => json(userToWire(oneOf(call, "users", "User"))) },
	},
	{
		path: "/api/groups/",
		model: "group",
		methods: { GET: (call) => paged(call, { items: sorted(call.store.groups), toWire: groupToWire }) },
	},
	{
		path: "/api/groups/{id}/",
		model: "group",
		methods: { GET: (call) => json(groupToWire(oneOf(call, "groups", "Group"))) },
	},
];

function sorted<T extends User | Group>(table: ReadonlyMap<number, T>): T[] {
	return [...table.values()].sort(by((item) => ("name" in item ? item.name : item.username).toLowerCase()));
}

function oneOf<K extends "users" | "groups">(call: Call, table: K, title: string): K extends "users" ? User : Group;
function oneOf(call: Call, table: "users" | "groups", title: string): User | Group {
	const found = call.store[table].get(idOf(call));
	if (found === undefined) throw notFound(Number.isNaN(idOf(call)) ? undefined : title);
	return found;
}

function statistics(call: Call): Response {
	const { store, user } = call;
	const documents = [...store.liveDocuments()].filter((record) => canView(user, record));
	const inbox = [...store.named.tags.values()]
		.filter((tag) => tag.isInboxTag && canView(user, tag))
		.map(({ id }) => id);
	const types = new Map<string, number>();
	let characters = 0;
	for (const { mimeType, content } of documents) {
		types.set(mimeType, (types.get(mimeType) ?? 0) + 1);
		characters += lengthOf(content);
	}
	const isInInbox = ({ tags }: { tags: number[] }) => tags.some((id) => inbox.includes(id));
	const count = (table: ReadonlyMap<number, Owned>) => [...table.values()].filter((one) => canView(user, one)).length;
	return json({
		documents_total: documents.length,
		documents_inbox: inbox.length === 0 ? null : documents.filter(isInInbox).length,
		inbox_tag: inbox[0] ?? null,
		inbox_tags: inbox.length === 0 ? null : inbox,
		document_file_type_counts: [...types]
			.sort(([, a], [, b]) => b - a)
			.map(([mime_type, mime_type_count]) => ({ mime_type, mime_type_count })),
		character_count: characters,
		tag_count: count(store.named.tags),
		correspondent_count: count(store.named.correspondents),
		document_type_count: count(store.named.document_types),
		storage_path_count: count(store.named.storage_paths),
		current_asn: documents.reduce((most, { archiveSerialNumber }) => Math.max(most, archiveSerialNumber ?? 0), 0),
	});
}

/** In code points, as the database counts. */
function lengthOf(text: string): number {
	let pairs = 0;
	for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) pairs++;
	return text.length - pairs;
}

function status({ store, user }: Call): Response {
	const { profile } = store;
	const mayMonitor = profile.monitorsByPermission && hasPermission(user, "view_system_monitoring");
	if (!user.isStaff && !mayMonitor) throw insufficient();
	const at = toIso(store.now(), store.zoneMinutes);
	return json({
		pngx_version: profile.release,
		server_os: "Linux-6.8.0-x86_64-with-glibc2.41",
		install_type: "docker",
		storage: { total: 250_000_000_000, available: 125_000_000_000 },
		database: {
			type: "sqlite",
			url: "/usr/src/paperless/data/db.sqlite3",
			status: "OK",
			error: null,
			migration_status: { latest_migration: "documents.1075_workflowaction_order", unapplied_migrations: [] },
		},
		tasks: {
			redis_url: "redis://broker:6379",
			redis_status: "OK",
			redis_error: null,
			celery_status: "OK",
			celery_url: "celery@paperless",
			celery_error: null,
			index_status: "OK",
			index_last_modified: at,
			index_error: null,
			classifier_status: "WARNING",
			classifier_last_trained: null,
			classifier_error: "No classifier training tasks found",
			sanity_check_status: "WARNING",
			sanity_check_last_run: null,
			sanity_check_error: "No sanity check tasks found",
			...(profile.monitorsByPermission && laterTasks(store.tasks)),
		},
	});
}

function laterTasks(tasks: readonly { status: string }[]): Record<string, unknown> {
	const count = (name: string) => tasks.filter(({ status }) => status === name).length;
	return {
		llmindex_status: "DISABLED",
		llmindex_last_modified: null,
		llmindex_error: null,
		summary: {
			days: 30,
			total_count: tasks.length,
			pending_count: count("PENDING"),
			success_count: count("SUCCESS"),
			failure_count: count("FAILURE"),
		},
	};
}

function settings({ store, user }: Call): Response {
	const { id, username, isStaff, isSuperuser, groups } = user;
	return json({
		user: { id, username, is_staff: isStaff, is_superuser: isSuperuser, groups },
		settings: {
			version: store.profile.release,
			app_title: null,
			app_logo: null,
			auditlog_enabled: true,
			trash_delay: 30,
			email_enabled: false,
			update_checking: { backend_setting: "default" },
		},
		permissions: allPermissions.filter((permission) => hasPermission(user, permission)),
	});
}

function remoteVersion({ store }: Call): Response {
	return json({ version: `v${store.profile.release}`, update_available: false });
}

function profileToWire({ token, firstName, lastName }: User): Record<string, unknown> {
	return {
		email: "",
		password: "**********",
		first_name: firstName,
		last_name: lastName,
		auth_token: token,
		social_accounts: [],
		has_usable_password: true,
		is_mfa_enabled: false,
	};
}

function userToWire(user: User): Record<string, unknown> {
	return {
		id: user.id,
		username: user.username,
		email: "",
		password: "**********",
		first_name: user.firstName,
		last_name: user.lastName,
		date_joined: "2024-01-01T00:00:00Z",
		is_staff: user.isStaff,
		is_active: user.isActive,
		is_superuser: user.isSuperuser,
		groups: user.groups,
		user_permissions: [...user.permissions],
		inherited_permissions: [],
		is_mfa_enabled: false,
	};
}

function groupToWire({ id, name, permissions }: Group): Record<string, unknown> {
	return { id, name, permissions: [...permissions] };
}
