import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import type { Part } from "../flows/store.ts";
import * as store from "./store.ts";

/** Where an owner keeps documents. Times are Unix milliseconds. */
export interface Folder {
	id: string;
	name: string;
	createdAt: number;
	updatedAt: number;
}

/** What `alongside` gives is written in the same transaction. */
export async function createFolder(
	ctx: Context,
	owner: string,
	name: string,
	alongside: (folder: Folder) => Promise<readonly Statement[]>,
): Promise<Folder> {
	const now = ctx.now();
	const folder = { id: newId(), name, createdAt: now, updatedAt: now };
	await runBatch(ctx.db, [store.insertFolder(ctx, { ...folder, owner }), ...(await alongside(folder))]);
	return folder;
}

/** Undefined where the owner has none of this id. */
export async function findFolder(ctx: Context, owner: string, id: string): Promise<Folder | undefined> {
	const row = await store.findFolder(ctx, owner, id);
	return row && toFolder(row);
}

/** Newest first. */
export async function listFolders(ctx: Context, owner: string, part: Part): Promise<{ rows: Folder[]; total: number }> {
	const { rows, total } = await store.listFolders(ctx, owner, part);
	return { rows: rows.map(toFolder), total };
}

/** What is left out stays. Throws `not_found`. */
export async function updateFolder(
	ctx: Context,
	owner: string,
	id: string,
	change: { name?: string | undefined },
): Promise<Folder> {
	const row = await store.changeFolder(ctx, { owner, id }, change);
	if (row === undefined) throw missing();
	return toFolder(row);
}

/** Its documents stay and are in no folder then. Throws `not_found`. */
export async function deleteFolder(ctx: Context, owner: string, id: string): Promise<void> {
	if (!(await store.removeFolder(ctx, owner, id))) throw missing();
}

function missing(): AppError {
	return new AppError("not_found", "Folder not found");
}

function toFolder({ owner, ...folder }: store.FolderRow): Folder {
	return folder;
}
