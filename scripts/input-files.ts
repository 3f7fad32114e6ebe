import { readdirSync, statSync } from "node:fs";
import { join, parse, resolve } from "node:path";

/** A name given by the user: npm runs scripts in the project's folder, a relative name means the one where the user stands. */
export function fromUser(name: string): string {
	return resolve(process.env.INIT_CWD ?? ".", name);
}

/** The file, or the files of a folder by name; hidden ones are left out. Throws a sentence where there is neither. */
export function filesOf(name: string): string[] {
	const path = fromUser(name);
	const stat = statSync(path, { throwIfNoEntry: false });
	if (stat?.isFile()) return [path];
	if (!stat?.isDirectory()) throw new Error(`There is no file ${name}.`);
	const entries = readdirSync(path, { withFileTypes: true }).filter(
		(entry) => entry.isFile() && !entry.name.startsWith("."),
	);
	return entries.map((entry) => join(path, entry.name)).sort();
}

/** Names for the results of files: without extension, each once (`report`, `report-2`). */
export class ResultNames {
	private readonly taken = new Set<string>();

	nameFor(file: string): string {
		const stem = parse(file).name.replace(/^\.+/, "") || "document";
		let name = stem;
		for (let number = 2; this.taken.has(name); number++) name = `${stem}-${number}`;
		this.taken.add(name);
		return name;
	}
}
