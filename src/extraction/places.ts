/** Where the value of a label may stand: behind it, beside it, below it. */
import type { Box } from "../convert/convert.ts";
import { misalignment, segmentBelow } from "./layout.ts";
import { isAlike } from "./looks.ts";
import type { Occurrence } from "./occurrences.ts";
import type { DocumentText } from "./page-text.ts";
import { boxOf, type Segment, type Token } from "./tokens.ts";

export type Direction = "behind" | "beside" | "below" | "above" | "within";

export interface Place {
	tokens: Token[];
	direction: Direction;
	/** How likely a value is to stand there, 0…1. */
	factor: number;
	segment: Segment;
}

/** Heights of a line down to which a value belongs to the label above it. */
const REACH_BELOW = 2.2;
/** White beside a label, in line heights: up to the first it is nothing special, from the second on rather another column. */
const NEAR = 14;
const FAR = 45;
/** A value that reads like another label. */
const LIKE_A_LABEL = 0.45;
/** The same where the label has a colon and that one has none: "Payment: | Cash". */
const PLAIN_BESIDE_COLON = 0.9;
const MAX_BESIDE = 4;
/** White between a line that was filled in and the small caption under it, in line heights. */
const CAPTION_GAP = 0.9;
/** White between two boxes to tick, in line heights. */
const WITHIN_CHOICES = 8;
/** What the row tells: its boxes are heads over values, or pairs of label and value under each other. */
const AGAINST_THE_ROW = 0.4;
/** What stands below where a value stands beside and nothing tells which is meant. */
const BELOW_OR_BESIDE = 0.8;
/** A number that tells labels apart: "Tax 1". */
const ORDINAL = 0.6;
/** How far what was written over a line may begin before or behind its caption, in line heights. */
const CAPTION_SHIFT = 3;

export class Places {
	private readonly text: DocumentText;
	private readonly labels = new Map<Segment, Occurrence[]>();

	constructor(text: DocumentText, occurrences: readonly Occurrence[]) {
		this.text = text;
		for (const each of occurrences) {
			const known = this.labels.get(each.segment);
			if (known === undefined) this.labels.set(each.segment, [each]);
			else known.push(each);
		}
	}

	/** Best first, but for what the field's type will say of them. */
	of(label: Occurrence): Place[] {
		const { segment, valueStart, valueEnd } = label;
		const places: Place[] = [];
		const skipped = segment.tokens.slice(label.end, valueStart);
		const ahead = segment.tokens.slice(Math.max(0, label.start - 2), label.start);
		for (const tokens of [skipped, ahead]) {
			if (tokens.length > 0) places.push({ tokens, direction: "within", factor: 0.9, segment });
		}
		const written = segment.tokens.slice(valueStart, valueEnd);
		const isOrdinal = this.isOrdinal(label, written);
		if (written.length > 0)
			places.push({ tokens: written, direction: "behind", factor: isOrdinal ? ORDINAL : 1, segment });
		const behind = isOrdinal ? [] : written;
		if (behind.length > 0) {
			// "Telephone evenings | 0171 ...": a word more, in small letters.
			const isOneMore = !label.hasColon && behind.length === 1 && /^[(]?\p{Ll}+[)]?$/u.test(behind[0]?.text ?? "");
			if (!isOneMore || valueEnd < segment.tokens.length) return places;
			return [...places, ...this.beside(label).slice(0, 1)];
		}
		if (valueEnd === segment.tokens.length) {
			const beside = this.beside(label);
			places.push(...beside);
		}
		if (label.isColumnHead !== true) {
			// A caption stands under its line, and white under it.
			const above = label.hasColon ? undefined : this.above(label);
			if (above === undefined) places.push(...this.below(label));
			else return [above];
		}
		return places;
	}

	/** The tokens of a place, and what follows on its line up to the next label or wide white. */
	wholeLine({ segment, tokens, direction }: Place): Token[] {
		const line = this.text.lines[segment.line];
		const at = line?.segments.indexOf(segment) ?? -1;
		if (line === undefined || at < 0 || direction === "within") return tokens;
		if (tokens.at(-1) !== segment.tokens.at(-1)) return tokens;
		const all = [...tokens];
		for (const next of line.segments.slice(at + 1)) {
			const gap = (next.box[0] - (all.at(-1)?.box[2] ?? 0)) / line.heightPt;
			if (gap > WITHIN_CHOICES || this.labelAt(next) === "label") break;
			all.push(...next.tokens);
		}
		return all;
	}

	/** Whether a segment begins with a label that has, or waits for, a value of its own. */
	labelAt(segment: Segment): "label" | "maybe" | undefined {
		const first = this.labels.get(segment)?.find(({ start }) => start <= 1);
		// A label that nobody knows.
		const colon = segment.tokens.slice(0, 5).findIndex(({ text }) => /^[^\p{Nd}]*[:：]$/u.test(text));
		if (colon >= 0) return "label";
		if (first === undefined) return undefined;
		if (first.hasColon) return "label";
		return first.valueStart >= segment.tokens.length || first.clarity > 0.9 ? "maybe" : undefined;
	}

	/** "Tax 1 | 4.20": the number is part of the label. */
	private isOrdinal({ hasColon, line, at }: Occurrence, behind: readonly Token[]): boolean {
		const isBare = !hasColon && behind.length === 1 && /^\p{Nd}$/u.test(behind[0]?.text ?? "");
		return isBare && line.segments.slice(at + 1).some(({ text }) => /\p{Nd}[.,]\p{Nd}{2}(?!\p{Nd})/u.test(text));
	}

	/** Whether the boxes of a row are heads over values, or labels beside values; undefined where nothing tells. */
	private rowOf(label: Occurrence): "heads" | "pairs" | "either" | undefined {
		const { line, at, segment } = label;
		const isLast = at + 1 === line.segments.length;
		const right = line.segments[isLast ? at - 1 : at + 1];
		const under = segmentBelow(this.text, line, segment.box, REACH_BELOW)?.segment;
		const underRight = right && segmentBelow(this.text, line, right.box, REACH_BELOW)?.segment;
		if (right === undefined || under === undefined) return undefined;
		if (!isLast && this.isCaptionOver(label, under, right)) return "heads";
		if (underRight === undefined || underRight === under) return undefined;
		const isLikeRight = isAlike(segment.tokens, right.tokens);
		const isLikeUnder = isAlike(segment.tokens, under.tokens);
		const told =
			Number(isLikeRight && !isLikeUnder) -
			Number(isLikeUnder && !isLikeRight) +
			Number(this.labelAt(right) === "maybe" && !(isLikeUnder && this.labelAt(under) !== undefined)) -
			Number(this.labelAt(under) === "label" || (isLikeUnder && this.labelAt(under) === "maybe")) -
			Number(/\p{Nd}/u.test(right.text));
		if (told > 0) return "heads";
		// The last label of a row has nothing beside it.
		if (isLast) return undefined;
		return told < 0 ? "pairs" : "either";
	}

	/** A small line close over a larger one, and what is beside it is far. */
	private isCaptionOver({ line, segment }: Occurrence, under: Segment, right: Segment): boolean {
		const [own, other] = [segment.box[3] - segment.box[1], under.box[3] - under.box[1]];
		const isClose = under.box[1] - segment.box[3] < own * 0.7 && Math.abs(under.box[0] - segment.box[0]) < 1.5;
		return isClose && own < other * 0.87 && (right.box[0] - segment.box[2]) / line.heightPt > NEAR / 2;
	}

	/** Whether something beside or below could be its value. */
	private hasRoom(segment: Segment): boolean {
		const line = this.text.lines[segment.line];
		if (line === undefined || line.segments.at(-1) !== segment) return true;
		return segmentBelow(this.text, line, segment.box, REACH_BELOW) !== undefined;
	}

	/** "Bill to: | Invoice number | 4711": what follows on the line is the value of the second label. */
	private hasOwnValue(segment: Segment): boolean {
		const own = this.text.lines[segment.line]?.segments ?? [];
		const next = own[own.indexOf(segment) + 1];
		return next !== undefined && this.labelAt(next) === undefined;
	}

	private beside(label: Occurrence): Place[] {
		const { line, at, segment, hasColon } = label;
		const places: Place[] = [];
		const isUnderHead = !hasColon && this.rowOf(label) === "heads";
		const all = line.segments.slice(at + 1);
		for (const next of withoutRates(all).slice(0, MAX_BESIDE)) {
			const kind = this.labelAt(next) === "maybe" && !this.hasRoom(next) ? undefined : this.labelAt(next);
			if (kind === "label" || (kind === "maybe" && places.length > 0)) break;
			const gap = (next.box[0] - segment.box[2]) / line.heightPt;
			const near = gap <= NEAR ? 0.98 : gap <= FAR ? 0.94 : 0.9;
			const factor =
				(isUnderHead ? AGAINST_THE_ROW : 1) *
				near *
				(kind === "maybe" ? (hasColon && !this.hasOwnValue(next) ? PLAIN_BESIDE_COLON : LIKE_A_LABEL) : 1) *
				(1 - 0.06 * places.length);
			const first = this.labels.get(next)?.find(({ start }) => start > 0)?.start ?? next.tokens.length;
			places.push({ tokens: next.tokens.slice(0, first), direction: "beside", factor, segment: next });
			if (kind === "maybe") break;
		}
		return places;
	}

	/** With the small words before it: "Was the police informed?". */
	private boxOfLabel(label: Occurrence): Box {
		const { segment, start, valueEnd } = label;
		const isFirst = this.labels.get(segment)?.[0] === label;
		return boxOf(segment.tokens.slice(isFirst ? 0 : start, valueEnd));
	}

	/** The value over its caption: close above it, with more white below than above. */
	private above(label: Occurrence): Place | undefined {
		const { line } = label;
		const box = this.boxOfLabel(label);
		const over = this.text.lines
			.slice(Math.max(0, line.index - 4), line.index)
			.filter((each) => each.page === line.page)
			.flatMap((each) => each.segments)
			.filter(
				(each) =>
					Math.abs(each.box[0] - box[0]) < line.heightPt * CAPTION_SHIFT && each.box[3] < box[3] - line.heightPt * 0.5,
			)
			.at(-1);
		if (over === undefined || this.labelAt(over) !== undefined) return undefined;
		const gap = (box[1] - over.box[3]) / line.heightPt;
		const isCaption = line.heightPt < (over.box[3] - over.box[1]) * 0.85;
		if (gap > CAPTION_GAP || !isCaption) return undefined;
		const under = segmentBelow(this.text, line, box, 8);
		if (under !== undefined && under.gap < Math.max(gap * 2, 0.8)) return undefined;
		return { tokens: over.tokens, direction: "above", factor: 0.86, segment: over };
	}

	private below(label: Occurrence): Place[] {
		const box = this.boxOfLabel(label);
		const found = segmentBelow(this.text, label.line, box, REACH_BELOW);
		if (found === undefined) return [];
		const kind = this.labelAt(found.segment);
		if (kind === "label") return [];
		const isAligned = misalignment(found.segment.box, box) < label.line.heightPt * 0.5;
		const near = found.gap < 1 ? 0.95 : 0.88;
		const row = label.hasColon ? "either" : this.rowOf(label);
		const byRow = row === "pairs" ? AGAINST_THE_ROW : row === "either" ? BELOW_OR_BESIDE : 1;
		const factor =
			near *
			byRow *
			(isAligned ? 1 : 0.85) *
			(kind === "maybe" && row !== "heads" ? (label.hasColon ? PLAIN_BESIDE_COLON : LIKE_A_LABEL) : 1);
		return [{ tokens: found.segment.tokens, direction: "below", factor, segment: found.segment }];
	}
}

/** "6 | % | 14,934.27": rates have columns of their own. */
function withoutRates(segments: readonly Segment[]): Segment[] {
	const isSign = (segment: Segment | undefined): boolean => /^%$/.test(segment?.text ?? "");
	return segments.filter((segment, at) => !isSign(segment) && !isSign(segments[at + 1]));
}
