import { pairKind } from "./token-pair.ts";
import type { Tokens } from "./tokens.ts";

const SIZE = 1 << 16;

/** Remembers the kinds of pairs of words: the same few hundred words meet again and again. A later pair may take an earlier one's place. */
export class PairKinds {
	private readonly one = new Int32Array(SIZE);
	private readonly other = new Int32Array(SIZE);
	private readonly kinds = new Uint8Array(SIZE);

	/** As `pairKind`, of unequal tokens. Flags are part of what is remembered, as hashes know no capitals. */
	get(a: Tokens, i: number, b: Tokens, j: number): number {
		const one = (a.hashes[i] ?? 0) + (a.flags[i] ?? 0);
		const other = (b.hashes[j] ?? 0) + (b.flags[j] ?? 0);
		const mixed = Math.imul(one, 0x2545f491) + other;
		const place = (mixed ^ (mixed >>> 16)) & (SIZE - 1);
		if (this.one[place] === one && this.other[place] === other && this.kinds[place] !== 0)
			return this.kinds[place] ?? 0;
		const kind = pairKind(a, i, b, j);
		this.one[place] = one;
		this.other[place] = other;
		this.kinds[place] = kind;
		return kind;
	}
}
