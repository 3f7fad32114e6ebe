/**
 * Words of labels in English, German, French, Spanish and Hindi, each under one name. A label is the set of its names, so that
 * "Rechnungsdatum", "date de facture" and "Invoice Date" are the same.
 */
import { foldWord } from "./fold.ts";

const TABLE: Record<string, string> = {
	invoice: "invoice invoices inv rechnung rechnungs facture factures factura chalan चालान बीजक इनवॉइस इन्वॉइस",
	bill: "bill bills बिल billing",
	receipt: "receipt beleg bon quittung kassenbon kassenzettel recu recibo ticket रसीद rcpt slip",
	document: "document doc dokument dokumenten documento vorgang vorgangs दस्तावेज़ दस्तावेज",
	num: "no nos nr num number numbers nummer nummern numero id ids code kennung kennnummer संख्या सं क्रमांक नंबर नं नम्बर idnr ident",
	ref: "ref reference referenz referencia referencias zeichen संदर्भ",
	date: "date dated datum datums fecha दिनांक तिथि तारीख दि",
	due: "due fallig falligkeit falligkeits falliges echeance vencimiento vence देय नियत falligkeitsdatum frist zahlungsfrist deadline अंतिम",
	until: "by until before bis jusqu avant antes hasta",
	issue:
		"issue issued issuing ausstellung ausstellungs ausgestellt emission emise emitida expedicion जारी erstellt created",
	order: "order orders bestell bestellung bestellungs auftrag auftrags commande pedido orden ऑर्डर आदेश आर्डर",
	purchase: "purchase kauf achat compra क्रय खरीद",
	po: "po",
	customer:
		"customer customers client clients cliente clientes kunde kunden kundin buyer debitor debitoren ग्राहक क्रेता rechnungsempfanger empfanger recipient destinataire besteller abnehmer auftraggeber acheteur comprador purchaser gast guest subscriber",
	vendor:
		"vendor supplier seller lieferant lieferanten verkaufer fournisseur vendeur proveedor vendedor merchant विक्रेता आपूर्तिकर्ता absender aussteller issuer emisor emetteur expediteur biller anbieter haendler handler restaurant versorger payee rechnungssteller rechnungsteller leistungserbringer auftragnehmer",
	company: "company firm organisation organization firma unternehmen entreprise societe empresa business कंपनी संस्था फर्म",
	employee:
		"employee employees staff mitarbeiter mitarbeiterin arbeitnehmer arbeitnehmerin beschaftigter personal salarie empleado trabajador worker emp कर्मचारी pers angestellter angestellte",
	employer: "employer arbeitgeber employeur empleador नियोक्ता",
	name: "name names nom nombre namen नाम nachnamen",
	first: "first given vorname vornamen prenom prenoms पहला vor",
	last: "last surname family nachname familienname apellido apellidos उपनाम",
	address: "address adresse anschrift anschriften direccion domicilio wohnort पता",
	total: "total totals summe gesamt gesamtsumme insgesamt montant somme suma importe कुल योग sum",
	grand: "grand end endsumme overall महा सर्व",
	sub: "sub zwischen sous उप",
	subtotal: "subtotal zwischensumme उपयोग",
	amount: "amount amounts amt betrag betrage wert valor value राशि रकम मूल्य amnt",
	net: "net netto nett neto शुद्ध निवल",
	gross: "gross brutto brut bruto सकल",
	tax: "tax taxes vat gst steuer steuern mwst ust umsatzsteuer mehrwertsteuer tva iva taxe impuesto impuestos कर जीएसटी",
	igst: "igst",
	cgst: "cgst",
	sgst: "sgst",
	salestax: "salestax",
	taxable: "taxable before excl zzgl ht करयोग्य imponible",
	incl: "incl including inkl inklusive inc ttc सहित",
	pay: "payable payables pay payment payments paid zahl zahlung zahlungs zahlbar zahlbetrag zu paiement payer pago pagar भुगतान zahlen auszahlung auszahlungs auszuzahlen uberweisung disbursement remit bezahlt bezahlen zahlender zahlende zahlendes gezahlt",
	balance: "balance saldo solde restbetrag शेष",
	rate: "rate rates satz taux tasa दर",
	percent: "percent prozent pct % प्रतिशत percentage",
	discount: "discount discounts rabatt skonto nachlass remise rabais descuento छूट preisnachlass abschlag",
	shipping:
		"shipping freight versand versandkosten fracht porto livraison port envio delivery lieferung liefer livree entrega postage माल डाक carriage courier",
	price: "price prices preis preise prix precio cost costs kosten मूल्यदर भाव कीमत ansatz tarif",
	unit: "unit units einzel einheit einheits stuck unitaire unite unitario unidad each per इकाई प्रति je pro einh",
	qty: "qty quantity quantities qte quantite menge anzahl cant qnty मात्रा cantidad nombre2 anz stk stck pcs hrs",
	item: "item items artikel article articulo product products produkt produit producto goods वस्तु सामान मद ware waren",
	description:
		"description descriptions desc bezeichnung beschreibung designation descripcion particulars details detail leistung leistungs विवरण ब्यौरा concepto concept libelle gegenstand",
	position: "pos position sl sr serial lfd laufende linea ligne line क्र अनुक्रम lfdnr",
	service: "service services dienstleistung dienst prestation servicio सेवा",
	hsn: "hsn sac hsnsac",
	bank: "bank banks bankname banque banco बैंक",
	iban: "iban",
	bic: "bic swift swiftbic",
	ifsc: "ifsc",
	konto: "account acct konto compte cuenta खाता",
	email: "email e-mail mail emails courriel correo ईमेल",
	phone:
		"phone tel telephone telefon telefonnummer mobile mobil handy cell telefono movil portable फोन फ़ोन दूरभाष मोबाइल",
	fax: "fax telefax",
	website: "web website webseite url internet homepage वेबसाइट",
	period: "period zeitraum abrechnungszeitraum abrechnungsmonat periode periodo अवधि",
	month: "month monat mois mes माह महीना",
	year: "year jahr annee ano वर्ष",
	salary: "salary salaries wage wages gehalt gehalts lohn lohns salaire salario sueldo वेतन",
	payslip: "payslip payroll lohnabrechnung gehaltsabrechnung bulletin nomina",
	basic: "basic base grund grundgehalt मूल",
	earnings: "earnings earning bezuge bezug verdienst gains devengos income einkommen revenus ingresos आय उपार्जन",
	deduction: "deduction deductions abzuge abzug deductible retenues retenue deducciones कटौती कटौतियां",
	department: "department dept abteilung abteilungs departement departamento विभाग",
	designationjob: "position title role occupation beruf tatigkeit funktion poste cargo puesto profession job पदनाम पद",
	birth: "birth born geburt geburts geboren naissance nacimiento dob जन्म birthday geb geburtstag",
	joining: "entry joining joined hire hired eintritt eintritts embauche ingreso नियुक्ति",
	end2: "exit leaving austritt austritts",
	nationality: "nationality staatsangehorigkeit nationalite nacionalidad राष्ट्रीयता nationalitat citizenship",
	gender: "gender sex geschlecht sexe sexo लिंग",
	marital: "marital familienstand civil वैवाहिक",
	insurance: "insurance versicherung versicherungs krankenkasse assurance seguro बीमा",
	social: "social sozial sociale sozialversicherungs",
	policy: "policy police poliza पॉलिसी",
	method: "method methode mode art methodes metodo forma तरीका माध्यम विधि weise",
	cash: "cash bar espece especes efectivo नकद",
	change: "change ruckgeld wechselgeld rendu cambio zuruck vuelto monnaie",
	tip: "tip trinkgeld pourboire propina gratuity",
	card: "card karte kartennummer carte tarjeta कार्ड kreditkarte",
	cashier: "cashier kassierer kassiererin bediener caissier cajero server served operator clerk",
	terminal: "terminal kasse register till pos-terminal",
	store: "store filiale shop branch magasin tienda शाखा",
	time: "time uhrzeit zeit heure hora समय",
	currency: "currency wahrung devise moneda मुद्रा",
	terms: "terms term bedingungen bedingung conditions condiciones zahlungsziel शर्तें",
	notes:
		"notes note remarks remark comment comments bemerkung bemerkungen hinweis anmerkung remarque remarques nota observaciones टिप्पणी",
	project: "project projekt projet proyecto परियोजना",
	contact: "contact ansprechpartner kontakt attn contacto sachbearbeiter संपर्क",
	city: "city town stadt ort ville ciudad शहर नगर",
	zip: "zip postcode postal plz pincode pin postleitzahl पिन",
	country: "country land pays pais देश",
	house: "house haus hausnr maison casa मकान",
	state: "state bundesland province provincia राज्य",
	street: "street strasse rue calle सड़क गली",
	hours: "hours stunden heures horas घंटे",
	days: "days tage jours dias दिन दिवस",
	contract: "contract vertrag vertrags contrat contrato अनुबंध",
	tracking: "tracking sendungs sendungsnummer",
	reason: "reason grund motif motivo कारण",
	signature: "signature unterschrift firma2 हस्ताक्षर",
	application: "application antrag antrags demande solicitud आवेदन",
	applicant: "applicant antragsteller antragstellerin demandeur solicitante आवेदक",
	member: "member mitglied mitglieds membre socio सदस्य",
	valid: "valid validity gultig gultigkeits expiry expiration expires expire ablauf ablaufdatum वैध",
	batch: "batch lot charge",
	gstin: "gstin gstn जीएसटीआईएन uin",
	pan: "pan",
	billto: "billed billto",
	full: "full complete vollstandiger पूरा",
	home: "home wohn privat residential permanent private",
	sale: "sale sales sold verkauf verkaufs vente venta बिक्री",
	annual: "annual yearly jahres jahrliches annuel anual वार्षिक",
	monthly: "monthly monatlich monatliches mensuel mensual मासिक",
	nation: "nation",
	seal: "seal stamp",
	shipto: "shipto",
	to: "to an",
	from: "from von ab de2 से",
	father: "father vater pere padre पिता",
	mother: "mother mutter mere madre माता",
	worked: "worked gearbeitet arbeits working कार्य",
	class: "class klasse",
	hotel: "hotel inn lodge gasthof pension होटल",
	arrival: "arrival arrives anreise ankunft arrivee llegada checkin आगमन",
	departure: "departure departs abreise depart salida checkout प्रस्थान",
	meter: "meter zahler compteur contador मीटर",
	church: "church kirchensteuer",
	income: "lohnsteuer",
	round: "round rounding rundung",
	deposit: "deposit anzahlung acompte anticipo advance अग्रिम",
	transaction: "transaction transaktion transaktions trans txn auth",
	school: "school schule ecole escuela विद्यालय",
	registration: "registration register registry registernummer handelsregister registre registro पंजीकरण",
	license: "license licence lizenz fuhrerschein permis licencia",
	plate: "plate kennzeichen",
	emergency: "emergency notfall urgence emergencia",
	consent: "consent einwilligung einverstanden agree agreed consentement",
	newsletter: "newsletter",
	status: "status stand",
	tendered: "gegeben erhalten tendered tender tend entregado",
	begin: "begin begins beginn beginning start starts commencement debut inicio",
	ytd: "ytd kumuliert cumul jahressumme jahreswerte",
	holder: "holder inhaber titulaire titular",
};

/** Abbreviations of several words. */
const SHORT: Record<string, string[]> = {
	pu: ["price", "unit"],
	ep: ["price", "unit"],
	gp: ["price", "total"],
	doj: ["date", "joining"],
	stkl: ["tax", "class"],
	gebdat: ["birth", "date"],
	rgnr: ["invoice", "num"],
	renr: ["invoice", "num"],
	kdnr: ["customer", "num"],
};

/** Words that make no difference between two labels. */
const STOP =
	"on am de was is are do does did have has you been of the a your our my for der die das des dem den fur im du la le les el los del y und and et d l ihre ihr unsere unser votre vos notre su tu आपका आपकी हमारा हमारी कृपया amtlich amtliches amtliche gewunschte gewunschter gewunschtes gewunscht desired preferred bereits already mit with से का की के को में है में";

const NAMES = new Map<string, string>();
for (const [name, words] of Object.entries(TABLE)) {
	for (const word of words.split(" ")) if (!NAMES.has(foldWord(word))) NAMES.set(foldWord(word), name);
}
const STOP_WORDS = new Set(STOP.split(" ").map(foldWord));
const SHORTEST_PART = 3;
/** Letters of a Devanagari word from which one of them may be wrong. */
const SURE_LETTERS = 4;

export function isStopWord(word: string): boolean {
	return STOP_WORDS.has(word);
}

/** Names of a folded word: one, those of a German compound's parts, or none. */
export function namesOf(word: string): readonly string[] {
	const name = NAMES.get(word) ?? NAMES.get(word.replace(/e?s$/, ""));
	if (name !== undefined) return [name];
	if (word in SHORT) return SHORT[word] ?? [];
	if (/^[\u0900-\u097f]/.test(word)) {
		const near = nearestDevanagari(word, NAMES);
		return near === undefined ? [] : [near];
	}
	if (word.length < 2 * SHORTEST_PART) return [];
	// "faellig", as it is written where there are no umlauts.
	const plain = word.replace(/([aou])e/g, "$1");
	return compoundNames(word, 0) ?? compoundNames(plain, 0) ?? headedNames(plain) ?? [];
}

/** What a German compound is in the end, whatever it is of: "Matrikelnummer" is a number. */
const LAST_PARTS = ["nummer", "nr", "datum", "betrag", "summe", "preis", "stand"];
/** Shorter first parts are no words. */
const SHORTEST_FIRST = 4;

function headedNames(word: string): string[] | undefined {
	const last = LAST_PARTS.find((part) => word.endsWith(part) && word.length - part.length >= SHORTEST_FIRST);
	const name = last === undefined ? undefined : NAMES.get(last);
	if (last === undefined || name === undefined || !/^[a-z]+$/.test(word)) return undefined;
	return [word.slice(0, -last.length), name];
}

/** What a folded Devanagari word stands for in a table; one letter may be lost or added where no other word of the table is as near. */
export function nearestDevanagari<T>(word: string, table: ReadonlyMap<string, T>): T | undefined {
	const exact = table.get(word);
	if (exact !== undefined || word.length < SURE_LETTERS) return exact;
	const letters = new Set(word);
	const near: T[] = [];
	for (const [other, value] of table) {
		if (!/^[\u0900-\u097f]/.test(other) || other.length < SURE_LETTERS || Math.abs(other.length - word.length) > 1)
			continue;
		if (differing(letters, other) === 1) near.push(value);
	}
	return new Set(near).size === 1 ? near[0] : undefined;
}

/** Parts of a compound, each a word of the lexicon, with an s or n between them. */
function compoundNames(word: string, depth: number): string[] | undefined {
	if (depth > 3) return undefined;
	const whole = NAMES.get(word);
	if (whole !== undefined) return [whole];
	if (!/^[a-z]+$/.test(word)) return undefined;
	for (let end = word.length - 2; end >= SHORTEST_PART; end--) {
		const name = NAMES.get(word.slice(0, end));
		if (name === undefined) continue;
		for (const glue of ["", "s", "n", "es", "en"]) {
			if (!word.startsWith(glue, end)) continue;
			const rest = word.slice(end + glue.length);
			if (rest.length < 2) continue;
			const more = compoundNames(rest, depth + 1);
			if (more !== undefined) return [name, ...more];
		}
	}
	return undefined;
}

/** How many letters only one of two words has; neither has one twice. */
function differing(letters: ReadonlySet<string>, other: string): number {
	const shared = [...other].filter((letter) => letters.has(letter)).length;
	return letters.size + other.length - 2 * shared;
}
