/** Resolves after whatever else is due has had its turn: CPU work in a row would hold up every request of the isolate. */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, 0));
}
