/** Names as people and programs write them: of firms with and without their legal form, of types in singular and plural. */
import { fold, tokensOf } from "./folding.ts";

/** What a firm's name means without: legal forms, and the words that join its parts. Folded, without dots. */
const LEGAL_FORMS = new Set(
	`gmbh ggmbh mbh ag kg kgaa ohg ug gbr ev eg ek eu se co cie inc incorporated llc llp lp ltd limited plc corp corporation company sa sas sasu sarl
	srl srls rl spa snc sccl sl slu bv nv vof cv oy oyj ab as asa aps is ans kft zrt nyrt bt sro spol zoo spzoo doo dd ad ooo oao zao pao ltda eireli
	pvt private pte pty kk gk tbk pt sdn bhd haftungsbeschrankt प्राइवेट प्रा लिमिटेड लि ооо оао зао пао ип ао`.split(/\s+/),
);
const JOINING = new Set("and und et e y i the der die das und of & और एवं и".split(" "));
/** e.V., S.p.A., B. V.: one word each. */
const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\.\s?)+\p{L}(?:\.|(?![\p{L}\p{N}]))/gu;

/** Folded words of a name, each as it stands. */
export function nameTokens(name: string): string[] {
	return tokensOf(fold(name.replace(DOTTED, (form) => form.replace(/[.\s]/g, ""))));
}

/** The same without legal forms and joining words; where nothing else is there, all of them. */
export function coreTokens(name: string): string[] {
	const all = nameTokens(name);
	const core = all.filter((token) => !LEGAL_FORMS.has(token) && !JOINING.has(token));
	return core.length > 0 ? core : all;
}

/** Whether a line names a legal form, as a sender's does. */
export function hasLegalForm(line: string): boolean {
	return nameTokens(line).some((token) => LEGAL_FORMS.has(token) && token.length > 1);
}

/** Levenshtein's distance in UTF-16 units, or `most` + 1 where it is more. */
export function distanceUpTo(one: string, other: string, most: number): number {
	if (one === other) return 0;
	if (Math.abs(one.length - other.length) > most) return most + 1;
	let above = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		let least = row;
		for (let column = 1; column <= other.length; column++) {
			const same = one.charCodeAt(row - 1) === other.charCodeAt(column - 1);
			const replaced = (above[column - 1] ?? 0) + (same ? 0 : 1);
			const value = Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
			current.push(value);
			least = Math.min(least, value);
		}
		if (least > most) return most + 1;
		above = current;
	}
	return Math.min(most + 1, above[other.length] ?? 0);
}
