import { existsSync, readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { projectDir } from "../scripts/server.ts";

/** The machine in one line: a figure without it says nothing. */
export function machine(): string {
	const model = cpus()[0]?.model.trim() ?? "unknown CPU";
	const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB`;
	const versions = `Node ${process.versions.node}, workerd ${versionOf("workerd")}, wrangler ${versionOf("wrangler")}`;
	return `${model}, ${cpus().length} cores, ${memory}; ${versions}`;
}

/** The folder of public test documents beside the project; undefined where it is absent. */
export function sharedFolder(name: string): string | undefined {
	const folder = join(projectDir, "..", "shared", name);
	return existsSync(folder) ? folder : undefined;
}

function versionOf(name: string): string {
	const manifest = readFileSync(join(projectDir, "node_modules", name, "package.json"), "utf8");
	return (JSON.parse(manifest) as { version: string }).version;
}

if (import.meta.main) console.log(machine());
