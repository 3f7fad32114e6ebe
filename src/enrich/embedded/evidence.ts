/** Why something is proposed, in plain words: for whoever has to decide whether to trust it. */
import type { Assessment } from "./assessment.ts";
import type { NameEvidence } from "./name-evidence.ts";
import type { Candidate, SingleEvidence } from "./single-field.ts";
import type { TagEvidence } from "./tag-field.ts";

export interface Chosen {
	correspondent: Candidate | undefined;
	documentType: Candidate | undefined;
	tags: readonly TagEvidence[];
}

/** Of a keyword that is worth being shown. */
const TELLING = 0.5;
const TELLING_SHARE = 0.6;

/** One sentence a field; empty fields say that nothing was found. */
export function evidenceSentence({ neighbourhood, correspondent, documentType }: Assessment, chosen: Chosen): string {
	if (
		neighbourhood.neighbours.length === 0 &&
		chosen.correspondent === undefined &&
		chosen.documentType === undefined
	) {
		return "No classified document of the library resembles this one, and no known name stands in it.";
	}
	const sentences = [
		singleSentence("Correspondent", chosen.correspondent, correspondent),
		singleSentence("Document type", chosen.documentType, documentType),
		...chosen.tags.map((tag) => tagSentence(tag, neighbourhood.features)),
	];
	return sentences.join(" ");
}

function singleSentence(label: string, candidate: Candidate | undefined, { voters, nameless }: SingleEvidence): string {
	if (candidate === undefined) {
		const why =
			nameless > 0 ? `${nameless} of the ${voters} most similar documents have none` : "no evidence is strong enough";
		return `${label}: nothing proposed, ${why}.`;
	}
	const reasons = [nameReason(candidate.named), voteReason(candidate.votes, voters)].filter((reason) => reason !== "");
	return `${label} "${candidate.name}": ${reasons.length === 0 ? "its words are those of other documents that have it" : reasons.join(", and ")}.`;
}

function voteReason(votes: number, voters: number): string {
	if (votes === 0) return "";
	if (voters === 1) return "the only similar document has it";
	return `${votes} of the ${voters} most similar documents ${votes === 1 ? "has" : "have"} it`;
}

function nameReason(named: NameEvidence | undefined): string {
	if (named === undefined) return "";
	const { line, strength } = named.match;
	const place = line < 0 ? "in the title" : `in line ${line + 1} of the text`;
	return `the name stands ${place}${strength < 1 ? ", with letters misread" : ""}`;
}

function tagSentence(tag: TagEvidence, features: Assessment["neighbourhood"]["features"]): string {
	const reasons: string[] = [];
	const word = tag.keyword === undefined ? undefined : features[tag.keyword.feature];
	if (tag.named !== undefined) reasons.push(nameReason(tag.named));
	if (word !== undefined && (tag.keyword?.strength ?? 0) >= TELLING) {
		reasons.push(`most documents with ${quoted(word.text)} have it`);
	}
	if (tag.ofCorrespondent >= TELLING_SHARE)
		reasons.push(`${percent(tag.ofCorrespondent)} of the similar documents of this correspondent have it`);
	else if (tag.ofType >= TELLING_SHARE)
		reasons.push(`${percent(tag.ofType)} of the similar documents of this type have it`);
	if (reasons.length === 0)
		reasons.push(
			tag.votes > 0
				? `${tag.votes} of the most similar documents ${tag.votes === 1 ? "has" : "have"} it`
				: "its words are those of documents that have it",
		);
	return `Tag "${tag.name}": ${reasons.join(", and ")}.`;
}

function quoted(text: string): string {
	return text.startsWith("the ") || text.startsWith("its ") ? text : `"${text}"`;
}

function percent(share: number): string {
	return `${Math.round(100 * share)} %`;
}
