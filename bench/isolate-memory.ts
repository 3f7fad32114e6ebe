import { Inspector } from "./inspector.ts";

interface HeapUsage {
	usedSize: number;
	backingStorageSize: number;
}

/**
 * The memory of the Worker's own isolate, as V8 counts it: heap and buffers, WebAssembly's included. The resident memory of the processes
 * says little of it, since the local stand-ins for D1, R2, queues and objects live there too and keep what the platform keeps elsewhere.
 */
export class IsolateMemory {
	/** Of looks twice a second, garbage included. */
	peakMiB = 0;
	readonly #inspector: Inspector;
	readonly #timer: NodeJS.Timeout;

	private constructor(inspector: Inspector) {
		this.#inspector = inspector;
		this.#timer = setInterval(() => void this.#look(), 500);
	}

	/** `port` is the `inspectorPort` that the server was started with. */
	static async open(port: number): Promise<IsolateMemory> {
		return new IsolateMemory(await Inspector.open(port));
	}

	/** In MiB, once everything that nobody needs any more is collected. */
	async held(): Promise<number> {
		await this.#inspector.call("HeapProfiler.collectGarbage");
		return await this.#look();
	}

	close(): void {
		clearInterval(this.#timer);
		this.#inspector.close();
	}

	async #look(): Promise<number> {
		const { usedSize, backingStorageSize } = (await this.#inspector.call("Runtime.getHeapUsage")) as HeapUsage;
		const heldMiB = (usedSize + backingStorageSize) / 2 ** 20;
		this.peakMiB = Math.max(this.peakMiB, heldMiB);
		return heldMiB;
	}
}
