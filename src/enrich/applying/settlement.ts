import { labelledUpload, type ServerNames, writtenStatements } from "../../library/library.ts";
import { runBatch, type Statement } from "../../platform/database.ts";
import type { DocumentState, Entity } from "../application.ts";
import { appendFeedback } from "../reviews/store.ts";
import { endItems, putOffItem } from "../run-items/store.ts";
import type { Desk } from "./desk.ts";
import { isItemOpen } from "./items/store.ts";
import { markApplied, markFailed } from "./store.ts";
import { lost, type Outcome, type Way } from "./way.ts";

/** Writes down what has come of it, all at once. */
export async function settle(desk: Desk, ways: readonly Way[]): Promise<void> {
	const { ctx, owner, library } = desk;
	const statements: Statement[] = ways.flatMap((way) => endOf(desk, way));
	const applied = ways.filter(({ outcome }) => outcome?.kind === "applied");
	const remote = applied.filter(({ task }) => task.result.document.source === "paperless");
	const documents = remote.flatMap(({ task, listing, isWritten, wasCurrent = false }) => {
		if (listing === undefined) return [];
		// A write of ours that an earlier run did not live to see is found here, and then fetched by the next sync.
		const isSeen = isWritten === true || task.result.record?.before !== undefined;
		return isSeen ? [{ id: task.result.documentId, listing, wasCurrent: wasCurrent && isWritten === true }] : [];
	});
	const states = remote.flatMap(({ record }) => record?.state ?? []);
	await runBatch(ctx.db, [...statements, ...writtenStatements(ctx, { owner, library }, documents, namesOf(states))]);
}

export function namesOf(states: readonly DocumentState[]): ServerNames {
	const pairs = (entities: readonly (Entity | null)[]): [number, string][] =>
		entities.flatMap((entity) =>
			entity === null || entity.id === null || entity.name === "" ? [] : [[entity.id, entity.name]],
		);
	return {
		correspondents: pairs(states.map(({ correspondent }) => correspondent)),
		document_types: pairs(states.map(({ documentType }) => documentType)),
		tags: pairs(states.flatMap(({ tags }) => tags)),
	};
}

function endOf(desk: Desk, way: Way): Statement[] {
	const { ctx } = desk;
	const { result, place } = way.task;
	const outcome = way.outcome ?? lost();
	const subject = result.id;
	if (outcome.kind === "putOff") {
		return place === undefined ? [] : [putOffItem(ctx.db, place.run, { ...place, subject, position: 0 }, ctx.now())];
	}
	const said =
		outcome.kind === "failed"
			? failureOf(desk, way, outcome)
			: outcome.kind === "applied"
				? successOf(desk, way, outcome)
				: [];
	if (place === undefined) return said;
	const ended = outcome.kind === "applied" ? "succeeded" : outcome.kind;
	const error = outcome.kind === "failed" ? outcome.error.message : null;
	// Last, since what is said before asks whether the item is open.
	return [
		...said,
		endItems(ctx.db, place.run, [{ subject, outcome: ended, error, promptTokens: 0, completionTokens: 0 }], ctx.now()),
	];
}

function failureOf({ ctx }: Desk, way: Way, { error, failureType }: Extract<Outcome, { kind: "failed" }>): Statement[] {
	ctx.tally.count("ai_apply_total", { status: "failed" });
	return [
		markFailed(ctx, way.task.result, {
			message: error.message,
			failureType,
			isUncertain: way.isUncertain ?? false,
			version: way.version ?? way.task.result.updatedAt,
		}),
	];
}

function successOf({ ctx, owner }: Desk, way: Way, { status }: Extract<Outcome, { kind: "applied" }>): Statement[] {
	const { plan, record, after } = way;
	const { result, place } = way.task;
	if (plan === undefined || record === undefined || after === undefined) return [];
	const { fields, snapshot } = plan;
	const { leftOut } = plan.plan;
	const entry = leftOut && { action: "partial_applied" as const, rejectedFields: leftOut };
	const only = place && isItemOpen(place.run, result.id);
	ctx.tally.count("ai_apply_total", { status: "applied" });
	return [
		...(entry === undefined
			? []
			: [appendFeedback(ctx, { owner, id: result.id, entry, ...(only !== undefined && { only }) })]),
		markApplied(ctx, result, { status, fields, snapshot, record }),
		...(result.document.source === "upload" ? [labelledUpload(ctx, owner, result.documentId, namesIn(after))] : []),
	];
}

/** A document's labels as an upload has them. */
export function namesIn({ title, correspondent, documentType, tags }: DocumentState) {
	return {
		title,
		correspondent: correspondent?.name ?? null,
		documentType: documentType?.name ?? null,
		tags: tags.map(({ name }) => name),
	};
}
