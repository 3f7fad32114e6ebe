/** What a font's name says of its looks; names are all that many files tell. */

export interface FontLooks {
	/** Without the subset tag: `DejaVuSans-Bold`. */
	name: string;
	bold: boolean;
	italic: boolean;
	mono: boolean;
}

const BOLD = /bold|black|heavy|demi|medi(?![a-z])|cmbx|cmssbx|[-,_ ]bd\b|(?<=[a-z])Bd(?![a-z])/i;
const ITALIC = /ital|obli|slant|kursiv|cmti|cmsl|cmmi|[-,_ ]it\b|(?<=[a-z])It$/;
const MONO =
	/mono|courier|consol|menlo|monaco|cmtt|typewriter|inconsolata|source ?code|fira ?code|lettergothic|ocr-?b|andale|fixed/i;

const known = new Map<string, FontLooks>();
/** Names are few; a file that makes up thousands must not fill the memory. */
const MAX_KNOWN = 2000;

/** Looks of a font by its PostScript or family name. */
export function fontLooks(postScriptName: string): FontLooks {
	const seen = known.get(postScriptName);
	if (seen !== undefined) return seen;
	const name = postScriptName.replace(/^[A-Z]{6}\+/, "");
	const looks = {
		name,
		bold: BOLD.test(name),
		italic: ITALIC.test(name) || /italic|oblique/i.test(name),
		mono: MONO.test(name),
	};
	if (known.size >= MAX_KNOWN) known.clear();
	known.set(postScriptName, looks);
	return looks;
}
