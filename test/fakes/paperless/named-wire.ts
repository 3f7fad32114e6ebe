import type { Call } from "./call.ts";
import { isTrue, param } from "./call.ts";
import { by, chained } from "./order.ts";
import { canChange, canView } from "./permissions.ts";
import type { DocumentRecord, NamedKind, NamedRecord } from "./records.ts";
import type { Store } from "./store.ts";
import { childrenOf } from "./tag-tree.ts";

/** The colours of API 1 by their numbers from 1 on: the "Paired" palette of ColorBrewer, black and grey. */
const oldColors = [
	"#a6cee3",
	"#1f78b4",
	"#b2df8a",
	"#33a02c",
	"#fb9a99",
	"#e31a1c",
	"#fdbf6f",
	"#ff7f00",
	"#cab2d6",
	"#6a3d9a",
	"#b15928",
	"#000000",
	"#cccccc",
];

export function colorOfNumber(number: number): string | undefined {
	return oldColors[number - 1];
}

export const byName = chained<NamedRecord>([by(({ name }) => name.toLowerCase()), by(({ id }) => id)]);

/** What a list knows of all its objects at once. */
export interface Usage {
	counts: Map<number, number>;
	latest: Map<number, string>;
}

/** How many documents the user sees with each object of a kind, and the latest day of each. */
export function usageOf({ store, user }: Pick<Call, "store" | "user">, kind: NamedKind): Usage {
	const counts = new Map<number, number>();
	const latest = new Map<number, string>();
	for (const document of store.liveDocuments()) {
		if (!canView(user, document)) continue;
		for (const id of namesOn(document, kind)) {
			counts.set(id, (counts.get(id) ?? 0) + 1);
			if (document.created > (latest.get(id) ?? "")) latest.set(id, document.created);
		}
	}
	return { counts, latest };
}

/** The objects of a kind that a document has. */
export function namesOn(document: DocumentRecord, kind: NamedKind): number[] {
	if (kind === "tags") return document.tags;
	const id = {
		correspondents: document.correspondent,
		document_types: document.documentType,
		storage_paths: document.storagePath,
	}[kind];
	return id === null ? [] : [id];
}

/** The object as the API shows it; without usage, as after its creation, it has no count. */
export function namedToWire(call: Call, kind: NamedKind, record: NamedRecord, usage?: Usage): Record<string, unknown> {
	const isTag = kind === "tags";
	const showsLatest = kind === "correspondents" && usage !== undefined && showsCorrespondence(call);
	return {
		id: record.id,
		slug: slugOf(record.name),
		name: record.name,
		...(kind === "storage_paths" && { path: record.path }),
		...(isTag && colorsOf(record, call.api)),
		match: record.match,
		matching_algorithm: record.matchingAlgorithm,
		is_insensitive: record.isInsensitive,
		...(isTag && { is_inbox_tag: record.isInboxTag }),
		...(usage !== undefined && { document_count: usage.counts.get(record.id) ?? 0 }),
		...(showsLatest && { last_correspondence: usage.latest.get(record.id) ?? null }),
		owner: record.owner,
		...(isTrue(param(call, "full_perms"))
			? { permissions: record.grants }
			: { user_can_change: canChange(call.user, record) }),
		...(isTag && { parent: record.parent, children: childrenToWire(call, record, usage) }),
	};
}

function showsCorrespondence(call: Call): boolean {
	return call.parts.length > 0 || isTrue(param(call, "last_correspondence"));
}

function childrenToWire(call: Call, record: NamedRecord, usage?: Usage): unknown[] {
	return childrenOf(call.store.named.tags, record.id)
		.filter((child) => canView(call.user, child))
		.sort(byName)
		.map((child) => namedToWire(call, "tags", child, usage));
}

function colorsOf({ color }: NamedRecord, api: number): Record<string, unknown> {
	if (api === 1) return { colour: Math.max(1, oldColors.indexOf(color.toLowerCase()) + 1) };
	return { color, text_color: textColorOn(color) };
}

/** Black or white, whichever reads better: by the perceived brightness of the HSP model. */
function textColorOn(color: string): string {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
	return Math.sqrt(0.299 * red ** 2 + 0.587 * green ** 2 + 0.114 * blue ** 2) < 0.53 ? "#ffffff" : "#000000";
}

function slugOf(name: string): string {
	const ascii = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");
	return ascii
		.toLowerCase()
		.replace(/[^\w\s-]/g, "")
		.replace(/[-\s]+/g, "-")
		.replace(/^[-_]+|[-_]+$/g, "");
}

export function titleOf(kind: NamedKind): string {
	return { tags: "Tag", correspondents: "Correspondent", document_types: "DocumentType", storage_paths: "StoragePath" }[
		kind
	];
}

/** Takes an object off all documents; what they say of their time of change does not move. */
export function detach(store: Store, kind: NamedKind, id: number): void {
	for (const document of store.documents.values()) {
		if (kind === "tags") document.tags = document.tags.filter((tag) => tag !== id);
		else if (kind === "correspondents" && document.correspondent === id) document.correspondent = null;
		else if (kind === "document_types" && document.documentType === id) document.documentType = null;
		else if (kind === "storage_paths" && document.storagePath === id) document.storagePath = null;
	}
}
