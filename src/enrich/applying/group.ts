import { AppError } from "../../errors.ts";
import { isPaperlessError, listingFingerprintOf, type PaperlessError } from "../../paperless/paperless.ts";
import { type Changes, changesNothing, type Entity, stateAfter, type Target } from "../application.ts";
import type { Field } from "../fields.ts";
import { type AskedOptions, decide, judge, suggestionOf } from "./decision.ts";
import { type Desk, liveState, localState } from "./desk.ts";
import { readListings } from "./listings.ts";
import { recordOf } from "./record.ts";
import { settle } from "./settlement.ts";
import { type Intent, keepIntents } from "./store.ts";
import type { EntityField } from "./vocabulary.ts";
import { type GroupOptions, lost, type Outcome, type Task, type Way } from "./way.ts";
import { toPatch, writeDocument } from "./write.ts";

/*
 * Applies a few results at once (contracts/library.md 14.6): their documents are read, plans made one after the other, missing entities
 * made once, what is about to be written is kept, and then all are written side by side. What came of it is one transaction.
 */

/** Outcomes in the order of the tasks. Throws a `PaperlessError` where the server gives no documents or names at all: nothing has happened then. */
export async function applyGroup(desk: Desk, tasks: readonly Task[], options: GroupOptions): Promise<Outcome[]> {
	const ways: Way[] = tasks.map((task) => ({ task }));
	await lookUp(desk, ways);
	await plan(desk, ways, options);
	await prepare(desk, ways);
	// All are waited for: one that is stopped must not leave another at work behind the back of the next run.
	const ends = await Promise.allSettled(ways.map((way) => write(desk, way)));
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	await settle(desk, ways);
	return ways.map(({ outcome }) => outcome ?? lost());
}

function fail(way: Way, error: AppError, failureType: "no_suggestions" | "document_not_found" | null = null): void {
	way.outcome = { kind: "failed", error, failureType };
}

/** Finds out how the documents are now. */
async function lookUp(desk: Desk, ways: readonly Way[]): Promise<void> {
	const remote = ways.filter(({ task }) => task.result.document.source === "paperless");
	for (const way of ways) {
		const { document } = way.task.result;
		if (document.source === "upload") way.state = localState(document, undefined);
	}
	if (remote.length === 0) return;
	if (!desk.hasServer) {
		for (const way of remote) fail(way, new AppError("bad_request", "There is no connection to Paperless."));
		return;
	}
	const ids = remote.flatMap(({ task }) => task.result.document.paperlessId ?? []);
	const answers = await readListings(desk.paperless, ids);
	const listings = [...answers.values()].flatMap((answer) => ("listing" in answer ? answer.listing : []));
	const vocabulary = await desk.vocabularyOf(listings);
	for (const way of remote) {
		const answer = answers.get(way.task.result.document.paperlessId ?? 0);
		if (answer === undefined || "isGone" in answer) {
			fail(way, new AppError("not_found", "The document is not in Paperless any more."), "document_not_found");
		} else if ("error" in answer) {
			refuse(way, answer.error);
		} else {
			way.listing = answer.listing;
			way.state = liveState(answer.listing, vocabulary);
			way.wasCurrent = listingFingerprintOf(answer.listing) === way.task.result.document.listingHash;
		}
	}
}

/** What the server said no to, or could not do now. */
function refuse(way: Way, error: PaperlessError): void {
	if (error.isPassing && !way.task.isLast) way.outcome = { kind: "putOff", error };
	else if (error.reason === "gone") fail(way, new AppError("not_found", error.message), "document_not_found");
	else fail(way, error);
}

async function plan(desk: Desk, ways: readonly Way[], { manner, how }: GroupOptions): Promise<void> {
	for (const way of ways) {
		const { state, outcome } = way;
		const { result } = way.task;
		if (state === undefined || outcome !== undefined) continue;
		const vocabulary = await desk.vocabularyFor(result.document);
		const { settings } = desk;
		const suggestion = suggestionOf(result, vocabulary, settings);
		const question = { result, suggestion, state, vocabulary, settings, manner };
		let asked: AskedOptions;
		if (how === "gates") {
			const verdict = judge(question, vocabulary.existing);
			if (!verdict.mayApply) {
				way.outcome = { kind: "skipped" };
				continue;
			}
			const createMissingEntities = !settings.config.neverAutoCreateEntities;
			asked = { fields: verdict.fields, allowClearing: false, createMissingEntities };
		} else {
			asked = how;
		}
		const decision = decide({ ...question, asked });
		if (decision.kind === "nothing") {
			fail(way, new AppError("bad_request", "Nothing is suggested for these fields."), "no_suggestions");
		} else if (decision.kind === "conflict") {
			fail(way, new AppError("conflict", conflictText(decision.fields)));
		} else {
			vocabulary.expect(decision.plan);
			way.plan = decision;
		}
	}
}

const fieldLabels: Readonly<Record<Field, string>> = {
	title: "title",
	correspondent: "correspondent",
	documentType: "document type",
	tags: "tags",
};

function conflictText(fields: readonly Field[]): string {
	const names = fields.map((field) => fieldLabels[field]).join(", ");
	return `Changed since this was proposed: ${names}. Nothing was written; sync, and process the document again to have it proposed anew.`;
}

/** Makes the entities that are missing, and keeps what is about to be written. */
async function prepare(desk: Desk, ways: readonly Way[]): Promise<void> {
	const intents: Intent[] = [];
	for (const way of ways) {
		const { plan, state, outcome, task } = way;
		if (plan === undefined || state === undefined || outcome !== undefined) continue;
		const { result } = task;
		const made = await createMissing(desk, way, plan.plan.changes);
		if (made === undefined) continue;
		way.after = stateAfter(
			state,
			plan.plan.changes,
			(field, name) => made.get(keyOf(field, name)) ?? { id: null, name },
		);
		// Kept also where nothing is left to be written: of two at once, one must not take what the other has written for the state before.
		way.record = recordOf(result, way.after, { wroteTitle: plan.plan.changes.title !== undefined, before: state });
		intents.push({ result, snapshot: plan.snapshot, record: way.record });
	}
	const kept = await keepIntents(desk.ctx, intents);
	for (const way of ways) {
		if (way.record === undefined) continue;
		const version = kept.get(way.task.result.id);
		if (version !== undefined) Object.assign(way, { isUncertain: true, version });
		else if (way.task.isLast) fail(way, lost().error);
		else way.outcome = lost();
	}
}

const keyOf = (field: EntityField, name: string): string => `${field} ${name}`;

/** The entities that the changes need; undefined where one could not be made: then the way has ended. */
async function createMissing(desk: Desk, way: Way, changes: Changes): Promise<Map<string, Entity> | undefined> {
	const made = new Map<string, Entity>();
	const isUpload = way.task.result.document.source === "upload";
	const wanted: [EntityField, Target | null | undefined][] = [
		["correspondents", changes.correspondent],
		["documentTypes", changes.documentType],
		...(changes.tags ?? []).map((tag): [EntityField, Target] => ["tags", tag]),
	];
	try {
		for (const [field, target] of wanted) {
			if (target === null || target === undefined || !("create" in target)) continue;
			const { create: name } = target;
			made.set(keyOf(field, name), isUpload ? { id: null, name } : await desk.create(field, name));
		}
		return made;
	} catch (error) {
		if (!isPaperlessError(error)) throw error;
		refuse(way, error);
		return undefined;
	}
}

async function write(desk: Desk, way: Way): Promise<void> {
	const { plan, after, outcome, task, listing } = way;
	if (plan === undefined || after === undefined || outcome !== undefined) return;
	if (listing !== undefined && !changesNothing(plan.plan)) {
		try {
			way.listing = await writeDocument(desk.paperless, listing.id, toPatch(plan.plan.changes, after));
			way.isWritten = true;
		} catch (error) {
			if (!isPaperlessError(error)) throw error;
			way.isUncertain = error.isPassing;
			refuse(way, error);
			return;
		}
	}
	way.outcome = { kind: "applied", status: plan.plan.status };
	const done =
		way.isWritten && way.listing !== undefined
			? liveState(way.listing, await desk.vocabularyFor(task.result.document))
			: after;
	way.record = recordOf(task.result, done, { wroteTitle: plan.plan.changes.title !== undefined });
}
