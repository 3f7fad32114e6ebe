/** Word's styles and numbering: what a paragraph is, and the number printed before it. */
import { MAX_HELD_ENTRY_BYTES } from "../limits.ts";
import type { Archive } from "./archive.ts";
import { type Attributes, attribute, readXml } from "./xml.ts";

export interface NumberingPlace {
	numId: string;
	/** 0 for the outermost. */
	level: number;
}

export interface ParagraphStyle {
	/** Heading level 1–9, where the style or its outline level says so. */
	heading?: number;
	role?: "caption" | "quote" | "code";
	numbering?: NumberingPlace;
}

interface RawStyle extends ParagraphStyle {
	basedOn?: string;
}

/** Styles inherit; a longer chain is a circle. */
const MAX_INHERITANCE = 20;

export class DocxStyles {
	private readonly styles = new Map<string, RawStyle>();

	constructor(archive: Archive, part: string) {
		let style: RawStyle | undefined;
		let numId: string | undefined;
		readXml(
			archive,
			part,
			{
				open: (name, attributes) => {
					const value = attribute(attributes, "val") ?? "";
					if (name === "style" && attribute(attributes, "type") === "paragraph") {
						style = {};
						this.styles.set(attribute(attributes, "styleId") ?? "", style);
					} else if (style === undefined) return;
					else if (name === "name") Object.assign(style, named(value));
					else if (name === "basedOn") style.basedOn = value;
					else if (name === "outlineLvl" && Number(value) < 9) style.heading = Number(value) + 1;
					else if (name === "numId") numId = value;
					else if (name === "ilvl") style.numbering = { numId: "", level: Number(value) || 0 };
				},
				close: (name) => {
					if (name !== "style") return;
					if (style !== undefined && numId !== undefined)
						style.numbering = { numId, level: style.numbering?.level ?? 0 };
					[style, numId] = [undefined, undefined];
				},
			},
			MAX_HELD_ENTRY_BYTES,
		);
	}

	/** With what it inherits. */
	get(id: string): ParagraphStyle {
		const result: ParagraphStyle = {};
		let style = this.styles.get(id);
		for (let depth = 0; style !== undefined && depth < MAX_INHERITANCE; depth++) {
			if (style.heading !== undefined) result.heading ??= style.heading;
			if (style.role !== undefined) result.role ??= style.role;
			if (style.numbering !== undefined) result.numbering ??= style.numbering;
			style = style.basedOn === undefined ? undefined : this.styles.get(style.basedOn);
		}
		return result;
	}
}

/** Built-in styles keep their English names in every language of Word. */
function named(name: string): ParagraphStyle {
	const heading = /^heading ([1-9])$/i.exec(name);
	if (heading !== null) return { heading: Number(heading[1]) };
	if (/^title$/i.test(name)) return { heading: 1 };
	if (/^caption$/i.test(name)) return { role: "caption" };
	if (/quote$/i.test(name)) return { role: "quote" };
	return /^(?:html preformatted|plain text|source code|code|code block)$/i.test(name) ? { role: "code" } : {};
}

interface Level {
	format: string;
	start: number;
	/** `%1.%2.`: numbers of the levels, and what stands around them. */
	text: string;
}

/** What stands before a paragraph of a list. */
export interface Marker {
	level: number;
	/** Absent for a bullet. */
	number?: number;
	/** As printed: `2.1.`, `b)`. */
	label: string;
}

export class DocxNumbering {
	private readonly abstracts = new Map<string, Map<number, Level>>();
	private readonly instances = new Map<string, { abstract: string; starts: Map<number, number> }>();
	/** Numbers reached, by abstract list; a fresh instance with a start of its own begins again. */
	private readonly counters = new Map<string, number[]>();
	private readonly begun = new Set<string>();

	constructor(archive: Archive, part: string) {
		let abstract: Map<number, Level> | undefined;
		let instance: { abstract: string; starts: Map<number, number> } | undefined;
		let level: Level | undefined;
		let override = 0;
		const open = (name: string, attributes: Attributes) => {
			const value = attribute(attributes, "val") ?? "";
			if (name === "abstractNum") {
				abstract = new Map();
				this.abstracts.set(attribute(attributes, "abstractNumId") ?? "", abstract);
			} else if (name === "num") {
				[abstract, instance] = [undefined, { abstract: "", starts: new Map() }];
				this.instances.set(attribute(attributes, "numId") ?? "", instance);
			} else if (name === "abstractNumId" && instance !== undefined) instance.abstract = value;
			else if (name === "lvlOverride") override = Number(attribute(attributes, "ilvl")) || 0;
			else if (name === "startOverride") instance?.starts.set(override, Number(value) || 1);
			else if (name === "lvl") {
				level = { format: "decimal", start: 1, text: "" };
				abstract?.set(Number(attribute(attributes, "ilvl")) || 0, level);
			} else if (level === undefined) return;
			else if (name === "numFmt") level.format = value;
			else if (name === "start") level.start = Number(value) || 0;
			else if (name === "lvlText") level.text = value;
		};
		readXml(archive, part, { open }, MAX_HELD_ENTRY_BYTES);
	}

	/** Counts on; undefined where the paragraph has no visible marker. */
	next(place: NumberingPlace): Marker | undefined {
		const instance = this.instances.get(place.numId);
		const levels = instance && this.abstracts.get(instance.abstract);
		const at = Math.min(Math.max(place.level, 0), 8);
		const level = levels?.get(at);
		if (instance === undefined || levels === undefined || level === undefined || level.format === "none")
			return undefined;
		if (level.format === "bullet") return { level: at, label: "•" };
		const counters = this.counters.get(instance.abstract) ?? [];
		this.counters.set(instance.abstract, counters);
		const own = instance.starts.get(at);
		const first = `${place.numId}|${at}`;
		const restarts = own !== undefined && !this.begun.has(first);
		this.begun.add(first);
		const before = counters[at];
		counters[at] = before === undefined || restarts ? (own ?? level.start) : before + 1;
		counters.length = at + 1;
		const label = level.text.replace(/%([1-9])/g, (_, digit) => {
			const index = Number(digit) - 1;
			return formatted(counters[index] ?? levels.get(index)?.start ?? 1, levels.get(index)?.format ?? "decimal");
		});
		return { level: at, number: counters[at] ?? 1, label };
	}
}

function formatted(number: number, format: string): string {
	if (format === "lowerLetter" || format === "upperLetter") {
		const letter = String.fromCharCode(97 + ((((number - 1) % 26) + 26) % 26));
		const text = letter.repeat(Math.min(Math.floor((number - 1) / 26) + 1, 5));
		return format === "upperLetter" ? text.toUpperCase() : text;
	}
	if (format === "lowerRoman") return roman(number).toLowerCase();
	if (format === "upperRoman") return roman(number);
	return format === "decimalZero" && number < 10 ? `0${number}` : String(number);
}

const ROMAN: readonly (readonly [number, string])[] = [
	[1000, "M"],
	[900, "CM"],
	[500, "D"],
	[400, "CD"],
	[100, "C"],
	[90, "XC"],
	[50, "L"],
	[40, "XL"],
	[10, "X"],
	[9, "IX"],
	[5, "V"],
	[4, "IV"],
	[1, "I"],
];

function roman(number: number): string {
	if (number < 1 || number > 3999) return String(number);
	let [rest, text] = [number, ""];
	for (const [value, letters] of ROMAN) {
		text += letters.repeat(Math.floor(rest / value));
		rest %= value;
	}
	return text;
}
