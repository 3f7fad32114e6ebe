import { Sheet } from "../sheet.ts";
import { anyDay, type Foreign, field, iso, money, slashed } from "./kit.ts";

/** A Hindi application: labels and answers in Devanagari, digits of either script, ticks from a font of signs. */
export const ration: Foreign = {
	name: "application-hi",
	async draw(random) {
		const sheet = await Sheet.create();
		const born = anyDay(random, 1955, 2002);
		const deva = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(0x966 + Number(digit)));
		const digits = random.chance(0.5) ? deva : (text: string): string => text;
		const name = random.pick(["राम प्रसाद", "सीता देवी", "मोहन लाल"]);
		const father = random.pick(["हरि दास", "गोपाल राव"]);
		const number = random.digits(8);
		const mobile = `9${random.digits(9)}`;
		const isFarmer = random.chance(0.5);
		sheet.text("राशन कार्ड हेतु आवेदन पत्र", 297, 60, { size: 16, align: "center" });
		const rows: [string, string][] = [
			["आवेदन क्रमांक", digits(number)],
			["आवेदक का नाम", name],
			["पिता का नाम", father],
			["जन्म तिथि", digits(slashed(born))],
			["मोबाइल नंबर", digits(mobile)],
			["वार्षिक आय", `₹ ${digits("96,500")}`],
			["पिन कोड", digits("462001")],
		];
		rows.forEach(([label, value], at) => {
			sheet.text(`${at + 1}.`, 60, 105 + at * 26, { size: 10 });
			sheet.text(label, 80, 105 + at * 26, { size: 11 });
			sheet.text(":", 230, 105 + at * 26, { size: 11 });
			sheet.text(value, 250, 105 + at * 26, { size: 11 });
		});
		sheet.text("8.", 60, 290, { size: 10 });
		sheet.text("क्या आप किसान हैं", 80, 290, { size: 11 });
		["हाँ", "नहीं"].forEach((text, at) => {
			const x = 250 + at * 80;
			sheet.box(x, 281, x + 10, 291);
			if (isFarmer === (at === 0)) sheet.sign("\u2714", x + 1, 290, 10);
			sheet.text(text, x + 16, 290, { size: 11 });
		});
		return {
			sheet,
			fields: [
				field("application_number"),
				field("applicant_name"),
				field("father_name"),
				field("date_of_birth", "date"),
				field("mobile"),
				field("annual_income", "currency", { aliases: ["वार्षिक आय"] }),
				field("pin_code"),
				field("is_farmer", "boolean", { aliases: ["क्या आप किसान हैं"] }),
				field("email"),
			],
			truth: {
				...{ application_number: digits(number), applicant_name: name, father_name: father, date_of_birth: iso(born) },
				...{ mobile: digits(mobile), annual_income: money(96_500, "INR"), pin_code: digits("462001") },
				...{ is_farmer: isFarmer, email: null },
			},
		};
	},
};
