import { invalid, json, noContent, notFound } from "./answers.ts";
import type { Data } from "./body.ts";
import { type Call, idOf, param, type Route } from "./call.ts";
import { boolean, choice, Invalid, integer, nullable, type Reader, readFields, reference, text } from "./fields.ts";
import { matching } from "./filters.ts";
import { grantsReader } from "./grants.ts";
import { namedFilters } from "./named-filters.ts";
import { byName, colorOfNumber, detach, namedToWire, titleOf, usageOf } from "./named-wire.ts";
import { by, chained, namedOrders, type Order } from "./order.ts";
import { paged } from "./paging.ts";
import { canView, requireChange, requireOwner, requireView } from "./permissions.ts";
import { type NamedKind, type NamedRecord, namedKinds, noGrants } from "./records.ts";
import type { Store } from "./store.ts";
import { ancestorsOf, descendantsOf, heightOf, maxDepth } from "./tag-tree.ts";

const algorithms = [0, 1, 2, 3, 4, 5, 6];

/** Tags, correspondents, document types and storage paths. */
export const namedRoutes: Route[] = namedKinds.flatMap((kind) => [
	{
		path: `/api/${kind}/`,
		model: modelOf(kind),
		methods: { GET: (call) => list(call, kind), POST: (call) => create(call, kind) },
	},
	{
		path: `/api/${kind}/{id}/`,
		model: modelOf(kind),
		methods: {
			GET: (call) => json(namedToWire(call, kind, visible(call, kind), usageOf(call, kind))),
			PUT: (call) => update(call, kind, false),
			PATCH: (call) => update(call, kind, true),
			DELETE: (call) => remove(call, kind),
		},
	},
]);

export function modelOf(kind: NamedKind): string {
	return kind.replace("_", "").replace(/s$/, "");
}

function find(call: Call, kind: NamedKind): NamedRecord {
	const id = idOf(call);
	if (Number.isNaN(id)) throw notFound();
	const record = call.store.named[kind].get(id);
	if (record === undefined) throw notFound(titleOf(kind));
	return record;
}

function visible(call: Call, kind: NamedKind): NamedRecord {
	const record = find(call, kind);
	requireView(call.user, record);
	return record;
}

function list(call: Call, kind: NamedKind): Response {
	const usage = usageOf(call, kind);
	const keys: Record<string, Order<NamedRecord>> = {
		name: by(({ name }) => name.toLowerCase()),
		matching_algorithm: by(({ matchingAlgorithm }) => matchingAlgorithm),
		match: by(({ match }) => match),
		document_count: by(({ id }) => usage.counts.get(id) ?? 0),
		...(kind === "tags" && { color: by(({ color }) => color) }),
		...(kind === "correspondents" && { last_correspondence: by(({ id }) => usage.latest.get(id)) }),
	};
	const order = chained([...namedOrders(param(call, "ordering"), (name) => keys[name]), byName]);
	const all = [...call.store.named[kind].values()].filter((record) => canView(call.user, record));
	const items = matching(all, call, namedFilters(kind)).sort(order);
	const withChildren = (shown: readonly NamedRecord[]) => {
		const ids = new Set(shown.flatMap(({ id }) => [id, ...descendantsOf(call.store.named.tags, id)]));
		return all.filter(({ id }) => ids.has(id)).sort(byName);
	};
	const isTagList = kind === "tags";
	return paged(call, {
		items,
		toWire: (record) => namedToWire(call, kind, record, usage),
		...(isTagList && { all: () => withChildren(items).map(({ id }) => id) }),
		...(isTagList &&
			call.store.profile.hasDisplayCount && { after: () => ({ display_count: withChildren(items).length }) }),
	});
}

async function create(call: Call, kind: NamedKind): Promise<Response> {
	const { data } = await call.body();
	const required = kind === "storage_paths" ? ["name", "path"] : ["name"];
	const values = read(call, kind, data, required);
	const record: NamedRecord = {
		id: 0,
		owner: values.owner === undefined ? call.user.id : values.owner,
		grants: values.set_permissions ?? noGrants(),
		name: values.name ?? "",
		match: values.match ?? "",
		matchingAlgorithm: values.matching_algorithm ?? 1,
		isInsensitive: values.is_insensitive ?? true,
		color: values.color ?? "#a6cee3",
		isInboxTag: values.is_inbox_tag ?? false,
		parent: values.parent ?? null,
		path: values.path ?? "",
	};
	check(call.store, kind, record);
	record.id = call.store.nextId(call.store.named[kind]);
	call.store.named[kind].set(record.id, record);
	return json(namedToWire(call, kind, record), 201);
}

async function update(call: Call, kind: NamedKind, isPartial: boolean): Promise<Response> {
	const record = find(call, kind);
	requireChange(call.user, record);
	const { data } = await call.body();
	const required = isPartial ? [] : kind === "storage_paths" ? ["name", "path"] : ["name"];
	const values = read(call, kind, data, required);
	const changed: NamedRecord = {
		...record,
		name: values.name ?? record.name,
		match: values.match ?? record.match,
		matchingAlgorithm: values.matching_algorithm ?? record.matchingAlgorithm,
		isInsensitive: values.is_insensitive ?? record.isInsensitive,
		color: values.color ?? record.color,
		isInboxTag: values.is_inbox_tag ?? record.isInboxTag,
		parent: values.parent === undefined ? record.parent : values.parent,
		path: values.path ?? record.path,
		grants: values.set_permissions ?? record.grants,
		// A PUT that leaves the owner out means nobody.
		owner: values.owner === undefined ? (isPartial ? record.owner : null) : values.owner,
	};
	check(call.store, kind, changed);
	Object.assign(record, changed);
	return json(namedToWire(call, kind, record, usageOf(call, kind)));
}

function remove(call: Call, kind: NamedKind): Response {
	const record = find(call, kind);
	requireOwner(call.user, record);
	deleteNamed(call.store, kind, record.id);
	return noContent();
}

/** Deletes an object, and a tag's children with it. */
export function deleteNamed(store: Store, kind: NamedKind, id: number): void {
	const ids = kind === "tags" ? [id, ...descendantsOf(store.named.tags, id)] : [id];
	for (const gone of ids) {
		store.named[kind].delete(gone);
		detach(store, kind, gone);
	}
	store.revision++;
}

function read({ store, api }: Call, kind: NamedKind, data: Data, required: string[]) {
	const owner: Reader<number | null> = nullable(reference(store.users));
	const values = readFields(
		data,
		{
			name: text({ max: 128 }),
			match: text({ max: 256, mayBeBlank: true }),
			matching_algorithm: choice(algorithms),
			is_insensitive: boolean,
			owner,
			set_permissions: grantsReader(store),
			...(kind === "storage_paths" && { path: text() }),
			...(kind === "tags" && {
				color: colorReader,
				is_inbox_tag: boolean,
				parent: nullable(reference(store.named.tags)),
				...(api === 1 && { colour: oldColorReader }),
			}),
		},
		{ required },
	);
	return { ...values, color: values.color ?? values.colour };
}

const colorReader: Reader<string> = (raw) => {
	if (typeof raw !== "string" || !/^#[0-9a-fA-F]{6}$/.test(raw)) throw new Invalid("Invalid color.");
	return raw;
};

const oldColorReader: Reader<string> = (raw) => {
	const color = colorOfNumber(integer()(raw));
	if (color === undefined) throw new Invalid(`"${String(raw)}" is not a valid choice.`);
	return color;
};

/** What only the whole object shows: its rule, its place in the tree, its name among its owner's. */
function check(store: Store, kind: NamedKind, record: NamedRecord): void {
	if (record.matchingAlgorithm === 4 && !isPattern(record.match)) {
		throw invalid({ match: ["Invalid regular expression, see log for details."] });
	}
	if (record.parent !== null) checkParent(store, record, record.parent);
	const isTaken = [...store.named[kind].values()].some(
		({ id, name, owner }) => id !== record.id && name === record.name && owner === record.owner,
	);
	if (isTaken) throw invalid({ error: "Object violates owner / name unique constraint" });
}

function checkParent(store: Store, record: NamedRecord, parent: number): void {
	const { tags } = store.named;
	if (parent === record.id) throw invalid({ parent: ["Cannot set itself as parent."] });
	if (descendantsOf(tags, record.id).includes(parent)) {
		throw invalid({ parent: ["Cannot set parent to a descendant."] });
	}
	const depth = ancestorsOf(tags, parent).length + 1 + heightOf(tags, record.id);
	if (depth > maxDepth) throw invalid({ parent: ["Maximum nesting depth exceeded."] });
}

function isPattern(source: string): boolean {
	try {
		new RegExp(source);
		return true;
	} catch {
		return false;
	}
}
