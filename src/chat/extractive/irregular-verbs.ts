/** English verbs whose forms no stemmer brings together: a question asks what fell, paid or grew in another form than the text. */

const FORMS =
	"become became|begin began begun|bear bore borne born|beat beaten|bind bound|break broke broken|bring brought|build built|buy bought|catch caught|choose chose chosen|come came|deal dealt|do did done|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|leave left|lend lent|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|stick stuck|strike struck|swim swam swum|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|undertake undertook undertaken|wake woke woken|wear wore worn|win won|withdraw withdrew withdrawn|write wrote written";

const OTHERS: ReadonlyMap<string, readonly string[]> = new Map(
	FORMS.split("|").flatMap((verb) => {
		const forms = verb.split(" ");
		return forms.map((form) => [form, forms.filter((other) => other !== form)]);
	}),
);

/** Of a word in lower case, the other forms of its verb. */
export function otherForms(word: string): readonly string[] {
	return OTHERS.get(word) ?? [];
}
