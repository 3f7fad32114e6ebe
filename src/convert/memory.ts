/** Bytes held at this moment and their maximum: wasm heaps are measured, buffers are announced by those who hold them. */
export class MemoryLedger {
	private buffers = 0;
	private peak = 0;
	private readonly heaps: () => number;

	/** `heaps` measures the wasm memory of all live instances, in bytes. */
	constructor(heaps: () => number) {
		this.heaps = heaps;
	}

	get peakBytes(): number {
		this.sample();
		return this.peak;
	}

	get bufferBytes(): number {
		return this.buffers;
	}

	/** Counts `sizeBytes` until the returned function is called. */
	hold(sizeBytes: number): () => void {
		this.buffers += sizeBytes;
		this.sample();
		let held = true;
		return () => {
			if (held) this.buffers -= sizeBytes;
			held = false;
		};
	}

	/** `growthBytes`: what a heap is about to grow by; its instance may be gone before the next measurement. */
	sample(growthBytes = 0): void {
		this.peak = Math.max(this.peak, this.heaps() + this.buffers + growthBytes);
	}

	/** Starts a new measurement from what is held now. */
	restart(): void {
		this.peak = 0;
		this.sample();
	}
}
