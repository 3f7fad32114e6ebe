/** Near-duplicate detection where it may break: one huge family, a thousand times the same, very long, other scripts, next to nothing. */
import { extremeLibraries } from "./dedup/extreme-libraries.ts";
import { groupBy, readingScript, writeDocuments } from "./dedup/measured-run.ts";
import { scoreGroups } from "./dedup-score.ts";
import type { Report } from "./report.ts";

const SEED = 41;

/** Writes its documents into `folder` and has `script` group them. */
export function runExtremes(report: Report, folder: string, script: string): void {
	for (const { name, library, precision, recall } of extremeLibraries(SEED)) {
		const documents = writeDocuments(
			folder,
			library.map(({ document }) => document),
		);
		const [reading, run] = [groupBy(readingScript, documents), groupBy(script, documents)];
		const score = scoreGroups(library, run.groups);
		const kinds = [...score.kinds].sort().map(([kind, { copies, found }]) => `${kind} ${found}/${copies}`);
		report.holds(
			name,
			score.precision >= precision && score.recall >= recall,
			`P ${score.precision.toFixed(4)} (bar ${precision}), R ${score.recall.toFixed(4)} (bar ${recall}); found ${kinds.join(", ")}`,
		);
		const characters = library.reduce((sum, { document }) => sum + document.content.length, 0);
		const own = run.cpuMs - reading.cpuMs;
		report.info(
			"cost",
			`CPU ${own.toFixed(0)} ms, ${(own / library.length).toFixed(2)} ms a document, ` +
				`${((own / characters) * 1e6).toFixed(0)} ms per million characters; peak ${(run.peakBytes / 2 ** 20).toFixed(0)} MiB`,
		);
	}
}
