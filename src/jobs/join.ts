import type { Context } from "../context.ts";
import { joinOwedUploads } from "../library/library.ts";

const atOnce = 20;

/**
 * Lets uploads join their libraries that could not when they were converted: they are older than libraries, or were a guest's. Of one
 * owner or of all; true where some are left.
 */
export async function joinUploads(ctx: Context, { owner, most }: { owner?: string; most: number }): Promise<boolean> {
	const of = owner === undefined ? {} : { owner };
	for (let joined = 0; joined < most; joined += atOnce) {
		if (!(await joinOwedUploads(ctx, { ...of, limit: atOnce }))) return false;
	}
	return true;
}
