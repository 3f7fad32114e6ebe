import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { confidenceBand } from "../preflight.ts";
import type { ResultFilter, ResultGrouping } from "./filters.ts";
import { findResult, listGroupKeys } from "./store.ts";

/** Throws `not_found` for another's as for one that never was. */
export async function getResult(ctx: Context, owner: string, id: string) {
	const result = await findResult(ctx, owner, id);
	if (result === undefined) throw new AppError("not_found", "Result not found");
	return result;
}

export interface ResultGroup {
	key: string;
	count: number;
	/** The newest first. */
	resultIds: string[];
}

const withoutValue = "(none)";
/** In the order in which they are shown. */
const bands = {
	high: "High Confidence (>=80%)",
	medium: "Medium Confidence (50-79%)",
	low: "Low Confidence (<50%)",
} as const;

/** The largest first; bands of confidence from high to low, without the empty ones. */
export async function groupResults(
	ctx: Context,
	owner: string,
	by: ResultGrouping,
	filter: ResultFilter,
): Promise<ResultGroup[]> {
	const rows = await listGroupKeys(ctx, owner, by, filter);
	const groups = new Map<string, string[]>(by === "confidenceBand" ? Object.values(bands).map((key) => [key, []]) : []);
	for (const { id, key: value } of rows) {
		const key = by === "confidenceBand" ? bands[confidenceBand(Number(value ?? 0))] : String(value ?? withoutValue);
		const ids = groups.get(key);
		if (ids === undefined) groups.set(key, [id]);
		else ids.push(id);
	}
	const found = [...groups]
		.filter(([, ids]) => ids.length > 0)
		.map(([key, resultIds]) => ({ key, count: resultIds.length, resultIds }));
	return by === "confidenceBand" ? found : found.sort((a, b) => b.count - a.count);
}
