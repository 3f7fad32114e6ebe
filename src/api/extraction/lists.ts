import { z } from "@hono/zod-openapi";
import { requireUser } from "../auth.ts";
import { cursorsOf } from "../cursor.ts";
import type { Http } from "../http.ts";
import { lastOf } from "../validation.ts";
import { refuse } from "./dialect.ts";

const defaultLimit = 50;
const maxLimit = 100;

/** `limit` and `cursor` of every list; a limit above 100 counts as 100. */
export const CursorQuery = z.object({
	limit: lastOf(
		z
			.string()
			.regex(/^0*[1-9]\d*$/, "Must be an integer from 1 to 100")
			.optional(),
	)
		.transform((value) => (value === undefined ? defaultLimit : Math.min(maxLimit, Number(value))))
		.openapi({ type: "integer", minimum: 1, maximum: maxLimit, default: defaultLimit }),
	cursor: lastOf(z.string().optional()).openapi({ type: "string", description: "`next_cursor` of the page before" }),
});
export type CursorQuery = z.infer<typeof CursorQuery>;

export const Pagination = z
	.object({ next_cursor: z.string().nullable(), has_more: z.boolean(), total_count: z.int() })
	.openapi("ExtractionPagination");
export type Pagination = z.infer<typeof Pagination>;

/** The schema of a page of a list: its items under `name`, and `pagination`. */
export function listOf<Name extends string, Item extends z.ZodType>(name: Name, item: Item) {
	const items = z.array(item);
	return z.object({ [name]: items, pagination: Pagination } as Record<Name, typeof items> & {
		pagination: typeof Pagination;
	});
}

/** Where a row of a list stands in it, newest first. */
export interface RowPosition {
	createdAt: number;
	id: string;
}

interface CursorList<Row, Position> {
	/** Of the list: a cursor of one is none of another. */
	name: string;
	/** What its rows are chosen by; a cursor is good for the same alone. */
	filters?: readonly unknown[];
	/** At most `limit` rows after the one at `after`, and how many there are in all. */
	read(part: { limit: number; after: Position | undefined }): Promise<{ rows: Row[]; total: number }>;
	positionOf(row: NoInfer<Row>): Position;
}

/**
 * A page of one of the caller's lists. Cursors name the last row that was given, so that rows which come and go meanwhile move none of the
 * others from page to page. Throws `invalid_cursor` for one that is not genuine, of another list, of other filters or of another owner.
 */
export async function cursorPage<Row, Position>(
	http: Http,
	query: CursorQuery,
	list: CursorList<Row, Position>,
): Promise<{ rows: Row[]; pagination: Pagination }> {
	const cursors = await cursorsOf(http, `extraction/${list.name}`, [requireUser(http).id, list.filters ?? []]);
	const opened = query.cursor ? await cursors.open(query.cursor) : undefined;
	if (query.cursor && opened === undefined) {
		throw refuse("invalid_cursor", "The cursor is unknown, or was given for another list or other filters");
	}
	// Whoever holds the key of the signature has sealed a position of this list in it.
	const after = opened as Position | undefined;
	const { rows, total } = await list.read({ limit: query.limit + 1, after });
	const page = rows.slice(0, query.limit);
	const last = page.at(-1);
	const isMore = rows.length > page.length && last !== undefined;
	const nextCursor = isMore ? await cursors.seal(list.positionOf(last)) : null;
	return { rows: page, pagination: { next_cursor: nextCursor, has_more: isMore, total_count: total } };
}

/** Of a row that is listed by when it was made. */
export function positionOf({ createdAt, id }: RowPosition): RowPosition {
	return { createdAt, id };
}
