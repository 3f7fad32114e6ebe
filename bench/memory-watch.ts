import { readFileSync } from "node:fs";
import { commandOf, processesMarked } from "../scripts/processes.ts";
import { stateMark } from "../scripts/state-lock.ts";

/** The resident memory of a server's workerd processes together, looked at twice a second. */
export class MemoryWatch {
	peakMiB = 0;
	readonly #timer: NodeJS.Timeout;

	constructor(stateDir: string) {
		// wrangler runs one for the Worker and one in front of it.
		const pids = processesMarked(stateMark, stateDir).filter((pid) => commandOf(pid).includes("workerd serve"));
		this.#timer = setInterval(() => {
			this.peakMiB = Math.max(
				this.peakMiB,
				pids.reduce((sum, pid) => sum + residentMiB(pid), 0),
			);
		}, 500);
	}

	stop(): void {
		clearInterval(this.#timer);
	}
}

/** 0 where the system does not say. */
function residentMiB(pid: number): number {
	try {
		return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m)?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}
