/**
 * Wasm calls that rest half-way, so that others get their turn: JavaScript Promise Integration. While the promise that an import gives is
 * open, the wasm stack that called the import sleeps. No other call may enter the instance meanwhile. workerd and Node 24 have it.
 */
interface StackSwitching {
	/** An import that may give a promise. It must be reached from a `promising` export, with wasm alone on the stack between them. */
	Suspending: new (
		code: () => Promise<void>,
	) => WebAssembly.ImportValue;
	/** The export as a function that gives a promise of its result. */
	promising<Args extends number[]>(code: (...args: Args) => number): (...args: Args) => Promise<number>;
}

/** Undefined where the runtime has none. Its types are in no library yet; the two names are those of the specification. */
export function stackSwitching(): StackSwitching | undefined {
	const { Suspending, promising } = WebAssembly as unknown as Partial<StackSwitching>;
	return Suspending === undefined || promising === undefined ? undefined : { Suspending, promising };
}
