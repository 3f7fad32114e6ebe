/** Operators of a content stream, counted roughly: strings that look like operators count too. */

export interface OperatorCount {
	/** Tj, TJ, ' and ". */
	texts: number;
	/** Paths painted. */
	paths: number;
	/** Do. */
	draws: number;
	/** BMC and BDC without their EMC, now and at most. */
	open: number;
	deepest: number;
	/** Last bytes of the chunk before, for operators cut in two. */
	a: number;
	b: number;
	c: number;
}

const [T, D, J, SMALL_J, O, QUOTE, DOUBLE_QUOTE, STAR] = [0x54, 0x44, 0x4a, 0x6a, 0x6f, 0x27, 0x22, 0x2a];
const [B, M, C, E] = [0x42, 0x4d, 0x43, 0x45];
/** S s f F B b: n paints nothing but clips. */
const PAINTS = new Uint8Array(128);
for (const letter of "SsfFBb") PAINTS[letter.charCodeAt(0)] = 1;

export function newOperatorCount(): OperatorCount {
	return { texts: 0, paths: 0, draws: 0, open: 0, deepest: 0, a: 32, b: 32, c: 32 };
}

export function countOperators(chunk: Uint8Array, count: OperatorCount): void {
	let { a, b, c } = count;
	for (let i = 0; i < chunk.length; i++) {
		const byte = chunk[i] ?? 0;
		// An operator ends at a blank and has one to three characters; `a b c` are those before this one.
		if (byte <= 32 && c > 32) {
			if (b === T && (c === SMALL_J || c === J)) count.texts++;
			else if (b === D && c === O) count.draws++;
			else if (c === C && a === B && (b === D || b === M)) count.deepest = Math.max(count.deepest, ++count.open);
			else if (c === C && a === E && b === M) count.open = Math.max(0, count.open - 1);
			else if (b <= 32 && (c === QUOTE || c === DOUBLE_QUOTE)) count.texts++;
			else if ((b <= 32 && PAINTS[c] === 1) || (a <= 32 && c === STAR && PAINTS[b] === 1)) count.paths++;
		}
		a = b;
		b = c;
		c = byte;
	}
	Object.assign(count, { a, b, c });
}
