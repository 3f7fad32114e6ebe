import { anyIban } from "../iban.ts";
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
	table,
	total,
} from "./kit.ts";

const spelledShort = named;

/** An account's statement: debit and credit in columns of their own, balances above and below. */
export const statement: Foreign = {
	name: "bank-statement-gb",
	async draw(random) {
		const sheet = await Sheet.create();
		const end = anyDay(random, 2020, 2025);
		const [iban, account] = [anyIban(random, "GB"), random.digits(8)];
		let balance = random.int(20000, 900000) / 100;
		const opening = balance;
		const texts = [
			"CARD PAYMENT TESCO STORES 3312",
			"DIRECT DEBIT COUNCIL TAX",
			"SALARY ACME HOLDINGS",
			"ATM WITHDRAWAL HIGH ST",
			"TRANSFER FROM J PATEL",
			"STANDING ORDER RENT",
		];
		const moves = Array.from({ length: random.int(4, 12) }, (_, at) => {
			const text = random.pick(texts);
			const amount = random.int(350, 95000) / 100;
			const isIn = /SALARY|FROM/.test(text);
			balance = cents(balance + (isIn ? amount : -amount));
			return { day: daysLater(end, at * 2 - 28), text, out: isIn ? null : amount, into: isIn ? amount : null, balance };
		});
		sheet.text("Meridian Bank plc", 50, 55, { size: 16, bold: true });
		sheet.text("Current Account Statement", 545, 55, { size: 12, align: "right" });
		lines(sheet, ["MR OLIVER J PEMBERTON", "19 Orchard Close", "GUILDFORD", "GU2 7XH"], 60, 110, 13, 10);
		pairs(
			sheet,
			[
				["Statement date", spelledShort(end)],
				["Statement no.", String(random.int(11, 190))],
				["Sort code", "20-41-77"],
				["Account no.", account],
				["IBAN", iban.replace(/(.{4})(?=.)/g, "$1 ")],
			],
			{ x: 330, at: 400, y: 100 },
		);
		sheet.box(50, 190, 545, 230, true);
		["Balance brought forward", "Total paid in", "Total paid out", "Balance carried forward"].forEach((label, at) => {
			const paid =
				at === 0
					? opening
					: at === 1
						? total(moves.map(({ into }) => into ?? 0))
						: at === 2
							? total(moves.map(({ out }) => out ?? 0))
							: balance;
			sheet.text(label, 58 + at * 123, 204, { size: 7.5 });
			sheet.text(`£${english(paid)}`, 58 + at * 123, 221, { bold: true, size: 10 });
		});
		const xs = [50, 120, -390, -465, -545];
		row(sheet, ["Date", "Description", "Paid out", "Paid in", "Balance"], xs, 258, { bold: true });
		sheet.line(50, 263, 545, 263);
		moves.forEach(({ day, text, out, into, balance: after }, at) => {
			row(
				sheet,
				[named(day), text, out === null ? "" : english(out), into === null ? "" : english(into), english(after)],
				xs,
				278 + at * 16,
			);
		});
		const gbp = (amount: number | null) => (amount === null ? null : { amount, currency: "GBP" });
		return {
			sheet,
			fields: [
				field("account_holder", "string", { aliases: ["customer name"] }),
				field("account_number"),
				field("sort_code"),
				field("iban"),
				field("statement_date", "date"),
				field("opening_balance", "currency", { aliases: ["Balance brought forward"] }),
				field("closing_balance", "currency", { aliases: ["Balance carried forward"] }),
				field("total_paid_in", "currency"),
				field("overdraft_limit", "currency"),
				table("transactions", {
					date: "date",
					description: "string",
					paid_out: "currency",
					paid_in: "currency",
					balance: "currency",
				}),
			],
			truth: {
				account_holder: "MR OLIVER J PEMBERTON",
				account_number: account,
				sort_code: "20-41-77",
				iban,
				statement_date: iso(end),
				opening_balance: money(opening, "GBP"),
				closing_balance: money(balance, "GBP"),
				total_paid_in: money(total(moves.map(({ into }) => into ?? 0)), "GBP"),
				overdraft_limit: null,
				transactions: moves.map(({ day, text, out, into, balance: after }) => ({
					...{ date: iso(day), description: text, paid_out: gbp(out), paid_in: gbp(into), balance: gbp(after) },
				})),
			},
		};
	},
};
