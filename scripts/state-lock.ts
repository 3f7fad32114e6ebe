import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ancestors, identify, isAlive, killNow, type ProcessId, processesMarked } from "./processes.ts";

/** In the environment of everything started on a state directory, so that leftovers are known as ours. */
export const stateMark = "DECKLE_STATE";

/** A start that meets a living server on its state waits so long for it to end: it may be about to. */
const busyTimeoutMs = 4000;

interface Holder extends ProcessId {
	/** Who started it: the shell, npm, and who called npm. With one of them gone, nobody waits for the holder any more. */
	ancestors: ProcessId[];
}

/**
 * Two workerds on one state directory would corrupt it, so one server holds it at a time. A server that was killed
 * leaves a lock whose process is gone; one whose npm was killed has lost an ancestor. Both are cleared away, with every
 * process that carries the mark of this directory. Throws when a living server keeps the directory.
 */
export async function lockState(stateDir: string): Promise<() => void> {
	mkdirSync(stateDir, { recursive: true });
	const file = join(stateDir, "server.lock");
	const deadline = Date.now() + busyTimeoutMs;
	while (!tryLock(file)) {
		const holder = readHolder(file);
		if (holder === undefined || !isAlive(holder)) {
			rmSync(file, { force: true });
		} else if (!holder.ancestors.every(isAlive)) {
			killNow(holder.pid);
		} else if (Date.now() > deadline) {
			throw new Error(`Deckle is already running on ${stateDir} (process ${holder.pid}).`);
		}
		await sleep(50);
	}
	await endMarked(stateDir);
	return () => {
		if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
	};
}

/** Kills what was started on this directory and waits until it is gone. */
export async function endMarked(stateDir: string): Promise<void> {
	for (let attempt = 0; attempt < 40; attempt++) {
		const leftovers = processesMarked(stateMark, stateDir).filter((pid) => pid !== process.pid);
		if (leftovers.length === 0) return;
		for (const pid of leftovers) killNow(pid);
		await sleep(50);
	}
}

function tryLock(file: string): boolean {
	const self = identify(process.pid);
	if (self === undefined) throw new Error("This system does not say which processes run.");
	const holder: Holder = { ...self, ancestors: ancestors(3) };
	try {
		writeFileSync(file, JSON.stringify(holder), { flag: "wx" });
		return true;
	} catch {
		return false;
	}
}

function readHolder(file: string): Holder | undefined {
	try {
		return JSON.parse(readFileSync(file, "utf8"));
	} catch {
		return undefined; // Absent, or cut short by a kill.
	}
}
