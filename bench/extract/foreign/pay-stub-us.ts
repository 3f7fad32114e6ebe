import { Sheet } from "../sheet.ts";
import {
	american,
	anyDay,
	cents,
	daysLater,
	english,
	type Foreign,
	field,
	iso,
	lines,
	money,
	pairs,
	row,
	table,
	total,
} from "./kit.ts";

/** An American stub: hours, rate, this period and year to date; earnings left, deductions right. */
export const stub: Foreign = {
	name: "pay-stub-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 792);
		const end = anyDay(random, 2021, 2025);
		const check = `00${random.digits(5)}`;
		const [start, paid] = [daysLater(end, -13), daysLater(end, 5)];
		const [hours, rate, extra] = [80, random.int(1800, 5200) / 100, random.int(0, 9)];
		const earned: [string, number, number, number][] = [["Regular", rate, hours, cents(rate * hours)]];
		if (extra > 0) earned.push(["Overtime", cents(rate * 1.5), extra, cents(cents(rate * 1.5) * extra)]);
		const gross = total(earned.map(([, , , amount]) => amount));
		const less: [string, number][] = [
			["Federal Income Tax", cents(gross * 0.11)],
			["Social Security", cents(gross * 0.062)],
			["Medicare", cents(gross * 0.0145)],
			["401(k)", cents(gross * 0.05)],
		];
		const off = total(less.map(([, amount]) => amount));
		const net = cents(gross - off);
		const person = random.pick(["Terrence Okonkwo", "Maria L. Delgado", "Hannah Brightwell"]);
		sheet.text("Lakeshore Medical Supply LLC", 50, 50, { bold: true, size: 12 });
		lines(sheet, ["900 W Erie St", "Chicago, IL 60642"], 50, 64);
		sheet.text("Earnings Statement", 562, 50, { size: 15, align: "right" });
		pairs(
			sheet,
			[
				["Employee", person],
				["Employee ID", `LM${random.digits(4)}`],
				["Department", "Warehouse"],
			],
			{ x: 50, at: 130, y: 110 },
		);
		pairs(
			sheet,
			[
				["Pay period", `${american(start)} - ${american(end)}`],
				["Pay date", american(paid)],
				["Check number", check],
			],
			{ x: 340, at: 562, y: 110, right: true },
		);
		const k = random.int(3, 20);
		sheet.box(50, 170, 345, 186, true);
		row(sheet, ["Earnings", "Rate", "Hours", "This Period", "YTD"], [54, -155, -200, -270, -341], 181, {
			bold: true,
			size: 8,
		});
		earned.forEach(([name, each, count, amount], at) => {
			row(
				sheet,
				[name, each.toFixed(2), count.toFixed(2), english(amount), english(amount * k)],
				[54, -155, -200, -270, -341],
				198 + at * 13,
				{ size: 8 },
			);
		});
		sheet.box(355, 170, 562, 186, true);
		row(sheet, ["Deductions", "This Period", "YTD"], [359, -490, -558], 181, { bold: true, size: 8 });
		less.forEach(([name, amount], at) => {
			row(sheet, [name, english(amount), english(amount * k)], [359, -490, -558], 198 + at * 13, { size: 8 });
		});
		row(
			sheet,
			["Gross Pay", "", "", `$${english(gross)}`, `$${english(gross * k)}`],
			[54, -155, -200, -270, -341],
			262,
			{ bold: true, size: 8 },
		);
		row(sheet, ["Total Deductions", `$${english(off)}`, `$${english(off * k)}`], [359, -490, -558], 262, {
			bold: true,
			size: 8,
		});
		sheet.box(355, 285, 562, 310);
		row(sheet, ["Net Pay", `$${english(net)}`, `$${english(net * k)}`], [359, -490, -558], 301, {
			bold: true,
			size: 9,
		});
		sheet.text("Your federal taxable wages this period are shown on your year-end form.", 50, 340, { size: 7.5 });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("employerName"),
				field("employeeName"),
				field("payDate", "date"),
				field("payPeriodStart", "date"),
				field("payPeriodEnd", "date"),
				field("checkNumber"),
				field("grossPay", "currency"),
				field("federalTax", "currency", { aliases: ["Federal Income Tax"] }),
				field("totalDeductions", "currency"),
				field("netPay", "currency"),
				field("ytdGross", "currency", { aliases: ["Gross Pay YTD", "YTD Gross"] }),
				field("bankAccount"),
				table("earnings", { description: "string", rate: "currency", hours: "number", amount: "currency" }),
			],
			truth: {
				...{ employerName: "Lakeshore Medical Supply LLC", employeeName: person, payDate: iso(paid) },
				...{ payPeriodStart: iso(start), payPeriodEnd: iso(end), checkNumber: check },
				...{ grossPay: usd(gross), federalTax: usd(less[0]?.[1] ?? 0), totalDeductions: usd(off), netPay: usd(net) },
				...{ ytdGross: usd(gross * k), bankAccount: null },
				earnings: earned.map(([description, each, count, amount]) => ({
					...{ description, hours: count },
					rate: { amount: cents(each), currency: "USD" },
					amount: { amount, currency: "USD" },
				})),
			},
		};
	},
};
