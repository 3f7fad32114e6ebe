/** Yes and no, in words and in boxes. */
import { foldWord } from "./fold.ts";

const YES = new Set(
	"yes y true ja oui si sí vrai verdadero wahr हाँ हां checked ticked agreed x ✓ ✔".split(" ").map(foldWord),
);
const NO = new Set("no n false nein non faux falso falsch नहीं ना unchecked none".split(" ").map(foldWord));

/** `[x]`, `☑`, `(X)` → true; `[ ]`, `☐`, `( )` → false; anything else undefined. */
export function parseBox(text: string): boolean | undefined {
	const compact = text.replace(/\s+/g, "");
	if (/^(?:[☑☒✓✔✗✘■◉●🗹🗷]|[[({][x✓✔X*✗][\])}])$/u.test(compact)) return true;
	if (/^(?:[☐□◯○▢❏❑]|[[({]_*[\])}])$/u.test(compact)) return false;
	return undefined;
}

export function parseBoolean(text: string): boolean | undefined {
	const box = parseBox(text);
	if (box !== undefined) return box;
	const word = foldWord(text.trim().replace(/[.,;!]+$/, ""));
	if (YES.has(word)) return true;
	return NO.has(word) ? false : undefined;
}
