/** First set of foreign layouts: bills, receipts, orders. */
import { Sheet } from "../sheet.ts";
import {
	american,
	anyDay,
	cents,
	daysLater,
	dotted,
	english,
	type Foreign,
	field,
	french,
	german,
	indian,
	iso,
	lines,
	money,
	named,
	pairs,
	row,
	slashed,
	spelled,
	table,
	total,
	two,
} from "./kit.ts";

/** A letter of a power supplier: what is to be paid in a box, readings of the meter in a table, the address in the window. */
const electricityBill: Foreign = {
	name: "electricity-bill-gb",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const [from, due] = [daysLater(day, -92), daysLater(day, 16)];
		const [before, units] = [random.int(10_000, 60_000), random.int(200, 1900)];
		const [previous, paid] = [random.int(2000, 30000) / 100, random.int(2000, 30000) / 100];
		const charges = cents(units * 0.2842 + 42.13);
		const vat = cents(charges * 0.05);
		const due2 = cents(previous - paid + charges + vat);
		const account = `8500 ${random.digits(4)} ${random.digits(4)}`;
		const customer = random.pick(["Mrs Eleanor Whitcombe", "Mr D J Abernathy", "Ms Tamsin Rowe"]);
		sheet.text("brightgrid", 50, 64, { size: 26, bold: true });
		sheet.text("energy", 186, 64, { size: 26 });
		lines(sheet, [customer, "Flat 3, 27 Queen's Parade", "Cheltenham", "GL50 2NP"], 60, 130, 13, 10);
		lines(sheet, ["Questions about your bill?", "Call us on 0330 555 0142", "brightgrid.example/help"], 390, 60, 12, 8);
		pairs(
			sheet,
			[
				["Your account number", account],
				["Bill date", spelled(day)],
				["Bill reference", `BG${random.digits(7)}`],
			],
			{
				...{ x: 350, at: 545, y: 130, right: true },
			},
		);
		sheet.text("Your electricity bill", 50, 220, { size: 17, bold: true });
		sheet.text(`For the period ${named(from)} to ${named(daysLater(day, -1))}`, 50, 238);
		sheet.box(50, 255, 300, 360);
		pairs(
			sheet,
			[
				["Balance on your last bill", `£${english(previous)}`],
				["Payments we've received - thank you", `-£${english(paid)}`],
				["Your new charges", `£${english(charges)}`],
				["VAT @ 5.00%", `£${english(vat)}`],
			],
			{ x: 60, at: 290, y: 275, step: 18, right: true },
		);
		sheet.text("Please pay", 60, 352, { bold: true, size: 11 });
		sheet.text(`£${english(due2)}`, 290, 352, { bold: true, size: 11, align: "right" });
		sheet.text(`by ${spelled(due)}`, 330, 352, { size: 11 });
		sheet.text("Your meter readings", 50, 410, { bold: true, size: 12 });
		const xs = [50, 180, 280, 380, -545];
		row(sheet, ["Meter number", "Last reading", "This reading", "Units used (kWh)", "Cost"], xs, 430, { bold: true });
		const energy = cents(units * 0.2842);
		row(
			sheet,
			[`S${random.digits(8)}`, `${before} E`, `${before + units} C`, String(units), `£${english(energy)}`],
			xs,
			446,
		);
		sheet.text("E = estimated by us   C = read by you", 50, 470, { size: 7 });
		sheet.text("Standing charge 92 days at 45.79p per day", 50, 490);
		sheet.text("£42.13", 545, 490, { align: "right" });
		return {
			sheet,
			fields: [
				field("accountNumber", "string", { description: "Customer account number", required: true }),
				field("billDate", "date"),
				field("amountDue", "currency", { description: "Amount to pay", aliases: ["Please pay"] }),
				field("dueDate", "date"),
				field("previousBalance", "currency", { aliases: ["Balance on your last bill"] }),
				field("newCharges", "currency"),
				field("vat", "currency"),
				field("customerName"),
				field("unitsUsed", "number"),
				field("iban"),
			],
			truth: {
				accountNumber: account,
				billDate: iso(day),
				amountDue: money(due2, "GBP"),
				dueDate: iso(due),
				previousBalance: money(previous, "GBP"),
				newCharges: money(charges, "GBP"),
				vat: money(vat, "GBP"),
				customerName: customer,
				unitsUsed: units,
				iban: null,
			},
		};
	},
};

/** A French invoice: rates and prices without tax per line, tax summed by rate, two totals. */
const facture: Foreign = {
	name: "facture-fr",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const due = daysLater(day, 30);
		const goods = [
			"Pose de parquet chêne",
			"Peinture acrylique mate 10 L",
			"Main d'œuvre (heures)",
			"Déplacement",
			"Plinthe MDF 2,40 m",
		];
		const items = random.sample(goods, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 30), random.int(350, 24000) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const ht = total(items.map(({ amount }) => amount));
		const tva = cents(ht * 0.2);
		const number = `FA-${day.year}-${random.digits(4)}`;
		const client = random.pick(["Mme Sylvie Garnier", "SCI Les Tilleuls", "M. Bruno Lefèvre"]);
		const siret = `${random.digits(3)} ${random.digits(3)} ${random.digits(3)} 00012`;
		const tvaId = `FR${random.digits(11)}`;
		sheet.text("Atelier Bertrand SARL", 45, 60, { size: 14, bold: true });
		lines(sheet, ["12 bis, rue des Écoles", "69003 Lyon", "Tél. : 04 78 55 01 22"], 45, 76);
		sheet.text("FACTURE", 400, 60, { size: 22 });
		lines(
			sheet,
			[`Facture n° : ${number}`, `Date d'émission : ${slashed(day)}`, `Date d'échéance : ${slashed(due)}`],
			400,
			84,
			13,
		);
		sheet.box(330, 130, 550, 200);
		sheet.text("Client", 338, 143, { size: 7.5 });
		lines(sheet, [client, "8 avenue Jean-Jaurès", "38000 Grenoble"], 338, 160, 13, 10);
		const xs = [50, -330, -400, -450, -545];
		sheet.box(45, 225, 550, 243, true);
		row(sheet, ["Désignation", "Qté", "P.U. HT", "TVA", "Total HT"], xs, 237, { bold: true });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(
				sheet,
				[description, String(quantity), `${french(price)} €`, "20 %", `${french(amount)} €`],
				xs,
				260 + at * 18,
			);
		});
		const y = 280 + items.length * 18;
		pairs(
			sheet,
			[
				["Total HT", `${french(ht)} €`],
				["TVA 20 %", `${french(tva)} €`],
				["Total TTC", `${french(ht + tva)} €`],
				["Acompte versé", "0,00 €"],
			],
			{
				...{ x: 400, at: 545, y, right: true, step: 16 },
			},
		);
		sheet.text("Net à payer", 400, y + 66, { bold: true });
		sheet.text(`${french(ht + tva)} €`, 545, y + 66, { bold: true, align: "right" });
		sheet.text("Règlement par virement à 30 jours. Pas d'escompte pour paiement anticipé.", 45, y + 100, { size: 8 });
		sheet.text(`SIRET ${siret} - N° TVA intracommunautaire : ${tvaId} - Capital 10 000 €`, 297, 810, {
			size: 7.5,
			align: "center",
		});
		return {
			sheet,
			fields: [
				field("numero_facture", "string", { aliases: ["N° facture"] }),
				field("date_facture", "date"),
				field("date_echeance", "date"),
				field("client"),
				field("fournisseur"),
				field("siret"),
				field("numero_tva", "string", { description: "VAT number of the supplier" }),
				field("total_ht", "currency"),
				field("montant_tva", "currency"),
				field("taux_tva", "number"),
				field("total_ttc", "currency"),
				field("numero_commande"),
				table("lignes", { description: "string", quantite: "number", prix_unitaire: "currency", total_ht: "currency" }),
			],
			truth: {
				numero_facture: number,
				date_facture: iso(day),
				date_echeance: iso(due),
				client,
				fournisseur: "Atelier Bertrand SARL",
				siret,
				numero_tva: tvaId,
				total_ht: money(ht, "EUR"),
				montant_tva: money(tva, "EUR"),
				taux_tva: 20,
				total_ttc: money(ht + tva, "EUR"),
				numero_commande: null,
				lignes: items.map(({ description, quantity, price, amount }) => ({
					...{ description, quantite: quantity },
					prix_unitaire: { amount: price, currency: "EUR" },
					total_ht: { amount, currency: "EUR" },
				})),
			},
		};
	},
};

/** A thermal slip of an American grocer: numbers of articles, letters of tax, card below. */
const groceries: Foreign = {
	name: "grocery-slip-us",
	async draw(random) {
		const sheet = await Sheet.create(226, 620, "mono");
		const day = anyDay(random);
		const goods = [
			"GV WHOLE MILK",
			"BANANAS ORG",
			"WHT BREAD 20OZ",
			"CHKN BRST BNLS",
			"ROMA TOMATO",
			"PAPER TOWELS",
			"DISH SOAP LMN",
			"CHED CHEESE SL",
		];
		const items = random
			.sample(goods, random.int(3, 8))
			.map((description) => ({ description, amount: random.int(79, 1899) / 100 }));
		const sub = total(items.map(({ amount }) => amount));
		const tax = cents(sub * 0.0825);
		const due = cents(sub + tax);
		const middle = (text: string, y: number, size = 8): void =>
			void sheet.text(text, 113, y, { size, align: "center" });
		middle("PRAIRIE MARKET", 30, 13);
		middle("Store #0417  (512) 555-0199", 44);
		middle("2200 S Lamar Blvd", 54);
		middle("Austin, TX 78704", 64);
		const number = `${random.digits(4)} ${random.digits(4)} ${random.digits(4)} ${random.digits(4)}`;
		sheet.text(`ST# 0417 OP# 00${random.digits(2)} TE# 07 TR# 0${random.digits(4)}`, 14, 80, { size: 7 });
		let y = 96;
		for (const { description, amount } of items) {
			sheet.text(description, 14, y, { size: 8 });
			sheet.text(`00${random.digits(8)}`, 104, y, { size: 7 });
			sheet.text(`${amount.toFixed(2)} ${random.pick(["F", "X", "T"])}`, 212, y, { size: 8, align: "right" });
			y += 11;
		}
		const sums: [string, string][] = [
			["SUBTOTAL", sub.toFixed(2)],
			["TAX 1  8.250 %", tax.toFixed(2)],
			["TOTAL", due.toFixed(2)],
			["VISA TEND", due.toFixed(2)],
			["CHANGE DUE", "0.00"],
		];
		for (const [label, text] of sums) {
			sheet.text(label, 130, (y += 12), { size: 8, align: "right" });
			sheet.text(text, 204, y, { size: 8, align: "right" });
		}
		sheet.text("ACCOUNT # **** **** **** 4417", 14, (y += 18), { size: 8 });
		sheet.text(`APPROVAL # ${random.digits(6)}`, 14, (y += 10), { size: 8 });
		middle(`# ITEMS SOLD ${items.length}`, (y += 16), 10);
		middle(`TC# ${number}`, (y += 11));
		middle(
			`${american(day).replace(/\d\d(\d\d)$/, "$1")}   ${two(random.int(8, 21))}:${two(random.int(0, 59))}:12`,
			(y += 12),
		);
		middle("THANK YOU FOR SHOPPING WITH US", (y += 14));
		return {
			sheet,
			fields: [
				field("merchant", "string", { description: "Name of the store" }),
				field("purchase_date", "date"),
				field("subtotal", "currency"),
				field("sales_tax", "currency"),
				field("total", "currency", { required: true }),
				field("tip", "currency"),
				field("items_sold", "number"),
				table("items", { name: "string", price: "currency" }),
			],
			truth: {
				merchant: "PRAIRIE MARKET",
				purchase_date: iso(day),
				subtotal: money(sub, null),
				sales_tax: money(tax, null),
				total: money(due, null),
				tip: null,
				items_sold: items.length,
				items: items.map(({ description, amount }) => ({ name: description, price: { amount, currency: null } })),
			},
		};
	},
};

/** A bill of a German inn: counts before dishes, prices between, taxes in a table of their own below the sum. */
const inn: Foreign = {
	name: "restaurant-bill-de",
	async draw(random) {
		const sheet = await Sheet.create(250, 560, "mono");
		const day = anyDay(random);
		const menu = [
			"Wiener Schnitzel",
			"Spezi 0,4l",
			"Kasespatzle",
			"Helles 0,5l",
			"Apfelstrudel",
			"Espresso",
			"Salatteller",
		];
		const items = random.sample(menu, random.int(2, 6)).map((description) => {
			const [quantity, price] = [random.int(1, 4), random.int(25, 240) / 10];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const sum = total(items.map(({ amount }) => amount));
		const net = cents(sum / 1.19);
		const number = random.digits(6);
		const given = Math.ceil(sum / 10) * 10;
		const middle = (text: string, y: number, size = 8): void =>
			void sheet.text(text, 125, y, { size, align: "center" });
		middle("Gasthof zum Goldenen Hirsch", 30, 11);
		middle("Inh. Josef Brandl", 42);
		middle("Marktplatz 7, 83646 Bad Tölz", 52);
		middle("St.-Nr. 141/207/30518", 62);
		sheet.text(`Rechnung ${number}`, 15, 84, { size: 8 });
		sheet.text(`Tisch ${random.int(1, 40)}`, 235, 84, { size: 8, align: "right" });
		sheet.text(`${dotted(day)}  ${two(random.int(11, 22))}:${two(random.int(0, 59))}`, 15, 95, { size: 8 });
		sheet.text("Bedienung: Vroni", 235, 95, { size: 8, align: "right" });
		sheet.line(15, 101, 235, 101);
		let y = 114;
		for (const { description, quantity, price, amount } of items) {
			sheet.text(`${quantity}x ${description}`, 15, y, { size: 8 });
			sheet.text(german(price), 190, y, { size: 8, align: "right" });
			sheet.text(german(amount), 235, y, { size: 8, align: "right" });
			y += 11;
		}
		sheet.line(15, y, 235, y);
		sheet.text("SUMME EUR", 15, (y += 16), { size: 12, bold: true });
		sheet.text(german(sum), 235, y, { size: 12, bold: true, align: "right" });
		sheet.text("Gegeben Bar", 15, (y += 16), { size: 8 });
		sheet.text(german(given), 235, y, { size: 8, align: "right" });
		sheet.text("Zurück", 15, (y += 11), { size: 8 });
		sheet.text(german(given - sum), 235, y, { size: 8, align: "right" });
		const xs = [15, -110, -175, -235];
		row(sheet, ["MwSt", "Netto", "Steuer", "Brutto"], xs, (y += 22), { size: 8 });
		row(sheet, ["19%", german(net), german(cents(sum - net)), german(sum)], xs, (y += 11), { size: 8 });
		middle("Es bediente Sie Vroni. Vielen Dank!", (y += 24));
		return {
			sheet,
			fields: [
				field("rechnungsnummer"),
				field("datum", "date"),
				field("restaurant", "string", { description: "Name of the restaurant", aliases: ["vendor name"] }),
				field("gesamtbetrag", "currency"),
				field("nettobetrag", "currency"),
				field("mehrwertsteuer", "currency"),
				field("gegeben", "currency"),
				field("rueckgeld", "currency"),
				field("bedienung"),
				field("trinkgeld", "currency"),
				table("positionen", { artikel: "string", menge: "number", einzelpreis: "currency", betrag: "currency" }),
			],
			truth: {
				rechnungsnummer: number,
				datum: iso(day),
				restaurant: "Gasthof zum Goldenen Hirsch",
				gesamtbetrag: money(sum, "EUR"),
				nettobetrag: money(net, "EUR"),
				mehrwertsteuer: money(cents(sum - net), "EUR"),
				gegeben: money(given, "EUR"),
				rueckgeld: money(given - sum, "EUR"),
				bedienung: "Vroni",
				trinkgeld: null,
				positionen: items.map(({ description, quantity, price, amount }) => ({
					...{ artikel: description, menge: quantity },
					einzelpreis: { amount: price, currency: "EUR" },
					betrag: { amount, currency: "EUR" },
				})),
			},
		};
	},
};

/** An Indian tax invoice in one ruled grid: labels at the top of their boxes, taxes and the sum as rows of the table. */
const gstInvoice: Foreign = {
	name: "gst-grid-in",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const goods: [string, string][] = [
			["Cotton Bedsheet King", "6302"],
			["Pillow Cover Pair", "6304"],
			["Bath Towel 70x140", "6302"],
			["Door Mat Coir", "5702"],
		];
		const items = random.sample(goods, random.int(1, 4)).map(([description, hsn]) => {
			const [quantity, price] = [random.int(2, 120), random.int(4500, 190000) / 100];
			return { description, hsn, quantity, price, amount: cents(quantity * price) };
		});
		const net = total(items.map(({ amount }) => amount));
		const half = cents(net * 0.06);
		const sum = cents(net + 2 * half);
		const number = `SBT/${random.digits(4)}/24-25`;
		const [seller, buyer] = [
			"Shree Balaji Textiles",
			random.pick(["Home Needs Retail Pvt Ltd", "Meera Furnishings", "Anand & Sons"]),
		];
		const gstin = (): string => `27${random.letters(5)}${random.digits(4)}${random.letters(1)}1Z${random.int(1, 9)}`;
		const [own, theirs] = [gstin(), gstin()];
		sheet.text("Tax Invoice", 297, 40, { bold: true, size: 12, align: "center" });
		sheet.text("(ORIGINAL FOR RECIPIENT)", 550, 40, { size: 7, align: "right" });
		sheet.box(45, 50, 300, 130);
		sheet.text(seller, 50, 63, { bold: true, size: 11 });
		lines(
			sheet,
			[
				"Plot 14, MIDC Phase II",
				"Dombivli East, Thane 421203",
				`GSTIN/UIN: ${own}`,
				"State Name : Maharashtra, Code : 27",
			],
			50,
			76,
			11,
			8.5,
		);
		sheet.box(45, 130, 300, 200);
		sheet.text("Buyer (Bill to)", 50, 140, { size: 7.5 });
		sheet.text(buyer, 50, 153, { bold: true });
		lines(sheet, ["Shop 9, Linking Road", "Khar West, Mumbai 400052", `GSTIN/UIN : ${theirs}`], 50, 165, 11, 8.5);
		const grid: [string, string][] = [
			["Invoice No.", number],
			[
				"Dated",
				named(day)
					.replaceAll(" ", "-")
					.replace(/-\d\d(\d\d)$/, "-$1"),
			],
			["Delivery Note", ""],
			["Mode/Terms of Payment", "30 Days"],
			["Reference No. & Date.", ""],
			["Buyer's Order No.", `PO${random.digits(4)}`],
			["Dispatched through", "VRL Logistics"],
			["Destination", "Mumbai"],
		];
		grid.forEach(([label, value], at) => {
			const [x, y] = [300 + (at % 2) * 125, 50 + Math.floor(at / 2) * 37.5];
			sheet.box(x, y, x + 125, y + 37.5);
			sheet.text(label, x + 4, y + 10, { size: 7.5 });
			sheet.text(value, x + 4, y + 24, { bold: true, size: 8.5 });
		});
		const edges = [45, 65, 270, 325, 395, 450, 480, 550];
		const xs = [48, 70, 274, -390, -445, 455, -545];
		row(sheet, ["Sl", "Description of Goods", "HSN/SAC", "Quantity", "Rate", "per", "Amount"], xs, 212, { size: 8 });
		sheet.line(45, 218, 550, 218);
		let y = 232;
		items.forEach(({ description, hsn, quantity, price, amount }, at) => {
			row(sheet, [String(at + 1), description, hsn, `${quantity} Nos`, indian(price), "Nos", indian(amount)], xs, y, {
				size: 8.5,
			});
			y += 14;
		});
		sheet.text(indian(net), 545, y + 6, { align: "right", size: 8.5 });
		for (const name of ["CGST", "SGST"]) {
			y += 16;
			sheet.text(`Output ${name}`, 265, y + 6, { align: "right", bold: true, size: 8.5 });
			row(sheet, ["", "", "", "", "6", "%", indian(half)], xs, y + 6);
		}
		y += 30;
		for (const x of edges) sheet.line(x, 200, x, y + 18);
		sheet.line(45, y, 550, y);
		row(
			sheet,
			[
				"",
				"Total",
				"",
				`${items.reduce((count, { quantity }) => count + quantity, 0)} Nos`,
				"",
				"",
				`₹ ${indian(sum)}`,
			],
			xs,
			y + 12,
			{ bold: true },
		);
		sheet.box(45, 200, 550, y + 18);
		sheet.text("Amount Chargeable (in words)", 50, y + 32, { size: 7.5 });
		sheet.text("E. & O.E", 545, y + 32, { size: 7.5, align: "right" });
		lines(
			sheet,
			[
				"Company's Bank Details",
				"Bank Name : HDFC Bank",
				`A/c No. : ${random.digits(14)}`,
				"Branch & IFS Code : Dombivli & HDFC0000245",
			],
			300,
			y + 70,
			12,
			8.5,
		);
		return {
			sheet,
			fields: [
				field("invoice_no"),
				field("invoice_date", "date"),
				field("seller_name"),
				field("seller_gstin"),
				field("buyer_name"),
				field("buyer_gstin"),
				field("buyer_order_no"),
				field("taxable_value", "currency"),
				field("cgst", "currency"),
				field("sgst", "currency"),
				field("igst", "currency"),
				field("total", "currency"),
				field("due_date", "date"),
				table("items", {
					description: "string",
					hsn: "string",
					quantity: "number",
					rate: "currency",
					amount: "currency",
				}),
			],
			truth: {
				invoice_no: number,
				invoice_date: iso(day),
				seller_name: seller,
				seller_gstin: own,
				buyer_name: buyer,
				buyer_gstin: theirs,
				buyer_order_no: grid[5]?.[1] ?? null,
				taxable_value: money(net, "INR"),
				cgst: money(half, "INR"),
				sgst: money(half, "INR"),
				igst: null,
				total: money(sum, "INR"),
				due_date: null,
				items: items.map(({ description, hsn, quantity, price, amount }) => ({
					...{ description, hsn, quantity },
					rate: { amount: price, currency: "INR" },
					amount: { amount, currency: "INR" },
				})),
			},
		};
	},
};

/** A purchase order: three addresses side by side, a band of terms, descriptions over two lines, a stamp over it. */
const purchaseOrder: Foreign = {
	name: "purchase-order-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792, "serif");
		const day = anyDay(random);
		const goods: [string, string][] = [
			["Hex cap screw, zinc plated", "1/4-20 x 1 in, box of 100"],
			["Ball bearing 6204-2RS", "sealed, 20 x 47 x 14 mm"],
			["Timing belt HTD 5M", "width 15 mm"],
			["Proximity sensor PNP", "M12, 4 mm range, 2 m cable"],
		];
		const items = random.sample(goods, random.int(2, 4)).map(([first, second]) => {
			const [quantity, price] = [random.int(1, 60), random.int(199, 18900) / 100];
			return {
				description: `${first} ${second}`,
				first,
				second,
				sku: `${random.letters(2)}-${random.digits(5)}`,
				quantity,
				price,
				amount: cents(quantity * price),
			};
		});
		const sub = total(items.map(({ amount }) => amount));
		const [tax, freight] = [cents(sub * 0.07), random.int(15, 90)];
		const number = `45${random.digits(8)}`;
		sheet.text("PURCHASE ORDER", 562, 60, { size: 20, bold: true, align: "right" });
		sheet.text("Cascade Machine Works, Inc.", 50, 56, { size: 13, bold: true });
		lines(sheet, ["1840 Industrial Way", "Tacoma, WA 98421", "Phone: (253) 555-0117"], 50, 72);
		pairs(
			sheet,
			[
				["DATE", american(day)],
				["PO #", number],
			],
			{ x: 420, at: 562, y: 84, right: true, step: 15 },
		);
		const vendors = ["Rainier Industrial Supply LLC", "Puget Fasteners Co."];
		const vendor = random.pick(vendors);
		["VENDOR", "SHIP TO", "BILL TO"].forEach((label, at) => {
			sheet.box(50 + at * 172, 130, 50 + at * 172 + 165, 144, true);
			sheet.text(label, 54 + at * 172, 141, { size: 8.5, bold: true });
		});
		lines(sheet, [vendor, "77 Harbor Ave SW", "Seattle, WA 98126"], 54, 158);
		lines(sheet, ["Cascade Machine Works", "Dock 4, 1844 Industrial Way", "Tacoma, WA 98421"], 226, 158);
		lines(sheet, ["Accounts Payable", "PO Box 11207", "Tacoma, WA 98411"], 398, 158);
		const band = [
			["REQUISITIONER", "M. Okafor"],
			["SHIP VIA", random.pick(["UPS Ground", "FedEx Freight"])],
			["F.O.B.", "Origin"],
			["TERMS", random.pick(["Net 30", "2% 10, Net 30"])],
		];
		band.forEach(([label = "", value = ""], at) => {
			sheet.box(50 + at * 128, 208, 178 + at * 128, 222, true);
			sheet.text(label, 54 + at * 128, 219, { size: 8, bold: true });
			sheet.box(50 + at * 128, 222, 178 + at * 128, 238);
			sheet.text(value, 54 + at * 128, 233, { size: 9 });
		});
		const xs = [54, 130, -400, -480, -558];
		sheet.box(50, 256, 562, 272, true);
		row(sheet, ["ITEM #", "DESCRIPTION", "QTY", "UNIT PRICE", "TOTAL"], xs, 267, { bold: true });
		let y = 286;
		for (const item of items) {
			row(sheet, [item.sku, item.first, String(item.quantity), item.price.toFixed(2), english(item.amount)], xs, y);
			sheet.text(item.second, 130, y + 11, { size: 8.5 });
			y += 28;
		}
		sheet.line(50, y, 562, y);
		pairs(
			sheet,
			[
				["SUBTOTAL", english(sub)],
				["TAX", english(tax)],
				["SHIPPING", english(freight)],
				["OTHER", "-"],
			],
			{ x: 430, at: 558, y: y + 14, right: true },
		);
		sheet.text("TOTAL", 430, y + 74, { bold: true, size: 11 });
		sheet.text(`$${english(sub + tax + freight)}`, 558, y + 74, { bold: true, size: 11, align: "right" });
		sheet.text("Comments or Special Instructions", 54, y + 14, { size: 8, bold: true });
		sheet.text("Deliver between 8 am and 3 pm. Mark all cartons with the order number.", 54, y + 27, { size: 8 });
		sheet.stamp("APPROVED", 330, y + 150);
		sheet.text("Authorized by", 54, 720, { size: 8 });
		sheet.line(120, 721, 300, 721);
		return {
			sheet,
			fields: [
				field("poNumber"),
				field("orderDate", "date"),
				field("vendorName"),
				field("vendorAddress"),
				field("shipToAddress"),
				field("shipVia"),
				field("paymentTerms"),
				field("subtotal", "currency"),
				field("tax", "currency"),
				field("shipping", "currency"),
				field("total", "currency"),
				field("invoiceNumber"),
				table("lineItems", {
					itemNumber: "string",
					description: "string",
					quantity: "number",
					unitPrice: "currency",
					total: "currency",
				}),
			],
			truth: {
				poNumber: number,
				orderDate: iso(day),
				vendorName: vendor,
				vendorAddress: "77 Harbor Ave SW, Seattle, WA 98126",
				shipToAddress: "Dock 4, 1844 Industrial Way, Tacoma, WA 98421",
				shipVia: band[1]?.[1] ?? null,
				paymentTerms: band[3]?.[1] ?? null,
				subtotal: money(sub, "USD"),
				tax: money(tax, "USD"),
				shipping: money(freight, "USD"),
				total: money(sub + tax + freight, "USD"),
				invoiceNumber: null,
				lineItems: items.map(({ sku, description, quantity, price, amount }) => ({
					...{ itemNumber: sku, description, quantity },
					unitPrice: { amount: price, currency: "USD" },
					total: { amount, currency: "USD" },
				})),
			},
		};
	},
};

export const FIRST_BILLS: readonly Foreign[] = [electricityBill, facture, groceries, inn, gstInvoice, purchaseOrder];
