/** Open Packaging Conventions: how the parts of a DOCX, XLSX or PPTX point at each other. */
import { MAX_HELD_ENTRY_BYTES } from "../limits.ts";
import type { Archive } from "./archive.ts";
import { readXml } from "./xml.ts";

export interface Relation {
	/** Last segment of the relation's type: `image`, `hyperlink`, `worksheet`. */
	type: string;
	/** Name of an entry, or the address of an external target. */
	target: string;
	external: boolean;
}

/** Relations of a part by their id; empty where it has none. */
export function relationsOf(archive: Archive, part: string): Map<string, Relation> {
	const slash = part.lastIndexOf("/") + 1;
	const relations = new Map<string, Relation>();
	const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
	const open = (element: string, attributes: Readonly<Record<string, string>>) => {
		const { Id, Target, Type = "", TargetMode } = attributes;
		if (element !== "Relationship" || Id === undefined || Target === undefined) return;
		const external = TargetMode === "External";
		const target = external ? Target : resolved(part, Target);
		relations.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), target, external });
	};
	readXml(archive, name, { open }, MAX_HELD_ENTRY_BYTES);
	return relations;
}

/** The target of the package's first relation of a type: where the main part is. */
export function mainPart(archive: Archive, fallback: string): string {
	for (const { type, target } of relationsOf(archive, "").values()) if (type === "officeDocument") return target;
	return fallback;
}

/** An entry's name from a reference within `part`; `..` never leaves the container. */
export function resolved(part: string, reference: string): string {
	const path = reference.startsWith("/") ? [] : part.split("/").slice(0, -1);
	for (const segment of reference.split("/")) {
		if (segment === "..") path.pop();
		else if (segment !== "." && segment !== "") path.push(segment);
	}
	return path.join("/");
}
