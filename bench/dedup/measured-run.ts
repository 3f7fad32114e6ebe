/** Runs a script that groups documents, in a process of its own. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../scripts/server.ts";
import type { LibraryDocument } from "./paper.ts";
import type { Usage } from "./resource-usage.ts";

export interface GroupingRun extends Usage {
	/** Ids of the documents of each group. */
	groups: number[][];
}

export const engineScript = join(projectDir, "scripts", "dedup.ts");
export const peerScript = join(projectDir, "bench", "peer", "dedup.ts");
/** Reads the documents and does nothing with them. */
export const readingScript = join(projectDir, "bench", "dedup", "reading.ts");

/** A file of the documents, one a line, for `groupBy`. */
export function writeDocuments(folder: string, documents: Iterable<LibraryDocument>): string {
	const file = join(folder, "documents.jsonl");
	writeFileSync(file, "");
	let batch: string[] = [];
	for (const document of documents) {
		batch.push(`${JSON.stringify(document)}\n`);
		if (batch.length < 1000) continue;
		writeFileSync(file, batch.join(""), { flag: "a" });
		batch = [];
	}
	writeFileSync(file, batch.join(""), { flag: "a" });
	return file;
}

/** Throws with the script's own words where it fails. */
export function groupBy(script: string, documents: string): GroupingRun {
	const [output, usage] = [`${documents}.groups.json`, `${documents}.usage.json`];
	const hook = join(projectDir, "bench", "dedup", "resource-usage.ts");
	const run = spawnSync(process.execPath, ["--import", hook, script, documents, output], {
		env: { ...process.env, DECKLE_USAGE: usage },
		encoding: "utf8",
	});
	if (run.status !== 0) throw new Error(`${script} failed (${run.status ?? run.signal}): ${run.stderr}`);
	const cost: Usage = JSON.parse(readFileSync(usage, "utf8"));
	const groups = readGroups(JSON.parse(readFileSync(output, "utf8")));
	rmSync(output);
	rmSync(usage);
	return { ...cost, groups };
}

function readGroups(value: unknown): number[][] {
	if (!Array.isArray(value)) throw new Error("the groups are no list");
	return value.map((group: unknown) => {
		if (!Array.isArray(group)) throw new Error("a group is no list of ids");
		return group.map(Number);
	});
}
