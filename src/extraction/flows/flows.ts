import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { newId } from "../../lib/ids.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import type { Flow } from "../flow.ts";
import * as store from "./store.ts";

/** A flow as its owner keeps it. Times are Unix milliseconds. */
export interface StoredFlow {
	id: string;
	name: string;
	fields: Flow["fields"];
	settings: FlowSettings;
	createdAt: number;
	updatedAt: number;
}

export interface FlowSettings {
	model: "standard" | "premium";
	/** 0…100; null: nothing is approved by itself. */
	autoApproveThreshold: number | null;
}

export type FlowInput = Pick<StoredFlow, "name" | "fields"> & { settings?: Partial<FlowSettings> };

export interface FlowChange {
	name?: string | undefined;
	fields?: StoredFlow["fields"] | undefined;
	settings?: Partial<FlowSettings> | undefined;
}

const standardSettings: FlowSettings = { model: "standard", autoApproveThreshold: null };

/** What `alongside` gives is written in the same transaction. */
export async function createFlow(
	ctx: Context,
	owner: string,
	{ name, fields, settings }: FlowInput,
	alongside: (flow: StoredFlow) => Promise<readonly Statement[]>,
): Promise<StoredFlow> {
	const now = ctx.now();
	const flow: StoredFlow = {
		...{ id: newId(), name, fields },
		settings: { ...standardSettings, ...settings },
		...{ createdAt: now, updatedAt: now },
	};
	await runBatch(ctx.db, [store.insertFlow(ctx, toRow(owner, flow)), ...(await alongside(flow))]);
	return flow;
}

/** Throws `not_found`, as the verbs below do. */
export async function getFlow(ctx: Context, owner: string, id: string): Promise<StoredFlow> {
	return found(await store.findFlow(ctx, owner, id));
}

/** Undefined where the owner has none of this id. */
export async function findFlow(ctx: Context, owner: string, id: string): Promise<StoredFlow | undefined> {
	const row = await store.findFlow(ctx, owner, id);
	return row && toFlow(row);
}

/** Newest first. */
export async function listFlows(
	ctx: Context,
	owner: string,
	part: store.Part,
): Promise<{ rows: StoredFlow[]; total: number }> {
	const { rows, total } = await store.listFlows(ctx, owner, part);
	return { rows: rows.map(toFlow), total };
}

/** What is left out stays, single settings too. What was asked for before goes on with the flow as it was. */
export async function updateFlow(
	ctx: Context,
	owner: string,
	id: string,
	{ name, fields, settings }: FlowChange,
): Promise<StoredFlow> {
	const row = await store.changeFlow(
		ctx,
		{ owner, id },
		{
			...(name === undefined ? {} : { name }),
			...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
			...(settings === undefined ? {} : { settings: settingsText(settings) }),
		},
	);
	return found(row);
}

/** Its documents stay, with what was extracted, and have no flow then. */
export async function deleteFlow(ctx: Context, owner: string, id: string): Promise<void> {
	if (!(await store.removeFlow(ctx, owner, id))) throw missing();
}

function found(row: store.FlowRow | undefined): StoredFlow {
	if (row === undefined) throw missing();
	return toFlow(row);
}

function missing(): AppError {
	return new AppError("not_found", "Flow not found");
}

function toRow(owner: string, { fields, settings, ...flow }: StoredFlow): store.FlowRow {
	return { ...flow, owner, fields: JSON.stringify(fields), settings: settingsText(settings) };
}

function toFlow({ owner, fields, settings, ...row }: store.FlowRow): StoredFlow {
	return { ...row, fields: JSON.parse(fields) as StoredFlow["fields"], settings: settingsOf(settings) };
}

/** In the words of `Flow`; what is left out is not in it. */
function settingsText({ model, autoApproveThreshold }: Partial<FlowSettings>): string {
	return JSON.stringify({ model, auto_approve_threshold: autoApproveThreshold });
}

function settingsOf(text: string): FlowSettings {
	const { model = "standard", auto_approve_threshold = null } = JSON.parse(text) as NonNullable<Flow["settings"]>;
	return { model, autoApproveThreshold: auto_approve_threshold };
}
