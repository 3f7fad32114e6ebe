/** What kind of document a text is, in its own words: from its title, its first lines, and where it speaks of itself. */

/** By language, longest first where one holds another. Words that say what kind, as they stand in titles and in `this …`. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
	en: list(`office memorandum|office order|government order|gazette notification|notification|circular|annual report|progress report|project report|technical report|financial report|survey report|
		inspection report|audit report|final report|interim report|monthly report|quarterly report|evaluation report|research report|white paper|working paper|discussion paper|policy paper|policy brief|position paper|
		research paper|review article|case study|feasibility study|request for proposal|request for quotation|expression of interest|tender notice|notice inviting tender|tender document|public notice|
		purchase order|work order|delivery note|tax invoice|proforma invoice|invoice|receipt|bank statement|financial statements|balance sheet|annual accounts|budget|quotation|service agreement|
		lease agreement|employment contract|memorandum of understanding|agreement|contract|terms and conditions|terms of reference|terms of use|privacy policy|policy statement|code of conduct|guidelines|
		standard operating procedure|user manual|user guide|training manual|operating manual|instruction manual|quick start guide|reference guide|api reference|api documentation|handbook|manual|tutorial|lecture notes|
		lesson plan|syllabus|curriculum|textbook|question paper|application form|registration form|questionnaire|checklist|fact sheet|datasheet|data sheet|safety data sheet|brochure|leaflet|newsletter|press release|
		press note|minutes of meeting|meeting minutes|minutes of the meeting|agenda|action plan|strategic plan|business plan|development plan|master plan|project proposal|research proposal|curriculum vitae|
		cover letter|affidavit|judgment|legislation|draft rules|recruitment notice|job description|vacancy notice|advertisement|charter|directive|regulation|road map|roadmap|
		presentation|thesis|dissertation|proceedings|catalogue|price list|specification|technical specification|requirements specification|release notes|frequently asked questions|statistical report|survey|
		policy|strategy|guide|impact assessment|risk assessment|environmental impact assessment|election observation report|travel guide|recipe`),
	hi: list(`कार्यालय ज्ञापन|कार्यालय आदेश|शासनादेश|राजपत्र अधिसूचना|अधिसूचना|परिपत्र|वार्षिक प्रतिवेदन|वार्षिक रिपोर्ट|प्रगति रिपोर्ट|प्रतिवेदन|निविदा सूचना|निविदा|सार्वजनिक सूचना|सूचना पत्र|बैठक का कार्यवृत्त|कार्यवृत्त|
		दिशानिर्देश|दिशा-निर्देश|मार्गदर्शिका|नियमावली|पाठ्यक्रम|पाठ्यपुस्तक|प्रेस विज्ञप्ति|विज्ञप्ति|विज्ञापन|आवेदन पत्र|आवेदन प्रपत्र|अनुबंध|समझौता ज्ञापन|करार|बजट|चालान|बीजक|रसीद|श्वेत पत्र|कार्य योजना|पुस्तिका|समाचार पत्र|निर्णय|आदेश|भर्ती सूचना`),
	de: list(`jahresbericht|geschäftsbericht|abschlussbericht|rechnung|lieferschein|angebot|vertrag|mietvertrag|arbeitsvertrag|rundschreiben|bekanntmachung|ausschreibung|leitfaden|handbuch|bedienungsanleitung|
		pressemitteilung|protokoll|tagesordnung|satzung|verordnung|richtlinie|gesetzentwurf|merkblatt|broschüre|antrag|lebenslauf|studie|gutachten|haushaltsplan|datenschutzerklärung`),
	fr: list(`rapport annuel|rapport d'activité|facture|bon de commande|devis|contrat|appel d'offres|circulaire|arrêté|décret|communiqué de presse|procès-verbal|ordre du jour|guide pratique|mode d'emploi|manuel|
		livre blanc|note de service|règlement|directive|brochure|cahier des charges|questionnaire|bulletin|convention`),
	es: list(`informe anual|memoria anual|factura|orden de compra|presupuesto|contrato|convocatoria|licitación|circular|decreto|resolución|comunicado de prensa|nota de prensa|acta|orden del día|manual de usuario|
		manual|guía|reglamento|folleto|cuestionario|boletín|convenio|plan de acción`),
	it: list(
		`relazione annuale|fattura|contratto|bando di gara|circolare|decreto|comunicato stampa|verbale|ordine del giorno|manuale|guida|regolamento|preventivo`,
	),
	pt: list(
		`relatório anual|fatura|contrato|edital|circular|decreto|comunicado de imprensa|ata|manual|guia|regulamento|orçamento|portaria`,
	),
	nl: list(`jaarverslag|factuur|offerte|overeenkomst|persbericht|handleiding|beleidsplan|notulen|agenda|brochure`),
};

/** Headings are full of these: they count in the title and where the document speaks of itself. */
const WEAK_TYPES = new Set([
	"proceedings",
	"policy",
	"strategy",
	"guide",
	"survey",
	"agenda",
	"budget",
	"regulation",
	"directive",
	"आदेश",
	"निर्णय",
	"बजट",
]);

/** Said of nearly everything: they count in the title, in a heading, or where the document speaks of itself. */
const SELF = /\b(?:this|the present|the following|the enclosed)\s+([a-z]+(?: [a-z]+){0,2})/gi;
const HEAD_LINES = 12;
const HEAD_LINE_CHARACTERS = 120;

/** Where a type was found, by what it is worth. */
const WORTH = { title: 5, heading: 3, self: 2 };

/** Types in order of certainty, in lower case; empty where the document does not say. */
export function documentTypesOf(lines: readonly string[], title: string, language: string): string[] {
	const types = [...(TYPES[language] ?? []), ...(language === "en" ? [] : (TYPES.en ?? []))];
	const head = lines.slice(0, HEAD_LINES).filter((line) => line.length <= HEAD_LINE_CHARACTERS);
	const self = [...lines.join("\n").matchAll(SELF)].map(([, words = ""]) => words);
	const found = new Map<string, number>();
	const look = (text: string, worth: number, startsOnly: boolean) => {
		const plain = ` ${text
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}'’-]+/gu, " ")
			.trim()} `;
		let rest = plain;
		for (const type of types) {
			const at = rest.indexOf(` ${type} `);
			if (at === -1 || (startsOnly && at !== 0) || (worth < WORTH.title && !startsOnly && WEAK_TYPES.has(type)))
				continue;
			found.set(type, (found.get(type) ?? 0) + worth);
			rest = rest.replace(` ${type} `, " | ");
		}
	};
	look(title, WORTH.title, false);
	for (const [at, line] of head.entries()) look(line, WORTH.heading / (1 + at / 4), false);
	for (const words of self) look(words, WORTH.self, true);
	return [...found]
		.filter(([, worth]) => worth >= 1)
		.sort((a, b) => b[1] - a[1])
		.map(([type]) => type)
		.filter(
			(type, at, all) =>
				!all.some((other, i) =>
					i < at ? ` ${type} `.includes(` ${other} `) || ` ${other} `.includes(` ${type} `) : false,
				),
		);
}

function list(types: string): string[] {
	return types
		.split("|")
		.map((type) => type.trim())
		.sort((a, b) => b.length - a.length);
}
