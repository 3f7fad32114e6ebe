/** Words by which names are known: what stands at their head or at their end. */

/** `Ministry of …`, `Department for …`. */
export const BODY_HEADS =
	alternatives(`Ministry Department University Institute Commission Council Board Office Bureau Bank Court Academy Centre Center Association
	Federation Union Society Institution Directorate Agency Authority Faculty School College House Organisation Organization Secretariat Registry Chamber Library`);

/** `… University`, `… Commission`. */
export const BODY_TAILS =
	alternatives(`University Institute Commission Council Corporation Committee Agency Authority Board Foundation Association Organisation
	Organization Bank Society Court Union Federation Trust Company Ltd Inc LLC GmbH AG Limited Laboratory Laboratories Hospital College Museum Library Party Ministry Department
	Parliament Assembly Secretariat Academy Alliance Consortium Tribunal Railways Airlines`);

/** `… Scheme`, `… Mission`. */
export const PROGRAM_TAILS =
	alternatives(`Scheme Programme Program Mission Yojana Abhiyan Initiative Fund Project Campaign Policy Strategy Plan Framework Award Fellowship
	Scholarship Challenge Partnership Summit Convention Treaty Protocol Accord Agenda Goals Index Survey Census`);

/** `… Act, 2005`. */
export const LAW_TAILS = alternatives(
	"Act Bill Code Rules Regulation Regulations Ordinance Directive Constitution Charter",
);

/** What stands before a person's name. */
export const HONORIFICS = String.raw`(?:Mr|Mrs|Ms|Dr|Prof|Professor|Shri|Smt|Sri|Sir|Justice|President|Senator|Minister|Chancellor|Governor)\.?`;

/** First words that belong to the sentence, not to the name. */
export const NOT_OF_NAMES: ReadonlySet<string> = new Set(
	`the a an this that these those under in on of for and or to by with from as at see section sections article articles chapter part annex our its his her their your each all any
	no some other such said new when where while since after before during between both if however although because per via also national-level
	figure table box source copyright total draft former first second third fourth`.split(/\s+/),
);

/** Hindi names end in these; `true` where the words before may be joined by का, की, के, और or एवं. */
export const HINDI_TAILS: Readonly<
	Record<string, { kind: "organization" | "program" | "legislation"; linked: boolean }>
> = {
	अधिनियम: { kind: "legislation", linked: true },
	विधेयक: { kind: "legislation", linked: true },
	संहिता: { kind: "legislation", linked: false },
	नियमावली: { kind: "legislation", linked: false },
	मंत्रालय: { kind: "organization", linked: true },
	विभाग: { kind: "organization", linked: true },
	आयोग: { kind: "organization", linked: true },
	विश्वविद्यालय: { kind: "organization", linked: false },
	महाविद्यालय: { kind: "organization", linked: false },
	संस्थान: { kind: "organization", linked: false },
	निगम: { kind: "organization", linked: false },
	परिषद: { kind: "organization", linked: true },
	समिति: { kind: "organization", linked: true },
	प्राधिकरण: { kind: "organization", linked: true },
	न्यायालय: { kind: "organization", linked: false },
	बैंक: { kind: "organization", linked: false },
	बोर्ड: { kind: "organization", linked: false },
	योजना: { kind: "program", linked: false },
	मिशन: { kind: "program", linked: false },
	अभियान: { kind: "program", linked: false },
	कार्यक्रम: { kind: "program", linked: false },
	नीति: { kind: "program", linked: false },
	परियोजना: { kind: "program", linked: false },
	कोष: { kind: "program", linked: false },
};

function alternatives(words: string): string {
	return `(?:${words.trim().split(/\s+/).join("|")})`;
}
