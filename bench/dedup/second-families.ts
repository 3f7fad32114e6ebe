/** The look-alikes of the second library: which template, and how many of it. */
import type { Paper } from "./paper.ts";
import type { Random } from "./random.ts";
import { deliveryNotes, sensorReports, vehicleLetters } from "./second-goods-families.ts";
import { bankStatements, feeLetters, reminders } from "./second-money-families.ts";
import { certificates, contracts, newsletters, salaryLetters } from "./second-people-families.ts";
import { dayTickets, returnTickets } from "./second-travel-families.ts";
import { anyVoice, type Voice } from "./second-voice.ts";

/** Papers of one template, one sender and, as a rule, one receiver. */
export type Family = (voice: Voice, members: number, random: Random) => Paper[];

const pairs: readonly Family[] = [
	returnTickets,
	returnTickets,
	reminders,
	feeLetters,
	contracts,
	certificates,
	vehicleLetters,
	deliveryNotes,
];
const rows: readonly Family[] = [
	bankStatements,
	dayTickets,
	deliveryNotes,
	contracts,
	certificates,
	newsletters,
	feeLetters,
	vehicleLetters,
	sensorReports,
	salaryLetters,
];
const hordes: readonly Family[] = [
	bankStatements,
	dayTickets,
	deliveryNotes,
	certificates,
	contracts,
	sensorReports,
	vehicleLetters,
	salaryLetters,
];

export function lookalikes(random: Random): Paper[] {
	const [templates, lowest, highest] = random.weighted([
		[38, [pairs, 2, 2]],
		[27, [[...rows, reminders], 3, 9]],
		[26, [rows, 10, 30]],
		[9, [hordes, 40, 90]],
	] as const);
	return random.pick<Family>(templates)(anyVoice(random), random.int(lowest, highest), random);
}

/** How many papers `lookalikes` makes on average. */
export const MEAN_FAMILY = 0.38 * 2 + 0.27 * 5.8 + 0.26 * 19.4 + 0.09 * 65;
