/** Bytes passed on between two turns: some 20 ms of copying or hashing. */
const BYTES_A_TURN = 1024 * 1024;

/**
 * Resolves after whatever else is due has had its turn: CPU work in a row would hold up every request of the isolate. Waiting for
 * something else does not always do so: workerd looks for new requests when it has nothing left to do, or a timer runs out, and a store
 * in the same process always has the next piece ready.
 */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Gives others a turn after each megabyte or so that is counted here. */
export class ByteTurns {
	private since = 0;

	async passed(sizeBytes: number): Promise<void> {
		this.since += sizeBytes;
		if (this.since < BYTES_A_TURN) return;
		this.since = 0;
		await nextTurn();
	}
}
