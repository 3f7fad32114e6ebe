/** Who writes to whom. An archive is one household's, more or less: the same few people get letters from the same few senders again and again. */
import { Random } from "./random.ts";
import { englishVoice, germanVoice, type Voice } from "./second-voice.ts";

/** A name and the lines of an address. */
interface Party {
	name: string;
	address: readonly [street: string, town: string];
}

export interface Parties {
	sender: string;
	receiver: string;
	/** The lines that open a letter. */
	head: string[];
}

const STANDING_SENDERS = 40;
const HOUSEHOLD = 3;
const STANDING_SHARE = 0.5;

function standing(voice: Voice): { senders: Party[]; household: Party[] } {
	const random = new Random(1, 4);
	return {
		senders: Array.from({ length: STANDING_SENDERS }, () => party(voice.firm(random), voice, random)),
		household: Array.from({ length: HOUSEHOLD }, () => party(voice.person(random), voice, random)),
	};
}

const known = { german: standing(germanVoice), english: standing(englishVoice) };

function party(name: string, voice: Voice, random: Random): Party {
	return { name, address: [voice.street(random), voice.town(random)] };
}

/** Half of the senders and half of the receivers are those of many other letters. */
export function parties(voice: Voice, random: Random): Parties {
	const { senders, household } = voice.german ? known.german : known.english;
	const sender = random.chance(STANDING_SHARE) ? random.pick(senders) : party(voice.firm(random), voice, random);
	const isHousehold = random.chance(STANDING_SHARE);
	const receiver = isHousehold ? random.pick(household) : party(voice.person(random), voice, random);
	return { sender: sender.name, receiver: receiver.name, head: letterhead(sender, receiver) };
}

/** Between two firms. */
export function firms(voice: Voice, random: Random): Parties {
	const [sender, receiver] = [party(voice.firm(random), voice, random), party(voice.firm(random), voice, random)];
	return { sender: sender.name, receiver: receiver.name, head: letterhead(sender, receiver) };
}

function letterhead(sender: Party, receiver: Party): string[] {
	return [sender.name, sender.address.join(", "), "", receiver.name, ...receiver.address, ""];
}
