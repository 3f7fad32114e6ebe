/* Letters of one template, and scans of them. */

const names = ["Anna Berger", "Paul Winter", "Lena Sommer", "Karl Maier", "Ines Vogel", "Otto Brandt", "Ruth Keller"];
const streets = [
	"Birch Lane",
	"Mill Road",
	"Harbour Street",
	"Castle Hill",
	"Station Way",
	"Church Row",
	"Garden Close",
];

/** A number from 0 to `range`, the same for the same two others. */
function pick(letter: number, place: number, range: number): number {
	return (Math.imul(letter * 2_654_435_761 + place * 40_503, 2_246_822_519) >>> 7) % range;
}

/** One of a family: the same wording, other names, numbers and amounts. */
export function letter(number: number): string {
	const of = (place: number, range: number) => pick(number, place, range);
	const amount = `${100 + of(1, 900)}.${10 + of(2, 90)}`;
	const day = `${1 + of(3, 28)}/${1 + of(4, 12)}/${2001 + of(5, 25)}`;
	return `City Water Works, customer service. Invoice number ${100_000 + of(6, 899_999)} of ${day} to
		${names[number % names.length]}, ${1 + of(7, 250)} ${streets[of(8, streets.length)]}. Dear customer, for the past period we have
		measured a use of ${10 + of(9, 980)} cubic metres at meter ${1_000_000 + of(10, 8_999_999)}. The amount of ${amount} euros will be
		taken from your account ending in ${1000 + of(11, 8999)} within fourteen days. Please keep this letter for your records and tell us at
		once if the meter shows another number than the one above. Contract ${20_000 + of(12, 79_999)}, area ${10 + of(13, 89)}, reader
		${names[of(14, names.length)]}. With kind regards, your water works. Reading before: ${of(15, 99_999)}, reading now: ${of(16, 99_999)}.`;
}

const lookalikes: readonly [string, string][] = [
	["rn", "m"],
	["cl", "d"],
	["ii", "u"],
	["o", "0"],
	["l", "1"],
	["e", "c"],
];

/** The same paper as a scanner read it: some letters of words for others, numbers untouched. */
export function misread(text: string, seed: number): string {
	return text
		.split(/(\s+)/)
		.map((word, at) => {
			if (/\d/.test(word) || pick(seed + 1_000, at, 17) !== 0) return word;
			const [from, to] = lookalikes.find(([from]) => word.slice(1).includes(from)) ?? ["", ""];
			return from === "" ? word : word[0] + word.slice(1).replace(from, to);
		})
		.join("");
}
