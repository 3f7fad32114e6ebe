import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, cents, english, type Foreign, field, iso, lines, money, row, slashed, table, total } from "./kit.ts";

/** A British payslip: payments and deductions side by side, the sums in a band of heads over values, the year's in another. */
export const british: Foreign = {
	name: "payslip-gb",
	async draw(random) {
		const sheet = await Sheet.create(595, 420);
		const day = anyDay(random, 2020, 2025);
		const [hours, rate] = [random.int(120, 170), random.int(1100, 3200) / 100];
		const payments: [string, number][] = [
			["Basic pay", cents(hours * rate)],
			["Overtime x1.5", random.int(5000, 30000) / 100],
			["Shift premium", random.int(2000, 9000) / 100],
		].slice(0, random.int(1, 3)) as [string, number][];
		const gross = total(payments.map(([, amount]) => amount));
		const less: [string, number][] = [
			["PAYE tax", cents(gross * 0.13)],
			["National Insurance", cents(gross * 0.071)],
			["Pension", cents(gross * 0.05)],
		];
		const off = total(less.map(([, amount]) => amount));
		const net = cents(gross - off);
		const person = random.pick(PEOPLE.gb);
		const ni = `QQ ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} C`;
		const number = random.digits(4);
		const heads: [string, string][] = [
			["Employee no.", number],
			["Employee", person],
			["Process date", slashed(day)],
			["NI number", ni],
			["Tax code", "1257L"],
		];
		const edges = [30, 105, 240, 330, 450, 565];
		heads.forEach(([label, value], at) => {
			sheet.box(edges[at] ?? 0, 30, edges[at + 1] ?? 0, 45, true);
			sheet.text(label, (edges[at] ?? 0) + 4, 41, { size: 8, bold: true });
			sheet.box(edges[at] ?? 0, 45, edges[at + 1] ?? 0, 62);
			sheet.text(value, (edges[at] ?? 0) + 4, 57, { size: 9 });
		});
		sheet.box(30, 80, 300, 95, true);
		row(sheet, ["Payments", "Units", "Rate", "Amount"], [34, -160, -220, -296], 91, { bold: true, size: 8 });
		payments.forEach(([name, amount], at) => {
			row(
				sheet,
				[name, at === 0 ? hours.toFixed(2) : "", at === 0 ? rate.toFixed(4) : "", english(amount)],
				[34, -160, -220, -296],
				110 + at * 13,
			);
		});
		sheet.box(310, 80, 565, 95, true);
		row(sheet, ["Deductions", "Amount"], [314, -561], 91, { bold: true, size: 8 });
		less.forEach(([name, amount], at) => {
			row(sheet, [name, english(amount)], [314, -561], 110 + at * 13);
		});
		const k = random.int(2, 11);
		lines(sheet, [person, "8 Cobbler's Row", "Kendal", "LA9 4QT"], 40, 230, 12, 9);
		const years: [string, number][] = [
			["Total gross pay TD", gross * k],
			["Tax paid TD", (less[0]?.[1] ?? 0) * k],
		];
		years.forEach(([label, amount], at) => {
			sheet.text(label, 330, 230 + at * 14, { size: 8.5 });
			sheet.text(english(amount), 561, 230 + at * 14, { size: 8.5, align: "right" });
		});
		const band: [string, string][] = [
			["Company", "Lakeland Joinery Ltd"],
			["Total payments", english(gross)],
			["Total deductions", english(off)],
			["Net pay", `£${english(net)}`],
		];
		band.forEach(([label, value], at) => {
			const x = 30 + at * 134;
			sheet.box(x, 330, x + 134, 345, true);
			sheet.text(label, x + 4, 341, { size: 8, bold: true });
			sheet.box(x, 345, x + 134, 364);
			sheet.text(value, x + 4, 358, { size: 9.5 });
		});
		const gbp = (amount: number) => money(amount, "GBP");
		return {
			sheet,
			fields: [
				field("employer"),
				field("employee"),
				field("employee_number"),
				field("pay_date", "date", { aliases: ["process date"] }),
				field("ni_number", "string", { description: "National insurance number" }),
				field("tax_code"),
				field("gross_pay", "currency", { aliases: ["total payments"] }),
				field("income_tax", "currency", { aliases: ["PAYE tax"] }),
				field("pension", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("iban"),
				table("deductions", { description: "string", amount: "currency" }),
			],
			truth: {
				...{
					employer: "Lakeland Joinery Ltd",
					employee: person,
					employee_number: number,
					pay_date: iso(day),
					ni_number: ni,
				},
				...{
					tax_code: "1257L",
					gross_pay: gbp(gross),
					income_tax: gbp(less[0]?.[1] ?? 0),
					pension: gbp(less[2]?.[1] ?? 0),
				},
				...{ total_deductions: gbp(off), net_pay: gbp(net), iban: null },
				deductions: less.map(([description, amount]) => ({ description, amount: { amount, currency: "GBP" } })),
			},
		};
	},
};
