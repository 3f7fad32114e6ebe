/** Labels that the layouts print: one list for those that the rules are made with, another for those held out. */
import type { Random } from "../dedup/random.ts";
import type { Audience } from "./habits.ts";

export type Language = "en" | "de" | "hi";
export type LabelSet = "seen" | "heldOut";

type Variants = Record<Language, string>;
type Entry = Record<LabelSet, Variants>;

/** Variants parted by `|`. */
const LABELS: Record<string, Entry> = {
	invoice_title: {
		seen: { en: "INVOICE|Tax Invoice", de: "RECHNUNG|Rechnung", hi: "चालान" },
		heldOut: { en: "Invoice", de: "Rechnung", hi: "बीजक" },
	},
	invoice_number: {
		seen: { en: "Invoice No.|Invoice Number|Invoice #", de: "Rechnungsnummer|Rechnungs-Nr.", hi: "चालान संख्या" },
		heldOut: { en: "Inv. No.|Bill Number|Document No.", de: "Rechnung Nr.|Belegnummer", hi: "बीजक क्रमांक" },
	},
	invoice_date: {
		seen: { en: "Invoice Date|Date", de: "Rechnungsdatum|Datum", hi: "दिनांक|चालान दिनांक" },
		heldOut: { en: "Date of issue|Issued on|Dated", de: "Ausstellungsdatum", hi: "बीजक तिथि" },
	},
	due_date: {
		seen: { en: "Due Date|Payment due", de: "Fällig am|Fälligkeitsdatum", hi: "देय तिथि" },
		heldOut: { en: "Pay by|Due on", de: "Zahlbar bis", hi: "भुगतान की नियत तिथि" },
	},
	order_number: {
		seen: { en: "Order No.|PO Number", de: "Bestellnummer", hi: "ऑर्डर संख्या" },
		heldOut: { en: "Purchase Order|Your order no.", de: "Auftragsnr.", hi: "क्रय आदेश संख्या" },
	},
	customer_number: {
		seen: { en: "Customer No.|Customer ID", de: "Kundennummer", hi: "ग्राहक संख्या" },
		heldOut: { en: "Client number|Account No.", de: "Kunden-Nr.", hi: "ग्राहक क्रमांक" },
	},
	customer_name: {
		seen: { en: "Bill To|Customer", de: "Rechnung an|Kunde", hi: "ग्राहक" },
		heldOut: { en: "Billed to|Sold to|Client", de: "Rechnungsempfänger", hi: "क्रेता" },
	},
	net_amount: {
		seen: { en: "Subtotal|Net amount", de: "Nettobetrag|Zwischensumme", hi: "उप योग" },
		heldOut: { en: "Sub-total|Total excl. tax|Taxable amount", de: "Summe netto|Netto", hi: "शुद्ध राशि" },
	},
	tax_amount: {
		seen: { en: "VAT|Tax|GST", de: "MwSt.|Umsatzsteuer", hi: "जीएसटी" },
		heldOut: { en: "Sales tax|Total tax", de: "USt.|Mehrwertsteuer", hi: "कर" },
	},
	discount: {
		seen: { en: "Discount", de: "Rabatt", hi: "छूट" },
		heldOut: { en: "Less discount", de: "Nachlass", hi: "छूट राशि" },
	},
	total: {
		seen: { en: "Total|Grand Total|Amount Due", de: "Gesamtbetrag|Rechnungsbetrag", hi: "कुल राशि|कुल योग" },
		heldOut: { en: "Total payable|Balance due|Total amount", de: "Zu zahlen|Endbetrag|Gesamtsumme", hi: "कुल देय राशि" },
	},
	description: {
		seen: { en: "Description|Item", de: "Bezeichnung|Beschreibung", hi: "विवरण" },
		heldOut: { en: "Item description|Particulars|Product", de: "Leistung|Artikel", hi: "वस्तु" },
	},
	quantity: {
		seen: { en: "Qty|Quantity", de: "Menge", hi: "मात्रा" },
		heldOut: { en: "Units|Qty.", de: "Anzahl", hi: "मात्रा" },
	},
	unit_price: {
		seen: { en: "Unit Price|Price", de: "Einzelpreis|Preis", hi: "दर" },
		heldOut: { en: "Rate|Price per unit", de: "E-Preis|Preis/Einheit", hi: "इकाई मूल्य" },
	},
	amount: {
		seen: { en: "Amount|Total", de: "Gesamt|Betrag", hi: "राशि" },
		heldOut: { en: "Line total|Value", de: "Gesamtpreis|Summe", hi: "कुल" },
	},
	vendor_tax_id: {
		seen: { en: "VAT No.|Tax ID", de: "USt-IdNr.", hi: "GSTIN" },
		heldOut: { en: "Tax Reg. No.|VAT Reg No", de: "Steuernummer", hi: "जीएसटीआईएन" },
	},
	iban: {
		seen: { en: "IBAN", de: "IBAN", hi: "IBAN" },
		heldOut: { en: "Bank account (IBAN)", de: "IBAN", hi: "IBAN" },
	},
	receipt_title: {
		seen: { en: "RECEIPT", de: "QUITTUNG", hi: "रसीद" },
		heldOut: { en: "Sales receipt", de: "Kassenbon", hi: "रसीद" },
	},
	receipt_number: {
		seen: { en: "Receipt No.|Receipt #", de: "Belegnr.|Bon-Nr.", hi: "रसीद संख्या" },
		heldOut: { en: "Transaction no.|Ticket no.", de: "Beleg Nr.", hi: "रसीद क्रमांक" },
	},
	date: {
		seen: { en: "Date", de: "Datum", hi: "दिनांक" },
		heldOut: { en: "Date of sale|Dated", de: "Datum", hi: "तारीख" },
	},
	payment_method: {
		seen: { en: "Payment method|Paid by", de: "Zahlungsart", hi: "भुगतान विधि" },
		heldOut: { en: "Payment type|Method of payment", de: "Zahlart", hi: "भुगतान का तरीका" },
	},
	cashier: {
		seen: { en: "Cashier", de: "Kassierer", hi: "Cashier" },
		heldOut: { en: "Served by|Operator", de: "Bediener", hi: "Cashier" },
	},
	payslip_title: {
		seen: { en: "PAYSLIP|Salary Slip", de: "Gehaltsabrechnung", hi: "वेतन पर्ची" },
		heldOut: { en: "Pay statement", de: "Lohnabrechnung", hi: "वेतन पर्ची" },
	},
	employee_name: {
		seen: { en: "Employee Name|Employee", de: "Mitarbeiter", hi: "कर्मचारी का नाम" },
		heldOut: { en: "Name of employee|Staff name", de: "Arbeitnehmer", hi: "नाम" },
	},
	employee_id: {
		seen: { en: "Employee ID|Employee No.", de: "Personalnummer", hi: "कर्मचारी संख्या" },
		heldOut: { en: "Staff no.|Emp. code", de: "Personal-Nr.", hi: "कर्मचारी क्रमांक" },
	},
	department: {
		seen: { en: "Department", de: "Abteilung", hi: "विभाग" },
		heldOut: { en: "Dept.|Cost center", de: "Kostenstelle", hi: "विभाग" },
	},
	pay_period: {
		seen: { en: "Pay Period|Period", de: "Abrechnungszeitraum", hi: "वेतन अवधि" },
		heldOut: { en: "Salary month|For the month of", de: "Abrechnungsmonat", hi: "माह" },
	},
	pay_date: {
		seen: { en: "Pay Date|Payment Date", de: "Zahlungsdatum", hi: "भुगतान तिथि" },
		heldOut: { en: "Date of payment|Paid on", de: "Auszahlungsdatum", hi: "भुगतान दिनांक" },
	},
	gross_pay: {
		seen: { en: "Gross Pay|Total Earnings", de: "Bruttogehalt|Gesamtbrutto", hi: "सकल वेतन" },
		heldOut: { en: "Gross salary|Gross earnings", de: "Bruttolohn", hi: "कुल आय" },
	},
	total_deductions: {
		seen: { en: "Total Deductions", de: "Summe Abzüge", hi: "कुल कटौती" },
		heldOut: { en: "Deductions total", de: "Gesamtabzüge", hi: "कटौती योग" },
	},
	net_pay: {
		seen: { en: "Net Pay|Net Salary", de: "Nettogehalt|Auszahlungsbetrag", hi: "शुद्ध वेतन" },
		heldOut: { en: "Take-home pay|Net payable", de: "Nettolohn", hi: "शुद्ध देय" },
	},
	form_title: {
		seen: { en: "Membership Application|Registration Form", de: "Aufnahmeantrag", hi: "आवेदन पत्र" },
		heldOut: { en: "Enrolment form", de: "Anmeldeformular", hi: "आवेदन पत्र" },
	},
	full_name: {
		seen: { en: "Full Name|Name", de: "Name|Vor- und Nachname", hi: "नाम|पूरा नाम" },
		heldOut: { en: "Applicant's name|Name of applicant", de: "Name des Antragstellers", hi: "आवेदक का नाम" },
	},
	birth_date: {
		seen: { en: "Date of Birth", de: "Geburtsdatum", hi: "जन्म तिथि" },
		heldOut: { en: "Birth date|Born on", de: "Geboren am", hi: "जन्म दिनांक" },
	},
	address: {
		seen: { en: "Address", de: "Anschrift|Adresse", hi: "पता" },
		heldOut: { en: "Home address|Postal address", de: "Wohnanschrift", hi: "पता" },
	},
	email: {
		seen: { en: "Email|E-mail", de: "E-Mail", hi: "ईमेल" },
		heldOut: { en: "E-mail address", de: "E-Mail-Adresse", hi: "ईमेल" },
	},
	phone: {
		seen: { en: "Phone|Telephone", de: "Telefon", hi: "फोन" },
		heldOut: { en: "Mobile no.|Contact number", de: "Telefonnummer|Mobil", hi: "मोबाइल नंबर" },
	},
	nationality: {
		seen: { en: "Nationality", de: "Staatsangehörigkeit", hi: "राष्ट्रीयता" },
		heldOut: { en: "Citizenship", de: "Nationalität", hi: "राष्ट्रीयता" },
	},
	marital_status: {
		seen: { en: "Marital Status", de: "Familienstand", hi: "वैवाहिक स्थिति" },
		heldOut: { en: "Civil status", de: "Familienstand", hi: "वैवाहिक स्थिति" },
	},
	annual_income: {
		seen: { en: "Annual Income", de: "Jahreseinkommen", hi: "वार्षिक आय" },
		heldOut: { en: "Income per year|Yearly income", de: "Jährliches Einkommen", hi: "वार्षिक आय" },
	},
	member_number: {
		seen: { en: "Membership No.", de: "Mitgliedsnummer", hi: "सदस्य संख्या" },
		heldOut: { en: "Member ID", de: "Mitglieds-Nr.", hi: "सदस्य क्रमांक" },
	},
	newsletter: {
		seen: { en: "Newsletter", de: "Newsletter", hi: "Newsletter" },
		heldOut: { en: "Newsletter", de: "Newsletter", hi: "Newsletter" },
	},
	languages: {
		seen: { en: "Languages", de: "Sprachen", hi: "भाषाएँ" },
		heldOut: { en: "Languages spoken", de: "Sprachen", hi: "भाषाएँ" },
	},
};

export function languageOf(audience: Audience): Language {
	return audience === "de" || audience === "hi" ? audience : "en";
}

export function printedLabel(random: Random, name: string, set: LabelSet, audience: Audience): string {
	const entry = LABELS[name];
	if (entry === undefined) throw new Error(`no label ${name}`);
	return random.pick(entry[set][languageOf(audience)].split("|"));
}

export const GOODS: Record<Language, readonly string[]> = {
	en: [
		"Office chair, black",
		"A4 paper 80 g",
		"Laser toner XL",
		"Consulting services",
		"USB cable 2 m",
		"Desk lamp LED",
		"Cleaning, weekly",
		"Annual maintenance",
		"Router AC1200",
		"Steel bolts M8",
		"Training day",
		"Shipping carton",
		"Garden hose",
		"Coffee beans 1 kg",
	],
	de: [
		"Bürostuhl schwarz",
		"Kopierpapier A4",
		"Beratung vor Ort",
		"Toner Schwarz XL",
		"Schreibtischlampe",
		"Wartung Heizung",
		"Netzwerkkabel 5 m",
		"Schrauben M8",
		"Reinigung wöchentlich",
		"Kaffeebohnen",
		"Lizenz Standard",
		"Gartenschlauch",
	],
	hi: [
		"Basmati rice 5 kg",
		"Cotton saree",
		"Steel thali set",
		"LED bulb 9 W",
		"Ceiling fan",
		"Mustard oil 1 L",
		"School bag",
		"Notebook 200 pages",
		"Pressure cooker",
		"Wall paint 4 L",
	],
};

export const SNACKS: Record<Language, readonly string[]> = {
	en: [
		"Flat white",
		"Croissant",
		"Orange juice",
		"Club sandwich",
		"Still water",
		"Bananas",
		"Whole milk",
		"Rye bread",
		"Soup of the day",
	],
	de: [
		"Milchkaffee",
		"Butterbrezel",
		"Apfelschorle",
		"Käsebrötchen",
		"Vollmilch",
		"Bananen",
		"Roggenbrot",
		"Tagessuppe",
	],
	hi: ["Masala chai", "Samosa", "Paneer roll", "Lassi", "Poha", "Vada pav", "Idli"],
};

export const FIRMS: Record<Audience, readonly string[]> = {
	us: ["Northwind Supply Inc.", "Bluebird Tools LLC", "Harper & Lane Corp."],
	gb: ["Thornbury Trading Ltd", "Kestrel Interiors Limited", "Oakham Paper Ltd"],
	in: ["Sunrise Traders Pvt. Ltd.", "Lotus Infotech Private Limited", "Ganga Textiles Ltd"],
	de: ["Müller Bürobedarf GmbH", "Nordlicht Handel AG", "Alpenblick Technik GmbH & Co. KG"],
	hi: ["Shakti Vastra Pvt. Ltd.", "Himalaya Kirana Limited", "Mehta Stores Pvt. Ltd."],
};

export const PEOPLE: Record<Audience, readonly string[]> = {
	us: ["Dana Whitfield", "Marcus Oyelaran", "Julie Chen", "Robert Vance"],
	gb: ["Fiona Hargreaves", "Owen Pritchard", "Amelia Stone", "Nigel Cartwright"],
	in: ["Priya Raman", "Arjun Nair", "Kavita Deshmukh", "Imran Sheikh"],
	de: ["Anna Schröder", "Jörg Hoffmann", "Lena Krüger", "Uwe Baumann"],
	hi: ["Ravi Kumar", "Sunita Sharma", "Amit Verma", "Neha Gupta"],
};

export const PLACES: Record<Audience, readonly string[]> = {
	us: ["410 Maple Street|Springfield, IL 62704", "88 Harbor Drive|Portland, OR 97201"],
	gb: ["14 Mill Lane|Leeds LS1 4AB", "7 Castle Road|Bristol BS1 5TR"],
	in: ["22 MG Road|Bengaluru 560001", "5 Park Street|Kolkata 700016"],
	de: ["Hauptstraße 12|50667 Köln", "Lindenweg 3|80331 München"],
	hi: ["45 Nehru Marg|Jaipur 302001", "9 Station Road|Lucknow 226001"],
};
