import type { Difference } from "./differences.ts";
import type { PairEvidence } from "./evidence.ts";
import { coverage } from "./fields.ts";
import type { FoundGroup, ScoredPair } from "./papers.ts";

const MAX_LENGTH = 200;

/** One sentence, at most 200 characters, why two documents are held to be one paper or two. */
export function explainPair(evidence: PairEvidence, { linked }: Pick<ScoredPair, "linked">): string {
	return shorten(linked ? explainLink(evidence) : explainDifference(evidence));
}

/** For documents whose words are the same. */
export const identicalExplanation = "exact copy: the same words in the same order";

/** The same for a whole group; `evidence` of its links. */
export function explainGroup(group: Pick<FoundGroup<unknown>, "documents">, evidence: readonly PairEvidence[]): string {
	const count = group.documents.length;
	const [first] = evidence;
	if (first === undefined)
		return count === 2 ? identicalExplanation : `${count} exact copies: the same words in the same order`;
	if (count === 2) return explainPair(first, { linked: true });
	const shares = evidence.map(equalShare);
	const [least, most] = [Math.min(...shares), Math.max(...shares)].map(percent);
	return `${count} scans of one paper: ${least === most ? least : `${least} to ${most}`} of their words match`;
}

function explainLink(evidence: PairEvidence): string {
	const { tokensA, tokensB, lostA, lostB, misread, edits } = evidence;
	const match = `${percent(equalShare(evidence))} of the words match`;
	const [shareA, shareB] = [lostA / Math.max(1, tokensA), lostB / Math.max(1, tokensB)];
	if (Math.max(shareA, shareB) > 0.2) {
		return `one holds a part of the other: ${percent(1 - Math.max(shareA, shareB))} of the longer text, where ${match}`;
	}
	if (misread + edits.length === 0)
		return `same text, ${lostA + lostB === 0 ? "other line breaks" : "some words more in one"}: ${match}`;
	return `same text, different scan: ${match}, the rest are misreadings`;
}

function explainDifference(evidence: PairEvidence): string {
	const share = coverage(evidence);
	if (share < 0.5) return `kept apart: only ${percent(share)} of the shorter text is in the other`;
	const { differences } = evidence;
	const labels = [...new Set(differences.map(({ label }) => label))].filter(
		(label) => label !== "number" && label !== "wording",
	);
	if (labels.length > 0)
		return `kept apart: ${enumerate(labels.slice(0, 4))} differ${labels.length === 1 ? "s" : ""}${example(differences)}`;
	if (differences.length > 0) return `kept apart: ${enumerate(differences.slice(0, 3).map(versus))} differ`;
	return "kept apart: passages of their own on both sides";
}

function example(differences: readonly Difference[]): string {
	const first = differences[0];
	return first === undefined ? "" : ` (${first.a} / ${first.b})`;
}

function versus({ a, b }: Difference): string {
	return `${a} / ${b}`;
}

function enumerate(parts: readonly string[]): string {
	return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Words read alike, of those that both have. */
function equalShare({ equal, tokensA, lostA, unreadA }: PairEvidence): number {
	return equal / Math.max(1, tokensA - lostA - unreadA);
}

function percent(share: number): string {
	return `${Math.floor(100 * Math.max(0, Math.min(1, share)))} %`;
}

function shorten(text: string): string {
	return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}
