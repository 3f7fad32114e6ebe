import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process beyond doubt: its number is used again by others, its number and its time of birth are not. */
export interface ProcessId {
	pid: number;
	startedAt: string;
}

const hasProc = existsSync("/proc/self/stat");

/** The process with this number; undefined when there is none or only its corpse. */
export function identify(pid: number): ProcessId | undefined {
	const facts = factsOf(pid);
	return facts === undefined ? undefined : { pid, startedAt: facts.startedAt };
}

export function isAlive(process: ProcessId): boolean {
	return identify(process.pid)?.startedAt === process.startedAt;
}

/** This process's ancestors, nearest first, up to `depth` of them and never the system's first process. */
export function ancestors(depth: number): ProcessId[] {
	const found: ProcessId[] = [];
	let pid = process.ppid;
	while (pid > 1 && found.length < depth) {
		const facts = factsOf(pid);
		if (facts === undefined) break;
		found.push({ pid, startedAt: facts.startedAt });
		pid = facts.parent;
	}
	return found;
}

/** npm, and the shell between it and this process; nothing when this was not started by `npm run`. */
export function npmAncestors(): ProcessId[] {
	if (process.env.npm_lifecycle_event === undefined) return [];
	const line = ancestors(6);
	const npm = line.findIndex(
		({ pid }) => !environmentOf(pid).some((entry) => entry.startsWith("npm_lifecycle_event=")),
	);
	return line.slice(0, npm + 1);
}

/** The living processes that were started with `name=value` in their environment. */
export function processesMarked(name: string, value: string): number[] {
	const mark = `${name}=${value}`;
	if (hasProc) {
		return readdirSync("/proc")
			.filter((entry) => /^\d+$/.test(entry))
			.map(Number)
			.filter((pid) => environmentOf(pid).includes(mark) && identify(pid) !== undefined);
	}
	return ps(["axeww", "-o", "pid=,command="])
		.filter((line) => ` ${line} `.includes(` ${mark} `))
		.map((line) => Number.parseInt(line, 10));
}

/** Its command line, with blanks between the words; empty when it is gone. */
export function commandOf(pid: number): string {
	if (!hasProc) return ps(["-o", "command=", "-p", String(pid)])[0] ?? "";
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
	} catch {
		return "";
	}
}

/** SIGKILL; a process that is gone already is no error. */
export function killNow(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// Gone, which is what was wanted.
	}
}

function environmentOf(pid: number): string[] {
	try {
		return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
	} catch {
		return []; // Another user's process, or one that ended meanwhile.
	}
}

function factsOf(pid: number): { parent: number; startedAt: string } | undefined {
	if (!hasProc) {
		const line = ps(["-o", "ppid=,stat=,lstart=", "-p", String(pid)])[0];
		const [, parent, state, startedAt] = line?.match(/^\s*(\d+)\s+(\S+)\s+(.+)$/) ?? [];
		if (parent === undefined || startedAt === undefined || state?.startsWith("Z")) return undefined;
		return { parent: Number(parent), startedAt };
	}
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is the name in brackets, which may itself hold spaces and brackets.
		const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const [state, parent] = fields;
		const startedAt = fields[19];
		if (state === "Z" || state === "X" || startedAt === undefined) return undefined;
		return { parent: Number(parent), startedAt };
	} catch {
		return undefined;
	}
}

function ps(parameters: string[]): string[] {
	try {
		return execFileSync("ps", parameters, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
			.split("\n")
			.filter((line) => line.trim() !== "");
	} catch {
		return [];
	}
}
