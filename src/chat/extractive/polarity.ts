/** Whether a sentence says yes or no to a question; undefined unless that is clear. */
import type { Candidate } from "./candidates.ts";
import type { Question } from "./question.ts";

const NEGATION =
	/(?<![\p{L}\p{M}])(?:not|never|no|none|nobody|nor|neither|without|cannot|nicht|kein\p{L}*|nie|niemals|ohne|pas|jamais|aucun\p{L}*|sans|no|nunca|jamás|ningun\p{L}*|sin|नहीं|मत|बिना)(?![\p{L}\p{M}])|n['’]t(?!\p{L})|(?<!\p{L})(?:un|in|im)(?:supported|available|able|possible|permitted)(?!\p{L})/giu;
/** What makes a yes or no depend on something. */
const HEDGE =
	/(?<![\p{L}\p{M}])(?:may|might|could|unless|except|although|though|however|only|if|some|sometimes|partly|usually|generally|but|außer|sofern|wenn|nur|teilweise|aber|kann|könnte|sauf|seulement|si|parfois|mais|peut|salvo|excepto|solo|sólo|algunos|pero|puede|यदि|अगर|केवल|लेकिन|कुछ)(?![\p{L}\p{M}])/iu;
/** Of a question, what the sentence itself must say. */
const MIN_SAID = 0.85;

export function polarityOf(question: Question, { evidence, features, unit }: Candidate): "yes" | "no" | undefined {
	if (question.isNegated || features.own < MIN_SAID || unit.kind === "row" || unit.kind === "code") return undefined;
	// Words near in meaning may be opposites: allowed, forbidden.
	const isLiteral = question.terms.every(({ weight }, at) => weight < 0.3 || (evidence.matches[at] ?? 0) >= 0.65);
	if (!isLiteral || HEDGE.test(evidence.text)) return undefined;
	const negations = [...evidence.text.matchAll(NEGATION)].length;
	if (negations > 1) return undefined;
	return negations === 1 ? "no" : "yes";
}
