/* What a sync says of itself while it works (contracts/library.md 12.7). */
import type { SyncResult } from "../library/library.ts";
import type { StepOutcome } from "./job-state.ts";
import type { SyncProgress } from "./sync-data.ts";

type Said = Pick<StepOutcome, "fraction" | "phaseFraction" | "message">;

const [afterNames, ofList] = [0.02, 0.93];
const afterList = afterNames + ofList;

export function listProgress({ fetched, total, inserted, updated }: SyncProgress): Said {
	const share = total === 0 ? 1 : Math.min(1, fetched / total);
	return {
		fraction: Math.min(afterList, afterNames + ofList * share),
		phaseFraction: share,
		message: `Syncing documents: ${fetched}/${total} (${inserted} new, ${updated} updated)`,
	};
}

export function walkProgress({ walk, inserted, updated }: SyncProgress): Said {
	const { distinct, count } = walk;
	return {
		fraction: afterList,
		phaseFraction: count === null || count === 0 ? 1 : Math.min(1, distinct / count),
		message: `Looking for other changes: ${distinct}/${count ?? distinct} (${inserted} new, ${updated} updated)`,
	};
}

export function resultMessage({ inserted, updated, skipped, reconciled, failed }: SyncResult): string {
	const more = [reconciled > 0 ? `, ${reconciled} removed` : "", failed > 0 ? `, ${failed} failed` : ""].join("");
	return `Sync complete: ${inserted} new, ${updated} updated, ${skipped} unchanged${more}`;
}
