/**
 * Traps inside asynchronous calls of a Rust module. Its futures run in microtasks of its own; a trap there is nobody's exception, and
 * the promise the caller waits for never settles. Here it settles.
 */

let onTrap: ((error: unknown) => void) | undefined;

/** Runs an asynchronous call of the module; rejects with the trap that ended it. One call at a time. */
export async function untilTrap<T>(call: () => Promise<T>): Promise<T> {
	const { promise, reject } = Promise.withResolvers<never>();
	onTrap = reject;
	try {
		return await Promise.race([call(), promise]);
	} finally {
		onTrap = undefined;
	}
}

/** The glue's imports, with microtasks that report what they throw. */
export function withReportedTraps(imports: WebAssembly.Imports): WebAssembly.Imports {
	const guarded: WebAssembly.Imports = {};
	for (const [module, functions] of Object.entries(imports)) {
		const entries = Object.entries(functions).map(([name, value]) => {
			if (!name.startsWith("__wbg_queueMicrotask_") || typeof value !== "function") return [name, value] as const;
			// Of the two functions of this name, one is given the global object and looks the function up, the other is given the task.
			const original = value as (argument: unknown) => unknown;
			return [name, (argument: unknown) => (isTask(argument) ? queueReported(argument) : original(argument))] as const;
		});
		guarded[module] = Object.fromEntries(entries);
	}
	return guarded;
}

function isTask(argument: unknown): argument is () => void {
	return typeof argument === "function";
}

function queueReported(task: () => void): void {
	queueMicrotask(() => {
		try {
			task();
		} catch (error) {
			onTrap?.(error);
		}
	});
}
