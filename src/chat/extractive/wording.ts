/** The few sentences that the embedded engine says in its own words. */

interface Wording {
	/** Where nothing found answers the question. */
	declined: string;
	yes: string;
	no: string;
}

const WORDINGS: Readonly<Record<string, Wording>> = {
	en: { declined: "I found nothing in the documents that answers this question.", yes: "Yes.", no: "No." },
	de: { declined: "In den Dokumenten habe ich nichts gefunden, was diese Frage beantwortet.", yes: "Ja.", no: "Nein." },
	fr: { declined: "Je n’ai rien trouvé dans les documents qui réponde à cette question.", yes: "Oui.", no: "Non." },
	es: { declined: "No he encontrado nada en los documentos que responda a esta pregunta.", yes: "Sí.", no: "No." },
	hi: { declined: "दस्तावेज़ों में मुझे इस प्रश्न का उत्तर नहीं मिला।", yes: "हाँ।", no: "नहीं।" },
};

/** In English for a language that is not known. */
export function wordingIn(language: string): Wording {
	return (
		WORDINGS[language] ?? {
			declined: "I found nothing in the documents that answers this question.",
			yes: "Yes.",
			no: "No.",
		}
	);
}
