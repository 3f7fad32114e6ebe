import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, type Foreign, field, indian, iso, money, row, slashed, table, total } from "./kit.ts";

const LONG = "January February March April May June July August September October November December".split(" ");

/** An Indian payslip: pairs in two columns parted by colons, earnings and deductions in one table, the sum in words, too. */
export const indianSlip: Foreign = {
	name: "payslip-in",
	async draw(random) {
		const sheet = await Sheet.create();
		const [month, year] = [random.int(1, 12), random.int(2020, 2025)];
		const earned: [string, number][] = [
			["Basic", random.int(18000, 60000)],
			["HRA", random.int(7000, 24000)],
			["Conveyance", 1600],
			["Special Allowance", random.int(2000, 15000)],
		];
		const less: [string, number][] = [
			["Provident Fund", 1800],
			["Professional Tax", 200],
			["TDS", random.int(500, 9000)],
		];
		const [gross, off] = [total(earned.map(([, amount]) => amount)), total(less.map(([, amount]) => amount))];
		const person = random.pick(PEOPLE.in);
		const [code, pan, account] = [
			`EMP${random.digits(4)}`,
			`${random.letters(5)}${random.digits(4)}${random.letters(1)}`,
			random.digits(12),
		];
		const joined = anyDay(random, 2010, 2019);
		sheet.text("ORBITAL SOFTWARE SOLUTIONS PRIVATE LIMITED", 297, 50, { bold: true, size: 13, align: "center" });
		sheet.text("Tower B, Cyber Park, Hyderabad - 500081", 297, 64, { size: 8.5, align: "center" });
		sheet.text(`Payslip for the month of ${LONG[month - 1]} ${year}`, 297, 84, { bold: true, align: "center" });
		const left: [string, string][] = [
			["Employee Name", person],
			["Employee Code", code],
			["Designation", "Test Engineer"],
			["Date of Joining", slashed(joined)],
		];
		const right: [string, string][] = [
			["PAN", pan],
			["Bank A/c No.", account],
			["Days Paid", "30"],
			["LOP Days", "0"],
		];
		for (const [x, rows] of [
			[50, left],
			[320, right],
		] as const) {
			rows.forEach(([label, value], at) => {
				sheet.text(label, x, 115 + at * 15, { size: 9 });
				sheet.text(`:  ${value}`, x + 95, 115 + at * 15, { size: 9 });
			});
		}
		const xs = [54, -290, 304, -540];
		sheet.box(48, 190, 546, 206, true);
		row(sheet, ["Earnings", "Amount (Rs.)", "Deductions", "Amount (Rs.)"], xs, 201, { bold: true });
		earned.forEach(([name, amount], at) => {
			const [other, minus] = less[at] ?? ["", undefined];
			row(sheet, [name, indian(amount), other, minus === undefined ? "" : indian(minus)], xs, 220 + at * 15);
		});
		sheet.line(48, 274, 546, 274);
		row(sheet, ["Total Earnings", indian(gross), "Total Deductions", indian(off)], xs, 286, { bold: true });
		sheet.text(`Net Pay : Rs. ${indian(gross - off)}`, 54, 318, { bold: true, size: 11 });
		sheet.text("(Rupees in words as per bank advice only)", 54, 332, { size: 8 });
		sheet.text("This is a computer generated payslip and needs no signature.", 297, 380, { size: 8, align: "center" });
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("company_name"),
				field("employee_name"),
				field("employee_code"),
				field("designation"),
				field("date_of_joining", "date"),
				field("pan"),
				field("bank_account_number"),
				field("paid_days", "number"),
				field("month", "string", { description: "Pay period" }),
				field("basic", "currency"),
				field("hra", "currency"),
				field("provident_fund", "currency"),
				field("tds", "currency"),
				field("gross_earnings", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("overtime", "currency"),
				table("earnings", { component: "string", amount: "currency" }),
			],
			truth: {
				...{ company_name: "ORBITAL SOFTWARE SOLUTIONS PRIVATE LIMITED", employee_name: person, employee_code: code },
				...{
					designation: "Test Engineer",
					date_of_joining: iso(joined),
					pan,
					bank_account_number: account,
					paid_days: 30,
				},
				...{ month: `${LONG[month - 1]} ${year}`, basic: inr(earned[0]?.[1] ?? 0), hra: inr(earned[1]?.[1] ?? 0) },
				...{ provident_fund: inr(1800), tds: inr(less[2]?.[1] ?? 0), gross_earnings: inr(gross) },
				...{ total_deductions: inr(off), net_pay: inr(gross - off), overtime: null },
				earnings: earned.map(([component, amount]) => ({ component, amount: { amount, currency: "INR" } })),
			},
		};
	},
};
