/** What types of documents and subjects sound like, in the languages of the made libraries. */

export type Language = "en" | "de" | "hi" | "fr";

export interface TypeWording {
	/** What the library calls it, by its own language. */
	names: { en: string; de: string };
	/** How a sheet may call itself; by language. */
	headings: Record<Language, readonly string[]>;
	/** What it says; a sheet has some of these. */
	phrases: Record<Language, readonly string[]>;
	hasRows: boolean;
}

const lines = (text: string): string[] => text.trim().split("\n");
const words = (text: string): string[] => text.trim().split("|");

export const types: readonly TypeWording[] = [
	{
		names: { en: "Invoice", de: "Rechnung" },
		headings: {
			en: words("Invoice|Tax invoice|Bill"),
			de: words("Rechnung|Rechnung / Lieferschein|Faktura"),
			hi: words("बिल|चालान"),
			fr: words("Facture"),
		},
		phrases: {
			en: lines(
				"Please transfer the total within fourteen days of receipt.\nThe amount due includes value added tax at the current rate.\nWe thank you for your order and charge as follows.\nPayable without deduction to the account below.",
			),
			de: lines(
				"Bitte überweisen Sie den Gesamtbetrag innerhalb von vierzehn Tagen.\nDer Rechnungsbetrag enthält die gesetzliche Mehrwertsteuer.\nWir danken für Ihren Auftrag und berechnen wie folgt.\nZahlbar ohne Abzug auf das unten genannte Konto.",
			),
			hi: lines("कृपया कुल राशि का भुगतान चौदह दिनों में करें।\nराशि में कर सम्मिलित है।\nदेय राशि नीचे दी गई है।"),
			fr: lines(
				"Merci de régler le montant total sous quatorze jours.\nLe montant dû comprend la taxe sur la valeur ajoutée.\nNous vous facturons les prestations suivantes.",
			),
		},
		hasRows: true,
	},
	{
		names: { en: "Reminder", de: "Mahnung" },
		headings: {
			en: words("Payment reminder|Overdue account"),
			de: words("Mahnung|Zahlungserinnerung"),
			hi: words("भुगतान अनुस्मारक"),
			fr: words("Rappel de paiement|Relance"),
		},
		phrases: {
			en: lines(
				"Our records show that the following sum is still outstanding.\nIf you have paid in the meantime please disregard this letter.\nWe must otherwise add a late fee and interest.\nThis is our last request before we hand the matter to collectors.",
			),
			de: lines(
				"Leider konnten wir bisher keinen Zahlungseingang feststellen.\nSollten Sie inzwischen gezahlt haben, betrachten Sie dieses Schreiben als gegenstandslos.\nAndernfalls berechnen wir Verzugszinsen und eine Gebühr.\nDies ist unsere letzte Aufforderung vor dem gerichtlichen Verfahren.",
			),
			hi: lines(
				"हमारे अभिलेख के अनुसार राशि अब भी बकाया है।\nविलंब शुल्क जोड़ा जाएगा।\nयदि भुगतान हो चुका है तो इस पत्र को अनदेखा करें।",
			),
			fr: lines(
				"Sauf erreur de notre part, la somme suivante reste impayée.\nSi vous avez réglé entre-temps, ne tenez pas compte de ce courrier.\nDes pénalités de retard seront appliquées.",
			),
		},
		hasRows: false,
	},
	{
		names: { en: "Contract", de: "Vertrag" },
		headings: {
			en: words("Agreement|Contract"),
			de: words("Vertrag|Vereinbarung"),
			hi: words("अनुबंध"),
			fr: words("Contrat"),
		},
		phrases: {
			en: lines(
				"The parties agree on the following terms.\nThe term is two years and renews unless notice is given.\nEither party may terminate in writing with three months notice.\nSignature of the customer and of the provider.",
			),
			de: lines(
				"Zwischen den Parteien wird folgendes vereinbart.\nDie Laufzeit beträgt zwei Jahre und verlängert sich, wenn nicht gekündigt wird.\nJede Partei kann mit einer Frist von drei Monaten kündigen.\nUnterschrift des Kunden und des Anbieters.",
			),
			hi: lines("दोनों पक्ष निम्न शर्तों पर सहमत हैं।\nअनुबंध की अवधि दो वर्ष है।\nहस्ताक्षर प्रथम पक्ष और द्वितीय पक्ष।"),
			fr: lines(
				"Les parties conviennent de ce qui suit.\nLa durée est de deux ans, renouvelable par tacite reconduction.\nChaque partie peut résilier avec un préavis de trois mois.",
			),
		},
		hasRows: false,
	},
	{
		names: { en: "Statement", de: "Kontoauszug" },
		headings: {
			en: words("Statement of account|Account statement"),
			de: words("Kontoauszug|Umsatzübersicht"),
			hi: words("खाता विवरण"),
			fr: words("Relevé de compte"),
		},
		phrases: {
			en: lines(
				"Opening balance and closing balance of the period.\nTransactions booked since the last statement.\nPlease check the entries and tell us of any error within six weeks.\nInterest credited and charges debited.",
			),
			de: lines(
				"Anfangssaldo und Endsaldo des Zeitraums.\nBuchungen seit dem letzten Auszug.\nBitte prüfen Sie die Umsätze und melden Sie Fehler binnen sechs Wochen.\nGutgeschriebene Zinsen und belastete Entgelte.",
			),
			hi: lines("प्रारंभिक शेष और अंतिम शेष।\nपिछले विवरण के बाद के लेनदेन।\nकृपया प्रविष्टियों की जांच करें।"),
			fr: lines(
				"Solde initial et solde final de la période.\nOpérations enregistrées depuis le dernier relevé.\nVeuillez vérifier les écritures.",
			),
		},
		hasRows: true,
	},
	{
		names: { en: "Payslip", de: "Gehaltsabrechnung" },
		headings: {
			en: words("Payslip|Salary statement"),
			de: words("Entgeltabrechnung|Gehaltsabrechnung"),
			hi: words("वेतन पर्ची"),
			fr: words("Bulletin de paie"),
		},
		phrases: {
			en: lines(
				"Gross salary, deductions and net pay of the month.\nPension contribution and national insurance.\nPersonnel number and tax code.\nPaid into your bank account.",
			),
			de: lines(
				"Bruttolohn, Abzüge und Nettoverdienst des Monats.\nRentenversicherung, Krankenversicherung und Lohnsteuer.\nPersonalnummer und Steuerklasse.\nAuszahlung auf Ihr Konto.",
			),
			hi: lines("सकल वेतन, कटौती और शुद्ध वेतन।\nभविष्य निधि अंशदान।\nकर्मचारी संख्या और पद।"),
			fr: lines(
				"Salaire brut, retenues et net à payer.\nCotisations de retraite et sécurité sociale.\nMatricule du salarié.",
			),
		},
		hasRows: true,
	},
	{
		names: { en: "Notice", de: "Bescheid" },
		headings: {
			en: words("Notice of assessment|Official notice"),
			de: words("Bescheid|Festsetzung"),
			hi: words("सूचना|आदेश"),
			fr: words("Avis|Notification"),
		},
		phrases: {
			en: lines(
				"On your application we have decided as follows.\nYou may appeal against this decision within one month.\nReasons for the decision are given overleaf.\nThe assessment rests on the act as amended.",
			),
			de: lines(
				"Auf Ihren Antrag ergeht folgende Entscheidung.\nGegen diese Entscheidung können Sie innerhalb eines Monats Widerspruch einlegen.\nDie Begründung finden Sie auf der Rückseite.\nDie Festsetzung beruht auf dem Gesetz in der geltenden Fassung.",
			),
			hi: lines(
				"आपके आवेदन पर निम्न निर्णय लिया गया है।\nइस निर्णय के विरुद्ध एक माह में अपील की जा सकती है।\nनिर्णय के कारण पीछे दिए गए हैं।",
			),
			fr: lines(
				"Suite à votre demande, il a été décidé ce qui suit.\nVous pouvez contester cette décision dans un délai d'un mois.\nLes motifs figurent au verso.",
			),
		},
		hasRows: false,
	},
	{
		names: { en: "Certificate", de: "Bescheinigung" },
		headings: {
			en: words("Certificate|Confirmation"),
			de: words("Bescheinigung|Bestätigung"),
			hi: words("प्रमाण पत्र"),
			fr: words("Attestation|Certificat"),
		},
		phrases: {
			en: lines(
				"This is to certify that the person named took part.\nIssued on request for presentation to authorities.\nWe confirm that the details above are correct.\nValid with seal only.",
			),
			de: lines(
				"Hiermit wird bescheinigt, dass die genannte Person teilgenommen hat.\nAusgestellt auf Wunsch zur Vorlage bei Behörden.\nWir bestätigen die Richtigkeit der obigen Angaben.\nNur gültig mit Siegel.",
			),
			hi: lines("यह प्रमाणित किया जाता है कि उक्त व्यक्ति ने भाग लिया।\nउपरोक्त विवरण सही है।\nकेवल मुहर के साथ मान्य।"),
			fr: lines(
				"Nous certifions que la personne nommée a participé.\nDélivré pour servir et valoir ce que de droit.\nValable avec cachet uniquement.",
			),
		},
		hasRows: false,
	},
	{
		names: { en: "Offer", de: "Angebot" },
		headings: {
			en: words("Quotation|Offer|Estimate"),
			de: words("Angebot|Kostenvoranschlag"),
			hi: words("प्रस्ताव|दर पत्र"),
			fr: words("Devis|Offre"),
		},
		phrases: {
			en: lines(
				"We are pleased to offer you the following.\nOur prices are valid for thirty days and without obligation.\nDelivery about four weeks after your order.\nPlease sign and return this quote to accept it.",
			),
			de: lines(
				"Gern bieten wir Ihnen freibleibend an.\nUnsere Preise gelten dreißig Tage und sind unverbindlich.\nLieferzeit etwa vier Wochen nach Auftragseingang.\nBitte unterschreiben Sie dieses Angebot, um es anzunehmen.",
			),
			hi: lines("हम आपको निम्न दरें प्रस्तुत करते हैं।\nदरें तीस दिनों तक मान्य हैं।\nस्वीकृति हेतु हस्ताक्षर करें।"),
			fr: lines(
				"Nous avons le plaisir de vous proposer ce qui suit.\nNos prix sont valables trente jours.\nBon pour accord, date et signature.",
			),
		},
		hasRows: true,
	},
	{
		names: { en: "Minutes", de: "Protokoll" },
		headings: {
			en: words("Minutes of the meeting"),
			de: words("Protokoll der Versammlung|Niederschrift"),
			hi: words("बैठक कार्यवृत्त"),
			fr: words("Procès-verbal"),
		},
		phrases: {
			en: lines(
				"Present were the following members.\nThe motion was carried with two abstentions.\nAny other business was not raised.\nThe chair closed the meeting in the evening.",
			),
			de: lines(
				"Anwesend waren die folgenden Mitglieder.\nDer Antrag wurde bei zwei Enthaltungen angenommen.\nUnter Verschiedenes lag nichts vor.\nDer Vorsitzende schloss die Sitzung am Abend.",
			),
			hi: lines("निम्न सदस्य उपस्थित थे।\nप्रस्ताव पारित किया गया।\nअध्यक्ष ने बैठक समाप्त की।"),
			fr: lines(
				"Étaient présents les membres suivants.\nLa motion est adoptée avec deux abstentions.\nLa séance est levée.",
			),
		},
		hasRows: false,
	},
	{
		names: { en: "Policy", de: "Versicherungsschein" },
		headings: {
			en: words("Policy schedule|Insurance policy"),
			de: words("Versicherungsschein|Police"),
			hi: words("बीमा पॉलिसी"),
			fr: words("Police d'assurance"),
		},
		phrases: {
			en: lines(
				"The insured sum and the premium are set out below.\nCover begins at noon and ends with the insurance year.\nReport any loss without delay.\nThe excess applies to each claim.",
			),
			de: lines(
				"Versicherungssumme und Beitrag ergeben sich aus der Aufstellung.\nDer Schutz beginnt um zwölf Uhr und endet mit dem Versicherungsjahr.\nMelden Sie jeden Schaden unverzüglich.\nDie Selbstbeteiligung gilt je Schadenfall.",
			),
			hi: lines("बीमित राशि और प्रीमियम नीचे दिए गए हैं।\nहानि की सूचना तुरंत दें।\nबीमा अवधि एक वर्ष है।"),
			fr: lines(
				"La somme assurée et la prime figurent ci-dessous.\nDéclarez tout sinistre sans délai.\nUne franchise s'applique à chaque sinistre.",
			),
		},
		hasRows: true,
	},
];

export interface Topic {
	names: { en: string; de: string };
	words: Record<Language, readonly string[]>;
}

const topic = (en: string, de: string, english: string, german: string, hindi: string, french: string): Topic => ({
	names: { en, de },
	words: { en: words(english), de: words(german), hi: words(hindi), fr: words(french) },
});

export const topics: readonly Topic[] = [
	topic(
		"energy",
		"Strom",
		"electricity|kWh consumed|meter reading|power tariff|grid fee",
		"Stromverbrauch|Kilowattstunden|Zählerstand|Netzentgelt|Ökostrom",
		"बिजली|यूनिट खपत|विद्युत मीटर",
		"électricité|consommation kWh|compteur",
	),
	topic(
		"water",
		"Wasser",
		"drinking water|sewage|cubic metres|water meter",
		"Trinkwasser|Abwasser|Kubikmeter|Wasseruhr",
		"पेयजल|जल मीटर|सीवर",
		"eau potable|assainissement|mètres cubes",
	),
	topic(
		"car",
		"Auto",
		"tyres|oil change|vehicle inspection|licence plate|brake pads",
		"Reifenwechsel|Ölwechsel|Hauptuntersuchung|Kennzeichen|Bremsbeläge",
		"टायर|वाहन पंजीकरण|ब्रेक",
		"pneus|vidange|immatriculation",
	),
	topic(
		"rent",
		"Miete",
		"monthly rent|tenancy|landlord|service charges|flat",
		"Kaltmiete|Mietverhältnis|Vermieter|Nebenkosten|Wohnung",
		"किराया|मकान मालिक|किरायेदार",
		"loyer|locataire|charges locatives",
	),
	topic(
		"health",
		"Gesundheit",
		"treatment|diagnosis|blood test|prescription|physiotherapy",
		"Behandlung|Diagnose|Blutbild|Rezept|Krankengymnastik",
		"उपचार|रक्त जांच|दवा",
		"ordonnance|analyse de sang|soins",
	),
	topic(
		"school",
		"Schule",
		"pupil|class trip|school lunch|term|homework",
		"Schülerin|Klassenfahrt|Mittagessen in der Mensa|Halbjahr|Hausaufgaben",
		"छात्र|कक्षा|विद्यालय शुल्क",
		"élève|cantine|trimestre",
	),
	topic(
		"travel",
		"Reise",
		"boarding|hotel nights|flight|luggage|itinerary",
		"Bordkarte|Übernachtung|Flug|Gepäck|Reiseverlauf",
		"यात्रा|उड़ान|होटल",
		"embarquement|nuitées|bagages",
	),
	topic(
		"phone",
		"Telefon",
		"mobile data|roaming|SIM card|call minutes",
		"Datenvolumen|Roaming|SIM-Karte|Gesprächsminuten",
		"मोबाइल|डेटा पैक|कॉल",
		"forfait mobile|itinérance|carte SIM",
	),
	topic(
		"internet",
		"Internet",
		"broadband|router|fibre connection|bandwidth",
		"Breitband|Router|Glasfaseranschluss|Bandbreite",
		"ब्रॉडबैंड|राउटर",
		"haut débit|routeur|fibre optique",
	),
	topic(
		"tax",
		"Steuer",
		"taxable income|allowance|tax return|withholding",
		"zu versteuerndes Einkommen|Freibetrag|Steuererklärung|Vorauszahlung",
		"आयकर|कर योग्य आय",
		"revenu imposable|déclaration|abattement",
	),
	topic(
		"garden",
		"Garten",
		"lawn|hedge trimming|seedlings|compost",
		"Rasen|Heckenschnitt|Setzlinge|Kompost",
		"बगीचा|पौधे",
		"pelouse|haie|semis",
	),
	topic(
		"pets",
		"Haustier",
		"veterinary|dog food|vaccination of the cat|kennel",
		"Tierarzt|Hundefutter|Impfung der Katze|Zwinger",
		"पशु चिकित्सक|कुत्ता",
		"vétérinaire|croquettes",
	),
	topic(
		"books",
		"Bücher",
		"paperback|library card|publisher|reading list",
		"Taschenbuch|Leseausweis|Verlag|Leseliste",
		"पुस्तक|प्रकाशक",
		"livre de poche|éditeur",
	),
	topic(
		"sport",
		"Sport",
		"membership fee|training|swimming pool|tournament",
		"Mitgliedsbeitrag|Trainingszeiten|Schwimmhalle|Turnier",
		"खेल|प्रशिक्षण",
		"cotisation|entraînement|piscine",
	),
	topic(
		"heating",
		"Heizung",
		"boiler|gas consumption|radiator|chimney sweep",
		"Heizkessel|Gasverbrauch|Heizkörper|Schornsteinfeger",
		"गैस|हीटर",
		"chaudière|radiateur|ramonage",
	),
	topic(
		"furniture",
		"Möbel",
		"sofa|bookcase|mattress|assembly service",
		"Sofa|Bücherregal|Matratze|Montageservice",
		"सोफा|गद्दा",
		"canapé|matelas|étagère",
	),
	topic(
		"computer",
		"Computer",
		"laptop|keyboard|hard disk|software licence",
		"Notebook|Tastatur|Festplatte|Softwarelizenz",
		"लैपटॉप|कीबोर्ड",
		"ordinateur portable|clavier",
	),
	topic(
		"charity",
		"Spende",
		"donation|charitable|fundraising|volunteers",
		"Zuwendung|gemeinnützig|Spendenaufruf|Ehrenamtliche",
		"दान|धर्मार्थ",
		"don|bénévoles",
	),
	topic(
		"pension",
		"Rente",
		"retirement|pension points|annuity",
		"Altersrente|Entgeltpunkte|Rentenbeginn",
		"सेवानिवृत्ति|पेंशन",
		"retraite|points",
	),
	topic(
		"children",
		"Kinder",
		"nursery|child benefit|day care|playgroup",
		"Kindergarten|Kindergeld|Betreuung|Krabbelgruppe",
		"बाल|शिशु",
		"crèche|allocations familiales",
	),
];

export const frenchProse = lines(`Nous avons bien reçu votre courrier du {tag} et vous en remercions.
Notre service reste à votre disposition du lundi au vendredi.
Le dossier a été transmis au responsable de votre secteur.
Une copie de ce document est conservée dans nos archives.
Veuillez rappeler cette référence dans toute correspondance.
Les travaux commenceront au cours de la semaine prochaine.
La réunion prévue a été reportée à une date ultérieure.
Nous vous prions de nous retourner le formulaire signé.
Le délai de livraison peut varier selon la saison.
Vos données sont traitées conformément à la loi.
L'accès au bâtiment se fait par la cour.
Le montant a été corrigé après vérification.`);
