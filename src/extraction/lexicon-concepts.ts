/**
 * What fields are commonly asked for, and the labels under which documents have them. A label is a set of the lexicon's words; after `~` follow
 * labels that mean it only where there is no better one.
 */

export type Kind =
	| "any"
	| "date"
	| "money"
	| "number"
	| "percent"
	| "id"
	| "name"
	| "address"
	| "text"
	| "iban"
	| "bic"
	| "ifsc"
	| "email"
	| "phone"
	| "url"
	| "taxid"
	| "currency";

export interface Concept {
	name: string;
	kind: Kind;
	labels: string[];
	weak: string[];
}

const LINES: [name: string, kind: Kind, labels: string][] = [
	[
		"invoice_number",
		"id",
		"invoice num, bill num, invoice ref, invoice document num, tax invoice num ~ document num, invoice, num, bill, receipt num",
	],
	[
		"receipt_number",
		"id",
		"receipt num, transaction num, receipt ~ bill num, document num, invoice num, num, transaction",
	],
	["document_number", "id", "document num ~ invoice num, num, receipt num, ref"],
	[
		"order_number",
		"id",
		"order num, purchase order num, po num, po, purchase order, order ref, customer order num ~ order, purchase num",
	],
	["customer_number", "id", "customer num ~ konto num, customer konto num, konto"],
	["reference", "id", "ref, ref num, customer ref, payment ref, pay ref ~ order ref"],
	[
		"invoice_date",
		"date",
		"invoice date, bill date, issue date, date issue, invoice issue date, document date, tax invoice date ~ date, issue, receipt date",
	],
	["receipt_date", "date", "receipt date, date, transaction date, sale date ~ issue date, date time, invoice date"],
	[
		"date",
		"date",
		"date, document date, issue date ~ invoice date, receipt date, bill date, date time, application date, sale date",
	],
	[
		"due_date",
		"date",
		"due date, pay due date, invoice due date, pay until, due, pay due, due until, date due pay, pay until date, amount due date, due on, pay date limit ~ until, pay due until",
	],
	["check_in_date", "date", "arrival, arrival date, check in, check in date, from arrival"],
	["check_out_date", "date", "departure, departure date, check out, check out date"],
	["delivery_date", "date", "shipping date, service date, date service shipping ~ shipping"],
	["order_date", "date", "order date, purchase date, po date, purchase order date"],
	["payment_date", "date", "pay date, salary date, date paid, pay salary date, pay on ~ salary pay, transaction date"],
	[
		"total",
		"money",
		"grand total, total amount, total due, pay to, please pay, amount due, total pay, amount pay, total amount due, balance due, pay amount, total gross, gross amount, gross total, invoice total, invoice amount, total invoice amount, bill amount, total incl tax, total tax incl, amount due pay, total due pay, gross invoice amount, gross invoice, gross invoice total, total amount pay, total pay due, balance, total amount gross, gross total amount, grand total incl tax, total incl, amount incl, net pay amount, grand amount, grand total amount, pay total, pay, total bill amount, balance due amount, total amount incl tax, bill total, receipt total, total value, total invoice value ~ total, gross, amount, due, sum",
	],
	[
		"amount_due",
		"money",
		"amount due, balance due, balance, total due, due, please pay, amount due pay, total amount due, due total pay, pay balance, amount outstanding, outstanding, to pay, pay amount ~ grand total, total, total amount, invoice total, invoice amount, gross total, bill amount",
	],
	[
		"net_amount",
		"money",
		"subtotal, sub total, net amount, net total, total net, total taxable, taxable amount, amount taxable, net, total amount taxable, total net amount, net subtotal, taxable total, total tax taxable, subtotal taxable tax, sub amount, subtotal net, taxable, basic taxable, item total, total item, taxable tax, net total amount, total taxable tax, amount taxable tax, net invoice amount ~ total amount taxable tax",
	],
	[
		"tax_amount",
		"money",
		"tax, tax amount, total tax, tax total, sale tax, salestax, gst amount, igst, tax total amount, percent tax, tax percent, tax rate, cgst sgst, amount tax, total tax amount, tax incl ~ tax pay, incl tax",
	],
	[
		"tax_rate",
		"percent",
		"tax rate, tax percent, rate tax, percent tax ~ tax, igst, rate, sale tax, tax amount, salestax, total tax, amount tax",
	],
	["cgst", "money", "cgst, cgst amount"],
	["sgst", "money", "sgst, sgst amount"],
	["igst", "money", "igst, igst amount"],
	["discount", "money", "discount, discount amount, discount total, total discount"],
	["shipping_cost", "money", "shipping, shipping price, shipping amount, shipping total, freight"],
	["deposit", "money", "deposit, amount deposit, already paid, advance pay"],
	["tip", "money", "tip, tip amount"],
	["cash", "money", "cash, cash amount, tendered, tendered cash, amount tendered ~ given, received, cash pay"],
	["change", "money", "change, change due, change amount, back"],
	["currency", "currency", "currency, invoice currency, currency num"],
	[
		"vendor_name",
		"name",
		"vendor, vendor name, company, company name, vendor company, store, store name, from, invoice from, sold by, bill from, vendor name company ~ name company",
	],
	["house_name", "name", "hotel, hotel name, name hotel, name school, name store"],
	[
		"vendor_address",
		"address",
		"vendor address, company address, store address, vendor, vendor name company ~ from, sold by",
	],
	[
		"vendor_tax_id",
		"taxid",
		"tax num, tax reg num, uid num, tax uid num, gstin, tax registration num, tax num reg, company tax num, vendor tax num, vendor gstin, gstin num, tax ident num, tax ust num, ein, uid, siret, nif, cif, abn, trn ~ pan, tin, registration num",
	],
	[
		"customer_name",
		"name",
		"customer, customer name, billto, bill to, billed to, billto to, invoice to, sold to, sale to, customer company, to, bill to customer, customer invoice, invoice address, bill address, client, customer company name ~ name",
	],
	[
		"customer_address",
		"address",
		"customer address, bill address, billto address, invoice address, bill to address, address, bill to, billto to, customer, invoice to, sale to, billto, customer invoice ~ to",
	],
	[
		"shipping_address",
		"address",
		"shipping address, ship to, shipping to, shipto, shipped to, deliver to, shipping to address, ship to address",
	],
	[
		"customer_tax_id",
		"taxid",
		"customer tax num, customer gstin, customer tax registration num, bill gstin, customer gstin num",
	],
	["iban", "iban", "iban, iban num, bank iban, konto iban ~ konto num, bank konto, bank details, konto"],
	["bic", "bic", "bic, bic num, bank bic, bic bank"],
	["ifsc", "ifsc", "ifsc, ifsc num, bank ifsc, bank ifsc num"],
	["bank_name", "name", "bank, bank name"],
	["bank_account", "id", "bank konto num, konto num, konto, bank konto ~ iban"],
	["email", "email", "email, email address, customer email, contact email"],
	["phone", "phone", "phone, phone num, contact num, contact phone, phone contact num, customer phone, phone mobile"],
	["website", "url", "website"],
	["payment_terms", "text", "pay terms, terms, terms pay, method pay terms, pay until days, pay due terms"],
	[
		"payment_method",
		"text",
		"pay method, method pay, paid by, paid with, pay, pay card, pay type, pay mode, mode pay, pay method num ~ method",
	],
	[
		"employee_name",
		"name",
		"employee name, employee, name employee, worker name, staff name, first last name, first last, name staff ~ name, mr, ms, herr, frau",
	],
	["employee_id", "id", "employee num, staff num, personnel num, emp num"],
	["employer_name", "name", "employer, employer name, company, company name, employer company ~ vendor, vendor name"],
	["department", "name", "department, department name ~ cost center, kostenstelle"],
	[
		"job_title",
		"name",
		"designationjob, job title, position, employee position, designationjob employee, job, position job ~ description",
	],
	[
		"pay_period",
		"text",
		"pay period, period, salary period, salary month, pay month, salary year month, payslip month, payslip period, month, period month, month year ~ pay salary month, date period, month salary payslip",
	],
	[
		"gross_pay",
		"money",
		"gross pay, gross salary, gross earnings, total earnings, gross, total gross, gross total, salary gross, total gross pay, gross amount, total gross salary, gross monthly salary, total pay earnings, amount earnings, total gross earnings ~ earnings, total salary",
	],
	[
		"net_pay",
		"money",
		"net pay, net salary, take home, net, net amount, net salary pay, pay amount, net total, total net, total net pay, net earnings, net pay amount, pay out, auszahlung, auszahlungsbetrag, auszahlung amount, net pay salary, net monthly salary, net salary amount, net due, salary pay, pay salary, home take pay, in hand, salary net ~ pay, total pay, amount pay",
	],
	[
		"total_deductions",
		"money",
		"total deduction, deduction total, total amount deduction, deduction amount, sum deduction, gross deduction, deduction",
	],
	[
		"basic_salary",
		"money",
		"basic salary, basic, basic pay, salary, salary basic, month salary, monthly salary, basic amount, basic salary pay ~ pay basic",
	],
	[
		"income_tax",
		"money",
		"income, income tax, tax income, tds, paye, paye tax, withholding tax, federal tax, federal income tax, lohnsteuer, salary tax, tax deduction ~ tax",
	],
	["hours_worked", "number", "hours, hours worked, worked hours, total hours, work hours"],
	["days_worked", "number", "days worked, worked days, paid days, pay days, working days, days paid, work days, days"],
	["birth_date", "date", "birth date, birth, date birth ~ geb"],
	[
		"join_date",
		"date",
		"joining date, joining, employee joining date, date joining, employment date, employment begin, begin date employee ~ begin date, begin",
	],
	["tax_class", "id", "tax class, tax class num"],
	["first_name", "name", "first name, first"],
	["last_name", "name", "last name, last ~ name"],
	[
		"full_name",
		"name",
		"full name, name, applicant name, name applicant, applicant, member name, first last name, first last ~ customer name, customer",
	],
	[
		"address",
		"address",
		"address, home address, street address, postal address, residential address, permanent address ~ customer address, street",
	],
	["city", "name", "city, place, location, home city"],
	["street", "text", "street, street address, street num, house num street, house street, address line ~ address"],
	["postal_code", "id", "zip, zip num, zip code"],
	["country", "name", "country, nationality country ~ nationality"],
	["nationality", "name", "nationality, citizenship"],
	["quantity", "number", "qty, num unit, num item, pieces, unit ~ hours, days, num"],
	[
		"unit_price",
		"money",
		"unit price, price, rate, price unit, net price, unit rate, unit net price, price per unit, item price, per unit, unit amount, unit net ~ unit, amount unit",
	],
	[
		"line_amount",
		"money",
		"amount, total, total price, line total, total amount, net amount, position amount, position total, amount line, total net, gross amount, price total, total line, value, net total, line amount, ext price, amount total, item total, sum, extended, subtotal, total taxable, amount taxable, this period, current, current amount, current period, this month ~ price, net, gross, taxable amount",
	],
	[
		"description",
		"text",
		"description, item, service, item description, description item, service description, item name, description service, item service, work, task, particulars, name, component, earnings, head, text, activity, description work, item service description, name item, goods, service item, description goods, type ~ name, deduction, position description",
	],
	["item_number", "id", "item num, sku, product num, num item, part num, hsn, item ref ~ num"],
	["hsn_code", "id", "hsn, hsn num"],
	["position_number", "id", "position, position num, num, s num, line, line num, no ~ item num"],
	["application_number", "id", "application num, application ref, form num, case num ~ ref num, ref, num"],
	["meter_number", "id", "meter num, meter serial num, serial num, meter, num meter"],
	["policy_number", "id", "policy num, insurance num, insurance policy num, policy"],
	["member_number", "id", "member num, membership num, membership"],
	["contract_number", "id", "contract num, contract, contract ref"],
	["valid_until", "date", "valid until, valid, valid date, valid until date, date valid, valid to"],
	["cashier", "name", "cashier, cashier name, served by, operator"],
	["notes", "text", "notes"],
	["signature_date", "date", "signature date, date signature, signed date, signed on ~ date"],
];

function parts(list: string | undefined): string[] {
	return (list ?? "").split(",").flatMap((label) => (label.trim() === "" ? [] : [label.trim()]));
}

export const CONCEPTS: readonly Concept[] = LINES.map(([name, kind, labels]) => {
	const [strong, weak] = labels.split("~");
	return { name, kind, labels: parts(strong), weak: parts(weak) };
});
