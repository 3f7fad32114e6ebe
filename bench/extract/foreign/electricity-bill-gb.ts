import { Sheet } from "../sheet.ts";
import {
	anyDay,
	cents,
	daysLater,
	english,
	type Foreign,
	field,
	iso,
	lines,
	money,
	named,
	pairs,
	row,
	spelled,
} from "./kit.ts";

/** A letter of a power supplier: what is to be paid in a box, readings of the meter in a table, the address in the window. */
export const electricityBill: Foreign = {
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
