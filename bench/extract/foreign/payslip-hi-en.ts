import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { anyDay, type Foreign, field, indian, iso, money, slashed } from "./kit.ts";

/** A payslip in two languages: each label in Hindi and in English, parted by a stroke. */
export const bilingual: Foreign = {
	name: "payslip-hi-en",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random, 2020, 2025);
		const [basic, da, hra] = [random.int(20000, 70000), random.int(4000, 20000), random.int(3000, 12000)];
		const [pf, tax] = [random.int(1800, 6000), random.int(500, 7000)];
		const [gross, off] = [basic + da + hra, pf + tax];
		const person = random.pick(PEOPLE.hi);
		const code = random.digits(6);
		sheet.text("राज्य परिवहन निगम / State Transport Corporation", 297, 50, { size: 13, align: "center" });
		sheet.text("वेतन पर्ची / Pay Slip", 297, 70, { size: 11, align: "center" });
		const facts: [string, string][] = [
			["कर्मचारी का नाम / Employee Name", person],
			["कर्मचारी संख्या / Employee No.", code],
			["पदनाम / Designation", "Conductor"],
			["भुगतान दिनांक / Payment Date", slashed(day)],
		];
		facts.forEach(([label, value], at) => {
			sheet.box(50, 90 + at * 20, 270, 110 + at * 20);
			sheet.box(270, 90 + at * 20, 545, 110 + at * 20);
			sheet.text(label, 56, 104 + at * 20, { size: 9 });
			sheet.text(value, 278, 104 + at * 20, { size: 9.5 });
		});
		const parts: [string, number][] = [
			["मूल वेतन / Basic Pay", basic],
			["महंगाई भत्ता / DA", da],
			["मकान किराया भत्ता / HRA", hra],
			["सकल वेतन / Gross Pay", gross],
			["भविष्य निधि / PF", pf],
			["आयकर / Income Tax", tax],
			["कुल कटौती / Total Deductions", off],
			["शुद्ध वेतन / Net Pay", gross - off],
		];
		parts.forEach(([label, amount], at) => {
			sheet.text(label, 56, 210 + at * 18, { size: 9.5 });
			sheet.text(`₹ ${indian(amount)}`, 540, 210 + at * 18, { size: 9.5, align: "right" });
		});
		const inr = (amount: number) => money(amount, "INR");
		return {
			sheet,
			fields: [
				field("employee_name"),
				field("employee_id"),
				field("designation"),
				field("payment_date", "date"),
				field("basic_pay", "currency"),
				field("gross_pay", "currency"),
				field("income_tax", "currency"),
				field("total_deductions", "currency"),
				field("net_pay", "currency"),
				field("iban"),
				field("bonus", "currency"),
			],
			truth: {
				...{
					employee_name: person,
					employee_id: code,
					designation: "Conductor",
					payment_date: iso(day),
					basic_pay: inr(basic),
				},
				...{
					gross_pay: inr(gross),
					income_tax: inr(tax),
					total_deductions: inr(off),
					net_pay: inr(gross - off),
					iban: null,
					bonus: null,
				},
			},
		};
	},
};
