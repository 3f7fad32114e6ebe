import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { D1Database } from "@cloudflare/workers-types";

/** wrangler's own record of what was applied, so that its command and this may be used one after the other. */
const record = "d1_migrations";
const createRecord = `CREATE TABLE IF NOT EXISTS ${record}(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/**
 * What `wrangler d1 migrations apply --local` does, without the seconds that its command takes to find that there is
 * nothing to do: the files of the local databases are looked at first, and only then is the platform started once for them.
 */
export async function migrate(configFile: string, stateDir: string): Promise<void> {
	const { getPlatformProxy, unstable_readConfig, unstable_splitSqlQuery } = await import("wrangler");
	const config = unstable_readConfig({ config: configFile });
	const folder = join(stateDir, "v3", "d1");
	for (const { binding, migrations_dir: migrations } of config.d1_databases) {
		if (migrations === undefined) continue;
		const directory = resolve(dirname(configFile), migrations);
		const names = readdirSync(directory)
			.filter((name) => name.endsWith(".sql"))
			.sort();
		if (config.d1_databases.length === 1 && isApplied(folder, names)) continue;
		const { env, dispose } = await getPlatformProxy<Record<string, D1Database>>({
			configPath: databaseConfig(stateDir, config),
			persist: { path: join(stateDir, "v3") },
			envFiles: [],
		});
		try {
			const database = env[binding];
			if (database === undefined) throw new Error(`no local database is bound as ${binding}`);
			await database.prepare(createRecord).run();
			const rows = await database.prepare(`SELECT name FROM ${record}`).all<{ name: string }>();
			const applied = new Set(rows.results.map((row) => row.name));
			for (const name of names.filter((candidate) => !applied.has(candidate))) {
				const statements = unstable_splitSqlQuery(readFileSync(resolve(directory, name), "utf8"));
				await database.batch([
					...statements.map((statement) => database.prepare(statement)),
					database.prepare(`INSERT INTO ${record} (name) VALUES (?)`).bind(name),
				]);
			}
		} finally {
			await dispose();
		}
	}
}

/** A Worker of its databases alone: the proxy would complain about objects, which it cannot run. */
function databaseConfig(
	stateDir: string,
	config: { d1_databases: unknown[]; compatibility_date?: string | undefined },
): string {
	mkdirSync(stateDir, { recursive: true });
	const file = join(stateDir, "migrate.json");
	const { compatibility_date, d1_databases } = config;
	writeFileSync(file, JSON.stringify({ name: "migrate", compatibility_date, d1_databases }));
	return file;
}

/** Whether the one database in the folder has all of them; any doubt counts as no. */
function isApplied(folder: string, names: readonly string[]): boolean {
	const objects = join(folder, "miniflare-D1DatabaseObject");
	if (!existsSync(objects)) return false;
	const files = readdirSync(objects).filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite");
	if (files.length !== 1) return false;
	try {
		const database = new DatabaseSync(join(objects, files[0] ?? ""), { readOnly: true });
		try {
			const rows = database.prepare(`SELECT name FROM ${record}`).all();
			const applied = new Set(rows.map((row) => row.name));
			return names.every((name) => applied.has(name));
		} finally {
			database.close();
		}
	} catch {
		return false;
	}
}
