/** How questions are asked in the languages that are known: which words say what kind of answer is wanted. */

export type Kind =
	| "number"
	| "date"
	| "person"
	| "place"
	| "yes-no"
	| "definition"
	| "list"
	| "manner"
	| "reason"
	| "thing";

export interface KindRule {
	kind: Kind;
	pattern: RegExp;
}

/** `(?<![\p{L}])…(?![\p{L}])`: `\b` knows no letters but those of English. */
function words(pattern: string, start = true): RegExp {
	return new RegExp(`${start ? "^" : "(?<![\\p{L}\\p{M}])"}(?:${pattern})(?![\\p{L}\\p{M}])`, "iu");
}

const QUANTITIES =
	"rate|percentage|percent|share|proportion|price|cost|costs|number|amount|population|score|temperature|threshold|loss|value|total|size|length|width|height|depth|weight|age|salary|income|turnover|revenue|ratio|duration|distance|speed|area|issuance|average|fee|deposit|rent|balance|sum|quantity|capacity|level|count|deductible|premium|limit|budget|profit|rank|page";
/** The first that fits holds. */
const RULES: Readonly<Record<string, readonly KindRule[]>> = {
	en: [
		{
			kind: "date",
			pattern: words(
				"(?:\\S+ ){0,2}when|since when|(?:in |on |by |until |from )?(?:what|which) (?:date|day|month|year|time|century)",
			),
		},
		{ kind: "date", pattern: words("what (?:is|was|are|were) the (?:\\p{L}+ ){0,3}(?:date|deadline|year|birthday)") },
		{
			kind: "number",
			pattern: words(
				"(?:\\S+ ){0,2}how (?:many|much|long|far|fast|often|old|high|deep|large|big|tall|wide|heavy|quickly|soon)",
			),
		},
		{
			kind: "number",
			pattern: words(
				`(?:\\S+ )?(?:what|which) (?:(?:is|was|are|were) )?(?:the |your |my |our )?(?:[\\p{L}'’-]+ ){0,3}(?:${QUANTITIES})`,
			),
		},
		{ kind: "person", pattern: words("(?:\\S+ )?(?:who|whom|whose)") },
		{
			kind: "place",
			pattern: words(
				"where|(?:\\S+ )?(?:what|which) (?:\\p{L}+ )?(?:country|city|town|village|place|region|state|port|hotel|street|address)",
			),
		},
		{ kind: "reason", pattern: words("why|for what reason|what (?:is|was|are|were) the reasons?|how come") },
		{
			kind: "definition",
			pattern: words(
				"(?:how (?:is|are|was|were) .{2,60} defined|what (?:do|does|did) .{2,60} (?:mean|stand for)|define|what(?: is|'s) meant by|what is the (?:meaning|definition) of)",
			),
		},
		{
			kind: "list",
			pattern: words(
				"(?:list|name|enumerate)|(?:what|which) (?:are|were) the|what (?:must|should|can|may|does|do|did|has to|have to|needs? to) .{2,60} (?:do|include|contain|consist of|require|offer|provide|support)|what (?:kinds|types|sorts) of|which (?:\\p{L}+ )?(?:languages|countries|parts|stages|sectors|steps)",
			),
		},
		{ kind: "manner", pattern: words("how") },
		{
			kind: "definition",
			pattern: words(
				"what(?:'s| is| are) (?:an? )?(?!the |your |my |our |this |that |required|available|included|needed)[\\p{L}\\p{N}]+",
			),
		},
		{
			kind: "yes-no",
			pattern: words("is|are|was|were|do|does|did|can|could|may|must|has|have|had|will|would|should|am"),
		},
	],
	de: [
		{
			kind: "date",
			pattern: words("wann|seit wann|bis wann|ab wann|(?:in|an) welche[mnr] (?:jahr|tag|monat|datum)|an welchem"),
		},
		{
			kind: "number",
			pattern: words(
				"wie ?viele?|wie (?:hoch|lange|oft|teuer|alt|weit|groß|schnell)|(?:\\S+ )?welche[rnms]? (?:anteil|betrag|summe|preis|anzahl|prozentsatz|höhe)",
			),
		},
		{ kind: "person", pattern: words("(?:\\S+ )?(?:wer|wen|wem|wessen)") },
		{ kind: "place", pattern: words("wo|woher|wohin|in welche[mrn] (?:stadt|land|ort)") },
		{ kind: "reason", pattern: words("warum|weshalb|wieso|weswegen") },
		{
			kind: "definition",
			pattern: words(
				"was (?:ist|sind|bedeutet|heißt) (?:ein |eine |einen )?(?!der |die |das )\\p{L}+|was versteht man",
			),
		},
		{ kind: "list", pattern: words("welche|nenne") },
		{ kind: "manner", pattern: words("wie|womit|wodurch") },
		{
			kind: "yes-no",
			pattern: words("ist|sind|war|waren|hat|haben|hatte|kann|können|darf|dürfen|muss|müssen|wird|werden|gibt|soll"),
		},
	],
	fr: [
		{
			kind: "date",
			pattern: words(
				"(?:depuis |jusqu'à |à partir de )?quand|(?:en|à|de) quelle (?:année|date)|quel (?:jour|mois)|quelle est la date",
			),
		},
		{
			kind: "number",
			pattern: words(
				"combien|(?:à )?(?:quel|quelle) (?:est |était )?(?:le |la |l')?(?:prix|montant|nombre|pourcentage|taux|part|âge|durée|taille|coût|total)|à combien",
			),
		},
		{ kind: "person", pattern: words("qui|(?:à|par|de|avec|pour) qui") },
		{ kind: "place", pattern: words("où|d'où|dans quel(?:le)? (?:ville|pays|région)") },
		{ kind: "reason", pattern: words("pourquoi") },
		{ kind: "definition", pattern: words("qu(?:'|’)est[- ]ce qu(?:e|'|’)|que signifie") },
		{ kind: "list", pattern: words("quels|quelles|citez") },
		{ kind: "manner", pattern: words("comment") },
		{ kind: "yes-no", pattern: words("est-ce qu(?:e|'|’)|\\p{L}+-(?:il|elle|on|ils|elles|vous|tu)") },
	],
	es: [
		{ kind: "date", pattern: words("(?:desde |hasta )?cuándo|¿?(?:en )?qué (?:año|fecha|día|mes)|cuál es la fecha") },
		{
			kind: "number",
			pattern: words(
				"cuánt[oa]s?|(?:cuál|qué) (?:es |fue )?(?:el |la )?(?:precio|importe|número|porcentaje|tasa|cantidad|edad|total|coste|costo|plazo)|a cuánto",
			),
		},
		{ kind: "person", pattern: words("(?:a |de |por |con )?quién(?:es)?") },
		{ kind: "place", pattern: words("(?:de |a )?dónde|en qué (?:ciudad|país|lugar)") },
		{ kind: "reason", pattern: words("por qué") },
		{ kind: "definition", pattern: words("qué (?:es|son|significa) (?:una? )?") },
		{ kind: "list", pattern: words("cuáles|qué \\p{L}+s") },
		{ kind: "manner", pattern: words("cómo") },
		{ kind: "yes-no", pattern: words("es|son|está|están|puede|pueden|hay|tiene|tienen|debe|fue|se puede") },
	],
	hi: [
		{ kind: "date", pattern: words("कब|किस (?:तारीख|तिथि|साल|वर्ष|दिन)|अंतिम तिथि", false) },
		{ kind: "number", pattern: words("कितना|कितनी|कितने", false) },
		{ kind: "person", pattern: words("कौन|किसने|किसका|किसकी|किसको|किसे", false) },
		{ kind: "place", pattern: words("कहां|कहाँ|किस (?:शहर|देश|जगह)", false) },
		{ kind: "reason", pattern: words("क्यों", false) },
		{ kind: "manner", pattern: words("कैसे", false) },
		{ kind: "definition", pattern: /क्या (?:है|हैं|होता है|होती है)\s*[?।]?\s*$/u },
		{ kind: "yes-no", pattern: words("क्या") },
	],
};

/** The kind of a question in a language, and the words that told it; a thing where nothing does. */
export function kindOf(question: string, language: string): { kind: Kind; told: string } {
	const text = question
		.trim()
		.replace(/^[¿¡"'“„«(]+/, "")
		.replace(/^(?:and|und|et|y|und|but|so|also|please|bitte|और)[, ]+/iu, "");
	for (const { kind, pattern } of RULES[language] ?? RULES.en ?? []) {
		const match = pattern.exec(text);
		if (match !== null) return { kind, told: match[0] };
	}
	return { kind: "thing", told: /^\S+/.exec(text)?.[0] ?? "" };
}

/** Words of a question about an answer's form rather than its matter: it may well be given without them. */
const FORMAL = words(
	"level|value|call|called|name|named|list|percentage|percent|share|proportion|number|amount|many|much|long|often|kind|kinds|type|types|sort|page|say|says|tell|give|given|according|document|documents|please|exactly|main|explain|describe|show|find|does|did|bedeutet|heißt|anteil|anzahl|betrag|dokument|signifie|nombre|montant|pourcentage|document|significa|número|porcentaje|importe|documento|कितना",
);

const DEFINING = words("mean|means|meant|stand|stands|define|defined|definition|meaning|term|word");

export function isFormal(word: string, kind?: Kind): boolean {
	return FORMAL.test(word) || (kind === "definition" && DEFINING.test(word));
}

/** What "how heavy", "wie schwer" ask for, by the name that a text or a column gives it. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
	heavy: ["weight"],
	high: ["height"],
	tall: ["height"],
	deep: ["depth"],
	wide: ["width"],
	long: ["length", "duration"],
	old: ["age"],
	fast: ["speed"],
	far: ["distance"],
	big: ["size"],
	large: ["size"],
	expensive: ["price", "cost"],
	schwer: ["gewicht"],
	hoch: ["höhe"],
	groß: ["größe"],
	alt: ["alter"],
	lang: ["länge", "dauer"],
	teuer: ["preis"],
	schnell: ["geschwindigkeit"],
};

export function measuredBy(word: string): readonly string[] {
	return MEASURED[word] ?? [];
}
