/** What the conversion's steps leave each other in the job's memory, which knows plain JSON only. Parsing throws a `ZodError`. */
import { z } from "zod";
import type { OcrPlan, PageRange, PartSummary } from "../convert/convert.ts";
import type { FileTitles } from "../library/library.ts";
import type { JsonValue } from "./job-state.ts";

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const page = z.int().positive();

const Range = z.object({ first: page, last: page }) satisfies z.ZodType<PageRange>;

const Plan = z.object({
	page,
	whole: z.boolean(),
	regions: z.array(box),
	printed: z.exactOptional(z.array(box)),
}) satisfies z.ZodType<OcrPlan>;

const HeadingStyle = z.object({ sizePt: z.number(), bold: z.boolean(), italic: z.boolean(), depth: z.number() });

/** Every field by its name: what is not listed here is lost between the steps. */
const summaryShape = {
	firstPage: page,
	pageCount: z.int().nonnegative(),
	sizes: z.array(z.tuple([z.number(), z.number()])),
	headings: z.array(HeadingStyle),
	given: z.exactOptional(
		z.array(
			z.object({ by: z.enum(["outline", "tags"]), style: HeadingStyle, level: z.number(), count: z.int().positive() }),
		),
	),
	outline: z.exactOptional(z.object({ asked: z.int().nonnegative(), found: z.int().nonnegative() })),
	labels: z.array(z.tuple([z.string(), z.number()])),
	runningLines: z.array(z.object({ key: z.string(), pages: z.number(), first: z.number(), last: z.number() })),
	figures: z.array(z.object({ imageId: z.string(), page, fingerprint: z.string(), label: z.string().nullable() })),
	recognized: z.array(
		z.object({
			page,
			method: z.enum(["pypdf2", "tesseract_ocr", "easyocr"]),
			ocrConfidence: z.number().nullable(),
		}),
	),
} satisfies Record<keyof PartSummary, z.ZodType>;

const Summary = z.object(summaryShape) satisfies z.ZodType<PartSummary>;

/** Pages of a part; of the document itself, where `range` is null. */
const Recognizing = z.object({ plans: z.array(Plan), range: Range.nullable() });
/** `whole`: the document was not cut, its pages are read from the original. */
const Layout = z.object({ ...Range.shape, whole: z.boolean() });
const Pages = z.array(page);
/** What the file says it is called. */
const Titles = z.object({ property: z.string().nullable(), outline: z.array(z.object({ title: z.string() })) });

export const parseRange = (input: JsonValue): PageRange => Range.parse(input);
export const parseRecognizing = (input: JsonValue): z.output<typeof Recognizing> => Recognizing.parse(input);
export const parseLayout = (input: JsonValue): z.output<typeof Layout> => Layout.parse(input);
export const parsePages = (output: JsonValue): number[] => Pages.parse(output);
export const parseSummary = (output: JsonValue): PartSummary => Summary.parse(output);
/** Undefined for a job that was begun before they were kept. */
export const parseTitles = (input: JsonValue): z.output<typeof Titles> | undefined => Titles.safeParse(input).data;

export const titlesToJson = (titles: FileTitles): JsonValue => Titles.parse(titles);
export const recognizingToJson = (data: { plans: OcrPlan[]; range: PageRange | null }): JsonValue =>
	Recognizing.parse(data);
export const summaryToJson = (summary: PartSummary): JsonValue => Summary.parse(summary);
