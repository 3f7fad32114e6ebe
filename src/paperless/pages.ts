import type { z } from "zod";
import type { Paperless } from "./connection.ts";
import { isPaperlessError } from "./failure.ts";
import { ListPage } from "./wire.ts";

/** A page of any list; undefined for one beyond the end. Of `next` nothing is taken but whether it is there. */
export async function askPage(
	paperless: Paperless,
	path: string,
	query: Readonly<Record<string, string | number>> & { page: number },
	maxBytes?: number,
): Promise<z.output<typeof ListPage> | undefined> {
	try {
		return await paperless.ask(
			{ path, query, isObject: query.page > 1, ...(maxBytes === undefined ? {} : { maxBytes }) },
			ListPage,
		);
	} catch (error) {
		if (isPaperlessError(error, "gone")) return undefined;
		throw error;
	}
}

export function hasNext({ next }: z.output<typeof ListPage>): boolean {
	return next !== null && next !== undefined && next !== "";
}
