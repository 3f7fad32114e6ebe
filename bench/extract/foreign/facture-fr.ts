import { Sheet } from "../sheet.ts";
import {
	anyDay,
	cents,
	daysLater,
	type Foreign,
	field,
	french,
	iso,
	lines,
	money,
	pairs,
	row,
	slashed,
	table,
	total,
} from "./kit.ts";

/** A French invoice: rates and prices without tax per line, tax summed by rate, two totals. */
export const facture: Foreign = {
	name: "facture-fr",
	async draw(random) {
		const sheet = await Sheet.create();
		const day = anyDay(random);
		const due = daysLater(day, 30);
		const goods = [
			"Pose de parquet chêne",
			"Peinture acrylique mate 10 L",
			"Main d'œuvre (heures)",
			"Déplacement",
			"Plinthe MDF 2,40 m",
		];
		const items = random.sample(goods, random.int(2, 5)).map((description) => {
			const [quantity, price] = [random.int(1, 30), random.int(350, 24000) / 100];
			return { description, quantity, price, amount: cents(quantity * price) };
		});
		const ht = total(items.map(({ amount }) => amount));
		const tva = cents(ht * 0.2);
		const number = `FA-${day.year}-${random.digits(4)}`;
		const client = random.pick(["Mme Sylvie Garnier", "SCI Les Tilleuls", "M. Bruno Lefèvre"]);
		const siret = `${random.digits(3)} ${random.digits(3)} ${random.digits(3)} 00012`;
		const tvaId = `FR${random.digits(11)}`;
		sheet.text("Atelier Bertrand SARL", 45, 60, { size: 14, bold: true });
		lines(sheet, ["12 bis, rue des Écoles", "69003 Lyon", "Tél. : 04 78 55 01 22"], 45, 76);
		sheet.text("FACTURE", 400, 60, { size: 22 });
		lines(
			sheet,
			[`Facture n° : ${number}`, `Date d'émission : ${slashed(day)}`, `Date d'échéance : ${slashed(due)}`],
			400,
			84,
			13,
		);
		sheet.box(330, 130, 550, 200);
		sheet.text("Client", 338, 143, { size: 7.5 });
		lines(sheet, [client, "8 avenue Jean-Jaurès", "38000 Grenoble"], 338, 160, 13, 10);
		const xs = [50, -330, -400, -450, -545];
		sheet.box(45, 225, 550, 243, true);
		row(sheet, ["Désignation", "Qté", "P.U. HT", "TVA", "Total HT"], xs, 237, { bold: true });
		items.forEach(({ description, quantity, price, amount }, at) => {
			row(
				sheet,
				[description, String(quantity), `${french(price)} €`, "20 %", `${french(amount)} €`],
				xs,
				260 + at * 18,
			);
		});
		const y = 280 + items.length * 18;
		pairs(
			sheet,
			[
				["Total HT", `${french(ht)} €`],
				["TVA 20 %", `${french(tva)} €`],
				["Total TTC", `${french(ht + tva)} €`],
				["Acompte versé", "0,00 €"],
			],
			{
				...{ x: 400, at: 545, y, right: true, step: 16 },
			},
		);
		sheet.text("Net à payer", 400, y + 66, { bold: true });
		sheet.text(`${french(ht + tva)} €`, 545, y + 66, { bold: true, align: "right" });
		sheet.text("Règlement par virement à 30 jours. Pas d'escompte pour paiement anticipé.", 45, y + 100, { size: 8 });
		sheet.text(`SIRET ${siret} - N° TVA intracommunautaire : ${tvaId} - Capital 10 000 €`, 297, 810, {
			size: 7.5,
			align: "center",
		});
		return {
			sheet,
			fields: [
				field("numero_facture", "string", { aliases: ["N° facture"] }),
				field("date_facture", "date"),
				field("date_echeance", "date"),
				field("client"),
				field("fournisseur"),
				field("siret"),
				field("numero_tva", "string", { description: "VAT number of the supplier" }),
				field("total_ht", "currency"),
				field("montant_tva", "currency"),
				field("taux_tva", "number"),
				field("total_ttc", "currency"),
				field("numero_commande"),
				table("lignes", { description: "string", quantite: "number", prix_unitaire: "currency", total_ht: "currency" }),
			],
			truth: {
				numero_facture: number,
				date_facture: iso(day),
				date_echeance: iso(due),
				client,
				fournisseur: "Atelier Bertrand SARL",
				siret,
				numero_tva: tvaId,
				total_ht: money(ht, "EUR"),
				montant_tva: money(tva, "EUR"),
				taux_tva: 20,
				total_ttc: money(ht + tva, "EUR"),
				numero_commande: null,
				lignes: items.map(({ description, quantity, price, amount }) => ({
					...{ description, quantite: quantity },
					prix_unitaire: { amount: price, currency: "EUR" },
					total_ht: { amount, currency: "EUR" },
				})),
			},
		};
	},
};
