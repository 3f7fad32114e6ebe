import { Sheet } from "../sheet.ts";
import { PEOPLE } from "../words.ts";
import { cents, english, type Foreign, field, lines, money } from "./kit.ts";

/** A tax form: numbered small labels at the top of boxes of all sizes. */
export const wages: Foreign = {
	name: "wage-form-us",
	async draw(random) {
		const sheet = await Sheet.create(612, 420);
		const gross = random.int(2_000_000, 12_000_000) / 100;
		const [tax, social] = [cents(gross * 0.14), cents(gross * 0.062)];
		const ssn = `${random.digits(3)}-${random.digits(2)}-${random.digits(4)}`;
		const ein = `${random.digits(2)}-${random.digits(7)}`;
		const person = random.pick(PEOPLE.us);
		const year = random.int(2019, 2025);
		const box = (x0: number, y0: number, x1: number, y1: number, label: string, ...values: string[]): void => {
			sheet.box(x0, y0, x1, y1);
			sheet.text(label, x0 + 3, y0 + 8, { size: 6 });
			lines(sheet, values, x0 + 8, y0 + 22, 11, 9.5);
		};
		box(40, 40, 230, 68, "a Employee's social security number", ssn);
		box(40, 68, 330, 96, "b Employer identification number (EIN)", ein);
		box(
			40,
			96,
			330,
			160,
			"c Employer's name, address, and ZIP code",
			"Tidewater Boatyard Inc.",
			"5 Wharf Road",
			"Annapolis, MD 21401",
		);
		box(40, 160, 330, 188, "d Control number");
		box(40, 188, 330, 252, "e Employee's name, address, and ZIP code", person, "12 Cedar Lane", "Easton, MD 21601");
		box(330, 68, 450, 96, "1 Wages, tips, other compensation", english(gross));
		box(450, 68, 572, 96, "2 Federal income tax withheld", english(tax));
		box(330, 96, 450, 124, "3 Social security wages", english(gross));
		box(450, 96, 572, 124, "4 Social security tax withheld", english(social));
		sheet.text("W-2 Wage and Tax Statement", 40, 280, { size: 11, bold: true });
		sheet.text(String(year), 300, 280, { size: 14, bold: true });
		const usd = (amount: number) => money(amount, "USD");
		return {
			sheet,
			fields: [
				field("employee_ssn", "string", { aliases: ["Employee's social security number"] }),
				field("employer_ein", "string", { aliases: ["Employer identification number"] }),
				field("employer_name"),
				field("employee_name"),
				field("wages", "currency", { aliases: ["Wages, tips, other compensation"] }),
				field("federal_income_tax", "currency", { aliases: ["Federal income tax withheld"] }),
				field("social_security_wages", "currency"),
				field("social_security_tax", "currency", { aliases: ["Social security tax withheld"] }),
				field("control_number"),
				field("state_tax", "currency"),
			],
			truth: {
				...{
					employee_ssn: ssn,
					employer_ein: ein,
					employer_name: "Tidewater Boatyard Inc.",
					employee_name: person,
					wages: usd(gross),
				},
				...{
					federal_income_tax: usd(tax),
					social_security_wages: usd(gross),
					social_security_tax: usd(social),
					control_number: null,
					state_tax: null,
				},
			},
		};
	},
};
