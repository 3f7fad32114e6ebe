/** Text → runs of words that belong together: between two breaks stands at most one phrase or several, never a part of one. */

export interface Word {
	/** As written. */
	text: string;
	lower: string;
	/** Begins with a capital, in a script that has them. */
	capital: boolean;
	/** Two or more letters, all capitals. */
	allCaps: boolean;
	/** Nothing but digits, signs of numbers and the like. */
	isNumber: boolean;
	/** First word of its sentence, where a capital means nothing. */
	first: boolean;
}

/** Words between two marks of punctuation. */
export interface Run {
	words: Word[];
	/** Line of the joined text, 0-based. */
	line: number;
	/** Stands alone on its line and is short: a heading, a title, a label. */
	isHeading: boolean;
	/** Every word of its line begins with a capital, or all letters are: capitals mean nothing. */
	isTitleCase: boolean;
}

/** Characters of a line that is as wide as the page, so that the sentence may go on in the next. */
const FULL_LINE = 55;
/** Of a line in a narrow column; shorter ones are labels and page numbers, whatever follows. */
const PART_LINE = 22;
/** Fewer characters, or a smaller part of all, are no text beside its references. */
const [MIN_BODY_CHARACTERS, MIN_BODY_SHARE] = [400, 0.3];
const MAX_HEADING_CHARACTERS = 90;
const MAX_HEADING_WORDS = 12;

/** A word, inside of which hyphens, apostrophes, dots of abbreviations and ampersands may stand. */
const WORD = String.raw`[\p{L}\p{M}\p{N}_]+(?:[-‐‑'’&.\u200c\u200d][\p{L}\p{M}\p{N}_]+)*`;
/** `l'éducation`, `d'investissement`, `dell'arte`, and quotation marks that lost their space: what is before is none of the phrase's. */
const ELISION = /^(?:[ldcjmnst]|qu|un|\p{L}{3,})['’](?=\p{L}{3})/iu;
/** What ends a run: everything visible that is no word. */
const TOKEN = new RegExp(`(${WORD})|([^\\p{L}\\p{M}\\p{N}_\\s]+|\\t| {3,})`, "gu");

/** Of lines as `linesOf` gives them, or of any other text that stands by itself. */
export function runsOf(lines: readonly string[]): Run[] {
	return lines.flatMap(runsOfLine);
}

/** Without lists of literature and names of those quoted; all lines where nothing else is there. */
export function withoutReferences(lines: readonly string[]): string[] {
	const heading = lines.findIndex(
		(line, at) =>
			at > lines.length / 3 &&
			/^(?:\d+\.?\s*)?(?:references|bibliography|works cited|literature cited|literaturverzeichnis|bibliographie|bibliografía|संदर्भ(?: ग्रंथ)?(?: सूची)?)\s*:?$/i.test(
				line,
			),
	);
	const kept = (heading === -1 ? lines : lines.slice(0, heading))
		.filter((line) => !isCitation(line))
		.map(withoutCitations);
	const isBody = charactersOf(kept) >= Math.max(MIN_BODY_CHARACTERS, charactersOf(lines) * MIN_BODY_SHARE);
	return (isBody ? kept : lines).map(withoutAuthors);
}

function charactersOf(lines: readonly string[]): number {
	return lines.reduce((sum, line) => sum + line.length, 0);
}

/** Of a page of nothing but literature, the titles tell what it is about. */
function withoutAuthors(line: string): string {
	const [head = "", authors = ""] = /^(.{5,400}?)[.(,]\s*\(?(?:19|20)\d\d[a-z]?\)?[.,:]\s+/.exec(line) ?? [];
	const names = authors.split(/[\s,;&]+/).filter((word) => word !== "");
	const areNames = names.every((word) => /^\p{Lu}|^(?:and|et|al\.?|de|van|von|der|\[?\d+\]?\.?)$/u.test(word));
	return areNames && /,| and | & /.test(authors) ? line.slice(head.length) : line;
}

/** Who is quoted is not what it is about: `(Kaza et al. 2018)`, `Kaza et al. (2018)`. */
function withoutCitations(line: string): string {
	return line
		.replace(
			/\((?:see |e\.g\.,? )?\p{Lu}[^()]{0,160}?(?:,| et al\.?| & [^()]{1,40}| and [^()]{1,40})\s*(?:19|20)\d\d[a-z]?[^()]{0,120}\)/gu,
			",",
		)
		.replace(
			/\p{Lu}[\p{L}'’-]+(?:(?:,? and|,? &) \p{Lu}[\p{L}'’-]+)? et al\.?,?(?: \(?(?:19|20)\d\d[a-z]?\)?)?/gu,
			",",
		);
}

/** Names, a year, and where it appeared. */
function isCitation(line: string): boolean {
	return (
		line.length < 600 &&
		/\b(?:19|20)\d\d[a-z]?\b/.test(line) &&
		/arXiv|\bProceedings\b|\bProc\.|\bJournal\b|\bpp\.|\bvol\.|\bdoi\b|\bUniversity Press\b|\bRetrieved\b|\bet al\b|https?:/i.test(
			line,
		) &&
		/^(?:\[?\d+[\].]?\s*)?\p{Lu}[\p{L}\p{M}'’-]+,?\s+(?:\p{Lu}|and\b|&)/u.test(line) &&
		((line.match(/,/g)?.length ?? 0) >= 3 || /arXiv:|^.{5,200}\.\s(?:19|20)\d\d[a-z]?\.\s/.test(line))
	);
}

/** Lines as they were before they were wrapped: sentences are whole, words unbroken. */
export function linesOf(text: string): string[] {
	const raw = text
		.normalize("NFC")
		.replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize("NFKC"))
		.replace(/[\u{1d400}-\u{1d7ff}]/gu, (symbol) => symbol.normalize("NFKC"))
		.replace(/[\u00ad\u200b\ufeff]/g, "")
		.replace(/\u00a0/g, " ")
		.split(/\r\n|[\n\r\v\f\u2028\u2029]/)
		.map((line) => line.trim())
		.filter((line) => line !== "");
	const known = new Set(text.toLowerCase().match(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/gu) ?? []);
	const lines: string[] = [];
	for (const line of raw) {
		const last = lines.at(-1);
		const joined = last === undefined ? undefined : (unbroken(last, line, known) ?? continued(last, line));
		if (joined === undefined) lines.push(line);
		else lines[lines.length - 1] = joined;
	}
	return lines;
}

/** A word cut at the line's end, made whole: with its hyphen only where the text has it so elsewhere. */
function unbroken(line: string, next: string, known: ReadonlySet<string>): string | undefined {
	const [, head] = /(?:^|[^\p{L}\p{M}])([\p{L}\p{M}]+)-$/u.exec(line) ?? [];
	const [tail] = /^[\p{Ll}\p{Lo}\p{M}]+/u.exec(next) ?? [];
	if (head === undefined || tail === undefined) return undefined;
	const [whole, compound] = [`${head}${tail}`.toLowerCase(), `${head}-${tail}`.toLowerCase()];
	const areWords = Math.min(head.length, tail.length) >= 4 && known.has(tail) && known.has(head.toLowerCase());
	const isCompound = !known.has(whole) && (known.has(compound) || areWords);
	return isCompound ? line + next : line.slice(0, -1) + next;
}

function continued(line: string, next: string): string | undefined {
	if (/[.!?:;।॥]["'”’)]?$/.test(line) || line.includes("\t") || next.includes("\t")) return undefined;
	const goesOn =
		(line.length >= PART_LINE && /^[\p{Ll}(]/u.test(next)) || (line.length >= FULL_LINE && /^[\p{L}\p{N}]/u.test(next));
	return goesOn && line.length < 20_000 ? `${line} ${next}` : undefined;
}

function runsOfLine(line: string, index: number): Run[] {
	const runs: Run[] = [];
	let words: Word[] = [];
	let first = true;
	const flush = () => {
		if (words.length > 0) runs.push({ words, line: index, isHeading: false, isTitleCase: false });
		words = [];
	};
	for (const [, token, mark] of line.matchAll(TOKEN)) {
		if (token === undefined) {
			flush();
			// A full stop, a danda and a bullet begin a sentence, a comma does not.
			if (mark !== undefined && /[.!?:;।॥•\t]/.test(mark)) first = true;
			continue;
		}
		const { stem, breaks } = withoutPossessive(token.replace(ELISION, ""));
		if (ELISION.test(token)) flush();
		words.push(numbered(wordOf(stem, first), words.at(-1)));
		first = false;
		if (breaks) flush();
	}
	flush();
	const isHeading =
		line.length <= MAX_HEADING_CHARACTERS && line.split(/\s+/).length <= MAX_HEADING_WORDS && !/[.;,]$/.test(line);
	const isTitleCase = capitalsMeanNothing(runs.flatMap((run) => run.words));
	return runs.map((run) => ({ ...run, isHeading, isTitleCase }));
}

/** `India's` ends a phrase; `women's health` is one. */
function withoutPossessive(token: string): { stem: string; breaks: boolean } {
	const [, stem] = /^(.{2,})['’]s$/iu.exec(token) ?? [];
	if (stem === undefined) return { stem: token, breaks: false };
	return /^(?:wo)?men$|^children$|^people$/i.test(stem) ? { stem: token, breaks: false } : { stem, breaks: true };
}

function wordOf(text: string, first: boolean): Word {
	const letters = text.replace(/[^\p{L}]/gu, "");
	return {
		text,
		lower: text.toLowerCase().replace(/[‐‑]/g, "-"),
		capital: /^\p{Lu}/u.test(text),
		allCaps: /^\p{Lu}{2,}$/u.test(letters),
		isNumber: !/[\p{L}\p{M}]/u.test(text),
		first,
	};
}

/** `Table SA3`, `Annex B2`: the number of a thing in the document, whatever letters it has. */
function numbered(word: Word, before: Word | undefined): Word {
	const isLabel =
		/\p{N}/u.test(word.text) && /^(?:table|figure|fig|annex|appendix|section|box|chart|map)$/.test(before?.lower ?? "");
	return isLabel ? { ...word, isNumber: true } : word;
}

function capitalsMeanNothing(words: readonly Word[]): boolean {
	const long = words.filter((word) => !word.isNumber && word.text.length > 3);
	const capitals = long.filter((word) => word.capital).length;
	return long.length < 3 ? true : capitals > long.length * 0.75;
}
