/** Loaded before a measured script (`node --import`): writes what its process used to the file that DECKLE_USAGE names. */
import { writeFileSync } from "node:fs";

/** What one process cost, Node's own start included. */
export interface Usage {
	/** User and system time. */
	cpuMs: number;
	/** Most memory held at a time. */
	peakBytes: number;
}

const file = process.env.DECKLE_USAGE;
if (file !== undefined) {
	process.on("exit", () => {
		const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
		const usage: Usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 };
		writeFileSync(file, JSON.stringify(usage));
	});
}
