/** Questions that ask for a whole document rather than for something in it: "What is this about?", "Fasse zusammen". */
import { wordsOf } from "../../retrieval/words.ts";

interface Asking {
	/** ISO 639-1. */
	language: string;
	/** What only such a question says. */
	cue: RegExp;
	/** All that such a question may say: any other word asks for something in the document. */
	words: ReadonlySet<string>;
}

/** In the spelling of `spellingOf`: without accents, nuktas and candrabindus. */
const ASKING: readonly Asking[] = [
	{
		language: "en",
		cue: /\b(?:summar(?:y|i[sz]e|i[sz]ation)|overview|gist|tl dr|synopsis|sum (?:it |this )?(?:all )?up|(?<!what )about|(?:main|key|most important) (?:points?|ideas?|topics?|subject|message|contents?)|(?:topic|subject|contents?) of|says?|what (?:is )?(?:in )?this)\b/,
		words: known(
			"what is are does do say says tell give make write show me us please can could would will you i need want like to know have a an the this that it its all up of in for about document doc file pdf text whole entire brief briefly short shortly quick quickly concise main key most important point points idea ideas topic topics subject message content contents summary summarize summarise summarization summarisation overview gist tl dr synopsis sum",
		),
	},
	{
		language: "de",
		cue: /\b(?:worum|wovon|zusammenfass\p{L}*|fass\p{L}* .*zusammen|uberblick|kurzfassung|inhalt|was steht|was sagt|hauptpunkte|kernaussagen?|thema|das wichtigste|tl dr)/u,
		words: known(
			"worum wovon geht es sich hier in im dem diesem dieses diese dieser dies das der die den des von vom handelt was steht drin darin sagt ist sind fass fasse fassen zusammen zusammenfassen zusammenfassung kurzfassung bitte mir uns gib geben mach erstelle schreibe kurz kurze kurzen ein eine einen mal inhalt überblick über dokument dokuments dokumentes datei text textes pdf ganze ganzen kannst können könntest könnten du sie ich brauche möchte wichtigste hauptpunkte kernaussage kernaussagen thema tl dr",
		),
	},
	{
		language: "fr",
		cue: /\b(?:de quoi|resum\p{L}+|synthese|apercu|que dit|que contient|sujet|theme|contenu|idees? principales?|points (?:principaux|cles|essentiels))(?!\p{L})/u,
		words: known(
			"de quoi parle traite il s agit t est sont ce cet cette ça cela document fichier texte pdf le la l les du des d un une que qu dit contient résume résumer résumez résumé fais faites faire donne donnez moi nous me peux peut pouvez pourriez tu vous te plaît plait svp quel quelle quels quelles sujet thème contenu principal principale principales principaux idée idées points clés essentiels synthèse aperçu bref brièvement court courte en question tout entier",
		),
	},
	{
		language: "es",
		cue: /\b(?:de que (?:se )?(?:trata|va|habla)|resum\p{L}+|sintesis|que dice|que contiene|contenido|tema|puntos (?:principales|clave)|ideas? principal(?:es)?)(?!\p{L})/u,
		words: known(
			"de qué trata va habla se este esta esto ese el la los las lo un una documento archivo fichero texto pdf resume resumen resumir resumirlo resúmelo resúmeme resuma resumas haz hazme hacer dame da me nos por favor puedes puede podrías podría del al dice contiene es cuál cuáles son contenido tema principal principales puntos clave idea ideas breve brevemente corto en síntesis necesito quiero todo",
		),
	},
	{
		language: "hi",
		cue: /किस(?:के)? (?:विषय )?(?:के )?बारे|सारांश|संक्षेप|क्या (?:लिखा|कहता)|(?:मुख्य )?विषय (?:क्या|है)|मुख्य (?:बातें|बिंदु)/u,
		words: known(
			"यह ये इस इसमें इसका इसके इसकी दस्तावेज़ दस्तावेज फ़ाइल फाइल पाठ पीडीएफ किस किसके बारे में है हैं का की के को सारांश संक्षेप संक्षिप्त दो दें दे दीजिए दीजिये बताओ बताएं बताएँ बताइए बताइये करो करें कीजिए लिखो लिखें क्या लिखा कहता कृपया मुझे हमें एक विषय मुख्य बातें बिंदु",
		),
	},
];
/** A kind of document names the document itself where the question points at it. */
const POINTED =
	/\b(this|dies(?:e[mnrs]?)?|cet?t?e?|est[ea]) (?:paper|report|article|letter|contract|agreement|invoice|book|bericht\p{L}?|artikels?|brief(?:e?s)?|vertrag\p{L}*|rechnung|buch\p{L}*|rapport|article|lettre|contrat|facture|livre|informe|articulo|carta|contrato|factura|libro)(?!\p{L})/gu;
/** What leaves no doubt, also behind other questions, that it is the document that is meant. */
const EXPLICIT =
	/\b(?:doc(?:ument\p{L}*)?|dokument\p{L}*|file|pdf|texte?\p{L}?|datei|fichier|archivo|fichero|summar\p{L}+|zusammen\p{L}*|resum\p{L}+|overview|uberblick|tl dr)(?!\p{L})|दस्तावेज|फाइल|सारांश/u;

/** `isFirst`: nothing was asked before, so that "it" can mean nothing else. False for all that is less clear. */
export function asksForWhole(question: string, { isFirst }: { isFirst: boolean }): boolean {
	return askedIn(question) !== undefined && (isFirst || EXPLICIT.test(pointedOut(question)));
}

/** The language of such a question; undefined for others. */
export function askedIn(question: string): string | undefined {
	const text = pointedOut(question);
	const said = text.split(" ");
	return ASKING.find(({ cue, words }) => cue.test(text) && said.every((word) => words.has(word)))?.language;
}

function pointedOut(question: string): string {
	return spellingOf(question).replace(POINTED, "$1 pdf");
}

function known(words: string): ReadonlySet<string> {
	return new Set(spellingOf(words).split(" "));
}

/** Its words in small letters, a blank between them; accents, which many leave out, are none here. */
function spellingOf(text: string): string {
	const words = wordsOf(text).filter(({ parts }) => parts === undefined);
	return words
		.map((word) =>
			word.text
				.normalize("NFD")
				.replace(/[\u0300-\u036f]/g, "")
				.normalize("NFC"),
		)
		.join(" ");
}
