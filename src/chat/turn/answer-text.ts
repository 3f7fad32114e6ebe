/** A language model's answer on its way: what it shows of its thoughts, and marks that name no support, are taken out as it comes. */
import { type CitedAnswer, citedAnswer } from "../claims.ts";
import type { ContextPassage } from "../context.ts";

const [thoughtsBegin, thoughtsEnd] = ["<think>", "</think>"];
/** The end of a text that may be, or become, the beginning of a mark: with the blanks in front, which go with one that is taken out. */
const openEnd = /\s*(?:[[【][\d,\s]{0,20})?$/;

export class AnswerText {
	private readonly passages: readonly ContextPassage[];
	/** All that came and is no thought. */
	private written = "";
	/** Thoughts, or what may be the beginning of them. */
	private thoughts = "";
	private hasBegun = false;
	private shown = "";
	/** Up to where `written` was looked through for marks. */
	private looked = 0;

	constructor(passages: readonly ContextPassage[]) {
		this.passages = passages;
	}

	/** What of the answer may be shown now; often nothing. */
	add(piece: string): string {
		this.written += this.hasBegun ? piece : this.past(piece);
		const end = openEnd.exec(this.written)?.index ?? this.written.length;
		if (end <= this.looked) return "";
		const isMarked = /[[【]/.test(this.written.slice(this.looked, end)) || this.shown.length !== this.looked;
		this.looked = end;
		const whole = this.written.slice(0, end);
		return this.show(isMarked ? citedAnswer(whole, this.passages).text : whole);
	}

	/** The whole answer, and what of it has not been shown. Thoughts that never ended are all there is. */
	end(): CitedAnswer & { rest: string } {
		if (!this.hasBegun) this.written = this.thoughts.startsWith(thoughtsBegin) ? "" : this.thoughts;
		const { text, citations } = citedAnswer(this.written.trimEnd(), this.passages);
		return { text, citations, rest: this.show(text) };
	}

	private show(text: string): string {
		const more = text.slice(this.shown.length);
		this.shown = text;
		return more;
	}

	/** What comes after the thoughts that an answer may begin with. */
	private past(piece: string): string {
		this.thoughts = (this.thoughts + piece).trimStart();
		if (this.thoughts === "" || thoughtsBegin.startsWith(this.thoughts)) return "";
		if (this.thoughts.startsWith(thoughtsBegin)) {
			const end = this.thoughts.indexOf(thoughtsEnd);
			const answer = end < 0 ? "" : this.thoughts.slice(end + thoughtsEnd.length).trimStart();
			this.hasBegun = answer !== "";
			return answer;
		}
		this.hasBegun = true;
		return this.thoughts;
	}
}
