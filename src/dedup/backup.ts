import type { Context } from "../context.ts";
import { getSettings, isSecretSetting, putSettings, type Settings } from "../settings/settings.ts";
import { analysedHash, type DedupConfig, getDedupConfig, rescore, toDedupSettings } from "./configuration.ts";

/*
 * A user's settings as a file and back (contracts/library.md 10.2, 10.3). Connections are not part of it: neither where a server is nor what
 * it takes to be let in.
 */

/** The service's own notes and connections. */
const keptApart = /^(?:schema_ddl_|paperless\.|s3\.)/;
/** Says what the groups that are here were found under: of another library's, or of earlier ones, that is not true. */
const ofThisLibrary = "dedup.lastAnalysisConfigHash";

export interface Backup {
	/** Everything stored, by its key. */
	settings: Settings;
	config: DedupConfig;
}

export async function exportSettings(ctx: Context, owner: string): Promise<Backup> {
	const [stored, config] = await Promise.all([getSettings(ctx, owner), getDedupConfig(ctx, owner)]);
	return { settings: portable(stored), config };
}

/**
 * Writes a backup in one transaction, `config` over `settings`, and scores the groups again. Keys that it does not have stay. Gives how many
 * of its settings were written.
 */
export async function importSettings(ctx: Context, owner: string, { settings, config }: Backup): Promise<number> {
	const { [ofThisLibrary]: analysed, ...others } = portable(settings);
	const isSame = analysed !== undefined && analysed === (await analysedHash(ctx, owner));
	const written = isSame ? { ...others, [ofThisLibrary]: analysed } : others;
	await putSettings(ctx, owner, { ...written, ...toDedupSettings(config) });
	await rescore(ctx, owner);
	return Object.keys(written).length;
}

function portable(settings: Settings): Settings {
	const isPortable = (key: string) => !isSecretSetting(key) && !keptApart.test(key);
	return Object.fromEntries(Object.entries(settings).filter(([key]) => isPortable(key)));
}
