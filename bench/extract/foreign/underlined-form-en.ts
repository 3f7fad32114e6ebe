import { Sheet } from "../sheet.ts";
import { american, anyDay, type Foreign, field, iso, money } from "./kit.ts";

/** A form filled in over lines, several blanks a row; squares drawn as shapes with a cross drawn into them. */
export const underlined: Foreign = {
	name: "underlined-form-en",
	async draw(random) {
		const sheet = await Sheet.create(612, 792, "serif");
		const born = anyDay(random, 1950, 2005);
		const [last, first] = [
			random.pick(["Hollander", "Quispe", "McAllister"]),
			random.pick(["Ruth", "Desmond", "Ivana"]),
		];
		const phone = `(${random.digits(3)}) 555-${random.digits(4)}`;
		const sex = random.pick(["Male", "Female"]);
		const isCitizen = random.chance(0.5);
		const school = random.pick(["Hillside High School", "Lincoln Technical College"]);
		sheet.text("APPLICATION FOR EMPLOYMENT", 306, 60, { size: 15, bold: true, align: "center" });
		sheet.text("Please print clearly. We are an equal opportunity employer.", 306, 76, { size: 9, align: "center" });
		const blank = (label: string, value: string, x: number, end: number, y: number): void => {
			const width = sheet.text(label, x, y, { size: 10 });
			sheet.line(x + width + 4, y + 2, end, y + 2, 0.5);
			sheet.text(value, x + width + 10, y, { size: 10 });
		};
		blank("Last Name", last, 50, 250, 110);
		blank("First Name", first, 260, 450, 110);
		blank("M.I.", random.pick(["J", "", "T"]), 460, 562, 110);
		blank("Street Address", "416 Sycamore Court", 50, 380, 136);
		blank("Apt/Unit #", "", 390, 562, 136);
		blank("City", "Dayton", 50, 260, 162);
		blank("State", "OH", 270, 380, 162);
		blank("ZIP Code", "45402", 390, 562, 162);
		blank("Phone", phone, 50, 260, 188);
		blank("Email", `${first.toLowerCase()}.${last.toLowerCase()}@mail.example`, 270, 562, 188);
		blank("Date of Birth", american(born), 50, 260, 214);
		blank("Social Security No.", "", 270, 562, 214);
		blank("Position Applied For", "Forklift Operator", 50, 380, 240);
		blank("Desired Salary", "$41,500", 390, 562, 240);
		const box = (label: string, x: number, y: number, isTicked: boolean): void => {
			sheet.box(x, y - 8, x + 9, y + 1);
			if (isTicked) {
				sheet.line(x + 1.5, y - 6.5, x + 7.5, y - 0.5, 1);
				sheet.line(x + 1.5, y - 0.5, x + 7.5, y - 6.5, 1);
			}
			sheet.text(label, x + 14, y, { size: 10 });
		};
		sheet.text("Sex:", 50, 270, { size: 10 });
		box("Male", 120, 270, sex === "Male");
		box("Female", 190, 270, sex === "Female");
		sheet.text("Are you a citizen of the United States?", 50, 294, { size: 10 });
		box("YES", 300, 294, isCitizen);
		box("NO", 360, 294, !isCitizen);
		sheet.text("Education", 50, 330, { bold: true, size: 12 });
		blank("High School", school, 50, 330, 352);
		blank("Graduated", "2012", 340, 562, 352);
		sheet.text("I certify that my answers are true and complete to the best of my knowledge.", 50, 640, { size: 9 });
		sheet.line(50, 680, 300, 680, 0.5);
		sheet.text("Signature of applicant", 50, 690, { size: 7.5 });
		sheet.line(380, 680, 562, 680, 0.5);
		sheet.text(american({ ...born, year: 2024 }), 390, 677, { size: 10 });
		sheet.text("Date", 380, 690, { size: 7.5 });
		return {
			sheet,
			fields: [
				field("last_name"),
				field("first_name"),
				field("street_address"),
				field("city"),
				field("state"),
				field("zip_code"),
				field("phone"),
				field("email"),
				field("date_of_birth", "date"),
				field("ssn", "string", { aliases: ["Social Security No."] }),
				field("position", "string", { description: "Position applied for" }),
				field("desired_salary", "currency"),
				field("sex", "string", { enum: ["Male", "Female"] }),
				field("us_citizen", "boolean", { aliases: ["Are you a citizen of the United States?"] }),
				field("high_school"),
				field("date_signed", "date", { aliases: ["Date"] }),
			],
			truth: {
				...{ last_name: last, first_name: first, street_address: "416 Sycamore Court", city: "Dayton", state: "OH" },
				...{ zip_code: "45402", phone, email: `${first.toLowerCase()}.${last.toLowerCase()}@mail.example` },
				...{ date_of_birth: iso(born), ssn: null, position: "Forklift Operator", desired_salary: money(41_500, "USD") },
				...{ sex, us_citizen: isCitizen, high_school: school, date_signed: iso({ ...born, year: 2024 }) },
			},
		};
	},
};
