import { Sheet } from "../sheet.ts";
import { anyDay, daysLater, type Foreign, field, iso, named, pairs, row, table } from "./kit.ts";

/** A laboratory's report: words that no lexicon of business has, results with units and ranges. */
export const laboratory: Foreign = {
	name: "lab-report-en",
	async draw(random) {
		const sheet = await Sheet.create();
		const taken = anyDay(random, 2021, 2025);
		const born = anyDay(random, 1940, 2010);
		const tests: [string, string, string, [number, number]][] = [
			["Haemoglobin", "g/dL", "13.0 - 17.0", [110, 180]],
			["White cell count", "10^9/L", "4.0 - 11.0", [30, 140]],
			["Platelets", "10^9/L", "150 - 400", [1200, 4500]],
			["Creatinine", "umol/L", "60 - 110", [500, 1400]],
			["Glucose, fasting", "mmol/L", "3.9 - 5.6", [35, 99]],
		];
		const results = random
			.sample(tests, random.int(3, 5))
			.map(([test, unit, range, [low, high]]) => ({ test, unit, range, result: random.int(low, high) / 10 }));
		const patient = random.pick(["Gwendolyn Achterberg", "Suresh Pillai", "Tomasz Zielinski"]);
		const id = `P-${random.digits(6)}`;
		sheet.text("CITY PATHOLOGY LABORATORIES", 297, 50, { bold: true, size: 14, align: "center" });
		sheet.text("12 Hospital Road, Accredited to ISO 15189", 297, 64, { size: 8, align: "center" });
		sheet.line(50, 72, 545, 72);
		pairs(
			sheet,
			[
				["Patient", `: ${patient}`],
				["Patient ID", `: ${id}`],
				["Age / Sex", ": 47 Y / F"],
				["DOB", `: ${named(born)}`],
			],
			{ x: 50, at: 120, y: 90 },
		);
		pairs(
			sheet,
			[
				["Referred by", ": Dr. A. Fontaine"],
				["Sample type", ": Serum"],
				["Collected on", `: ${named(taken)} 08:15`],
				["Reported on", `: ${named(daysLater(taken, 1))} 16:40`],
			],
			{ x: 320, at: 400, y: 90 },
		);
		sheet.text("HAEMATOLOGY & BIOCHEMISTRY", 297, 170, { bold: true, align: "center" });
		const xs = [50, 260, 340, 430];
		row(sheet, ["Test", "Result", "Units", "Reference range"], xs, 190, { bold: true });
		sheet.line(50, 194, 545, 194);
		results.forEach(({ test, result, unit, range }, at) => {
			row(sheet, [test, String(result), unit, range], xs, 210 + at * 17);
		});
		sheet.text("** End of report **", 297, 330, { align: "center" });
		return {
			sheet,
			fields: [
				field("patient_name"),
				field("patient_id"),
				field("date_of_birth", "date"),
				field("referring_doctor", "string", { aliases: ["Referred by"] }),
				field("sample_type"),
				field("collection_date", "date", { aliases: ["Collected on"] }),
				field("report_date", "date", { aliases: ["Reported on"] }),
				field("diagnosis"),
				table("results", { test: "string", result: "number", unit: "string", reference_range: "string" }),
			],
			truth: {
				...{ patient_name: patient, patient_id: id, date_of_birth: iso(born), referring_doctor: "Dr. A. Fontaine" },
				...{
					sample_type: "Serum",
					collection_date: iso(taken),
					report_date: iso(daysLater(taken, 1)),
					diagnosis: null,
				},
				results: results.map(({ test, result, unit, range }) => ({ test, result, unit, reference_range: range })),
			},
		};
	},
};
