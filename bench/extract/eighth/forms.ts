/** An application form with boxes, and an invoice in Hindi. */
import type { Field } from "../../../src/extraction/fields.ts";
import type { Random } from "../../dedup/random.ts";
import { Sheet } from "../sheet.ts";
import { anyDay, BRITONS, type Drawn, HINDI_NAMES, indian, type Layout, money, two } from "../sixth/facts.ts";
import { columns } from "./invoices.ts";

async function application(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [name, born, today] = [random.pick(BRITONS), anyDay(random).plus(-365 * 30), anyDay(random)];
	const isMember = random.chance(0.5);
	const wantsMail = random.chance(0.5);
	const email = `${name.toLowerCase().replace(" ", ".")}@example.org`;
	const [phone, code] = [`+44 20 7946 0${random.digits(3)}`, `M-${random.digits(5)}`];
	const address = `${random.int(1, 180)} Mill Lane, Leeds LS1 4AB`;
	const position = random.pick(["Software Engineer", "Office Manager", "Volunteer Coordinator"]);
	const gender = random.pick(["Male", "Female", "Other"]);
	sheet.text(random.pick(["APPLICATION FORM", "Membership Application"]), 297, 60, {
		size: 17,
		bold: true,
		align: "center",
	});
	sheet.text("Please complete all fields in block letters.", 297, 78, { size: 8.5, align: "center" });
	const look = random.pick(["boxed", "under", "plain"] as const);
	let y = 110;
	const pair = (label: string, value: string): void => {
		if (look === "under") {
			sheet.text(label, 50, y, { size: 8 });
			sheet.box(50, y + 4, 545, y + 22);
			sheet.text(value, 56, y + 17, { size: 10 });
			y += 38;
		} else {
			sheet.text(`${label}:`, 50, y, { bold: true });
			if (look === "boxed") sheet.box(180, y - 13, 545, y + 6);
			sheet.text(value, 186, y);
			y += 28;
		}
	};
	pair("Full Name", name);
	pair("Date of Birth", born.slashed);
	pair("Address", address);
	pair(random.pick(["Email", "E-mail Address"]), email);
	pair(random.pick(["Phone", "Phone Number", "Telephone"]), phone);
	pair("Position Applied For", position);
	const hasCode = isMember;
	if (hasCode) pair("Membership Number", code);
	y += 8;
	const isVector = random.chance(0.5);
	const box = (x: number, isTicked: boolean): void => {
		sheet.box(x, y - 8, x + 9, y + 1);
		if (!isTicked) return;
		if (isVector) {
			sheet.line(x + 1, y - 7, x + 8, y, 1);
			sheet.line(x + 8, y - 7, x + 1, y, 1);
		} else sheet.text("X", x + 1.5, y - 0.5, { size: 9 });
	};
	const choice = (label: string, options: readonly string[], chosen: string): void => {
		sheet.text(label, 50, y, { bold: true });
		let x = 250;
		for (const option of options) {
			box(x, option === chosen);
			sheet.text(option, x + 14, y);
			x += 80;
		}
		y += 24;
	};
	choice("Gender:", ["Male", "Female", "Other"], gender);
	choice("Are you already a member?", ["Yes", "No"], isMember ? "Yes" : "No");
	box(50, wantsMail);
	sheet.text("I would like to receive the newsletter", 66, y);
	y += 50;
	sheet.line(50, y, 220, y);
	sheet.text("Signature", 50, y + 12, { size: 8 });
	sheet.text(`Date: ${today.slashed}`, 350, y);
	const fields: Field[] = [
		{ name: "full_name", type: "string" },
		{ name: "date_of_birth", type: "date" },
		{ name: "address", type: "string" },
		{ name: "email", type: "string" },
		{ name: "phone", type: "string" },
		{ name: "position", type: "string", description: "The position applied for" },
		{ name: "gender", type: "string", enum: ["Male", "Female", "Other"] },
		{ name: "is_member", type: "boolean", description: "Whether the applicant is already a member" },
		{ name: "newsletter", type: "boolean" },
		{ name: "membership_number", type: "string" },
		{ name: "application_date", type: "date" },
		{ name: "passport_number", type: "string" },
		{ name: "nationality", type: "string" },
		{ name: "iban", type: "string" },
	];
	const truth = {
		full_name: name,
		date_of_birth: born.iso,
		address,
		email,
		phone,
		position,
		gender,
		is_member: isMember,
		newsletter: wantsMail,
		membership_number: hasCode ? code : null,
		application_date: today.iso,
		passport_number: null,
		nationality: null,
		iban: null,
	};
	return { sheet, fields, truth };
}

const SAMAN = ["चावल 25 किलो", "गेहूं का आटा", "सरसों का तेल", "चीनी", "मसूर दाल", "चाय पत्ती"];
const MAHINE = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(" ");

async function bijak(random: Random): Promise<Drawn> {
	const sheet = await Sheet.create();
	const [buyer, day] = [random.pick(HINDI_NAMES), anyDay(random)];
	const vendor = random.pick(["शर्मा ट्रेडर्स", "भारत किराना स्टोर", "गंगा एंटरप्राइजेज"]);
	const own = random.chance(0.4);
	const digits = (text: string): string =>
		own ? text.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit))) : text;
	const number = `INV-${random.digits(4)}`;
	const [phone, due] = [`98${random.digits(8)}`, day.plus(15)];
	const written = random.chance(0.5)
		? (each: typeof day): string => digits(`${each.day} ${MAHINE[each.month - 1]} ${each.year}`)
		: (each: typeof day): string => digits(`${two(each.day)}/${two(each.month)}/${each.year}`);
	const rows = random.sample(SAMAN, random.int(2, 5)).map((description) => {
		const [quantity, price] = [random.int(1, 90), random.int(4_000, 300_000)];
		return { description, quantity, price, sum: quantity * price };
	});
	const subtotal = rows.reduce((total, each) => total + each.sum, 0);
	const rate = random.pick([5, 12, 18]);
	const tax = Math.round((subtotal * rate) / 100);
	const sum = (cents: number): string => `₹${digits(indian(cents))}`;
	sheet.text(vendor, 50, 60, { size: 17, bold: true });
	sheet.text("मुख्य बाजार, जयपुर, राजस्थान", 50, 78);
	sheet.text("चालान", 545, 60, { size: 17, align: "right" });
	const info: [string, string][] = [
		[random.pick(["चालान संख्या", "बिल संख्या"]), number],
		[random.pick(["दिनांक", "तारीख"]), written(day)],
		["नियत तिथि", written(due)],
		["ग्राहक का नाम", buyer],
		["पता", "12, गांधी नगर, जयपुर"],
		[random.pick(["फोन", "मोबाइल नंबर"]), digits(phone)],
	];
	for (const [at, [label, value]] of info.entries()) {
		sheet.text(`${label}:`, 50, 110 + at * 17);
		sheet.text(value, 160, 110 + at * 17);
	}
	let y = 235;
	const cells = (texts: readonly string[]): void => {
		for (const [at, text] of texts.entries())
			sheet.text(text, [50, 320, 430, 545][at] ?? 0, y, { align: at === 0 ? "left" : "right" });
		y += 18;
	};
	cells(["विवरण", "मात्रा", "दर", "राशि"]);
	sheet.line(50, y - 12, 545, y - 12);
	for (const row of rows) cells([row.description, digits(String(row.quantity)), sum(row.price), sum(row.sum)]);
	sheet.line(50, y - 12, 545, y - 12);
	for (const [label, cents] of [
		[random.pick(["उप-योग", "उप योग"]), subtotal],
		[`जीएसटी (${digits(String(rate))}%)`, tax],
		[random.pick(["कुल राशि", "कुल योग"]), subtotal + tax],
	] as const) {
		sheet.text(label, 340, y + 6);
		sheet.text(sum(cents), 545, y + 6, { align: "right" });
		y += 18;
	}
	sheet.text("धन्यवाद!", 50, y + 30);
	const fields: Field[] = [
		{ name: "invoice_number", type: "string" },
		{ name: "invoice_date", type: "date" },
		{ name: "due_date", type: "date" },
		{ name: "vendor_name", type: "string" },
		{ name: "customer_name", type: "string" },
		{ name: "address", type: "string", description: "Customer address" },
		{ name: "phone", type: "string" },
		{ name: "subtotal", type: "currency" },
		{ name: "tax_rate", type: "number" },
		{ name: "tax_amount", type: "currency" },
		{ name: "total_amount", type: "currency" },
		{ name: "gstin", type: "string" },
		{ name: "email", type: "string" },
		{ name: "date_of_birth", type: "date" },
		{
			name: "line_items",
			type: "table",
			items: columns({ description: "string", quantity: "number", unit_price: "currency", amount: "currency" }),
		},
	];
	const truth = {
		invoice_number: number,
		invoice_date: day.iso,
		due_date: due.iso,
		vendor_name: vendor,
		customer_name: buyer,
		address: "12, गांधी नगर, जयपुर",
		phone: digits(phone),
		subtotal: money(subtotal, "INR"),
		tax_rate: rate,
		tax_amount: money(tax, "INR"),
		total_amount: money(subtotal + tax, "INR"),
		gstin: null,
		email: null,
		date_of_birth: null,
		line_items: rows.map((row) => ({
			description: row.description,
			quantity: row.quantity,
			unit_price: money(row.price, "INR"),
			amount: money(row.sum, "INR"),
		})),
	};
	return { sheet, fields, truth };
}

export const EIGHTH_FORMS: readonly Layout[] = [
	{ name: "eighth-application", draw: application },
	{ name: "eighth-invoice-hi", draw: bijak },
];
