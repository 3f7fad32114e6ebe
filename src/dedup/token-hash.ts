/** FNV-1a over UTF-16 code units, then scattered, as the low bits alone serve as a place in a table. Signed 32 bits. */
export function hashCodes(codes: Uint16Array, start: number, end: number): number {
	let hash = 0x811c9dc5 | 0;
	for (let at = start; at < end; at++) hash = Math.imul(hash ^ (codes[at] ?? 0), 0x01000193);
	return scatter(hash);
}

/** Murmur3's finaliser: every bit of the input moves every bit of the output. */
export function scatter(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return mixed ^ (mixed >>> 16);
}
