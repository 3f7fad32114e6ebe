import type { Context } from "../../context.ts";
import { nextTurn } from "../../lib/turn.ts";
import type { ApplyPlan } from "../application.ts";
import { type Preflight, PreflightCount } from "../preflight.ts";
import { type AskedOptions, decide, judge, suggestionOf } from "./decision.ts";
import { Desk, localState } from "./desk.ts";
import type { ApplyScope } from "./scope.ts";
import { type Applicable, listApplicable, scopeCondition } from "./store.ts";

/** Results read at once. */
const pageSize = 500;
/** Planned in a row: of thousands of names, a new one is compared with each. */
const groupSize = 25;
/** Somebody waits. */
const waiting = { maxRetries: 1, maxWaitMs: 3_000, timeoutMs: 30_000 } as const;

/**
 * What applying the results of a scope would come to (contracts/library.md 8.14), by the plans that an application makes, in its order; of
 * documents as the library knows them, since a server is not asked for thousands. What somebody else has changed since is left alone then,
 * and counted as no change here. Throws a `PaperlessError` where the server does not tell its names.
 */
export async function preflight(
	ctx: Context,
	owner: string,
	{ scope, asked }: { scope: ApplyScope; asked: AskedOptions },
): Promise<Preflight> {
	const count = new PreflightCount();
	const condition = scopeCondition(owner, scope);
	let desk: Desk | undefined;
	for (let after: Applicable | undefined; ; ) {
		const results = await listApplicable(ctx, condition, { after, limit: pageSize });
		if (results.length > 0) desk ??= await Desk.open(ctx, owner, waiting);
		for (const [at, result] of results.entries()) {
			if (at % groupSize === 0) await nextTurn();
			if (desk !== undefined) await add(count, desk, result, asked);
		}
		after = results.at(-1);
		if (results.length < pageSize) return count.result();
	}
}

async function add(count: PreflightCount, desk: Desk, result: Applicable, asked: AskedOptions): Promise<void> {
	const { document, confidence } = result;
	const { settings } = desk;
	const vocabulary = await desk.vocabularyFor(desk.hasServer ? document : { source: "upload" });
	const state = localState(document, desk.hasServer ? vocabulary : undefined);
	const suggestion = suggestionOf(result, vocabulary, settings);
	const question = { result, suggestion, state, vocabulary, settings };
	const decision = decide({ ...question, asked, manner: "batch" });
	const gate = judge(question, vocabulary.existing);
	const plan = decision.kind === "apply" ? decision.plan : nothing;
	vocabulary.expect(plan);
	count.add({ plan, confidence, gate });
}

const nothing: ApplyPlan = {
	hasSuggestions: false,
	changes: {},
	cleared: [],
	missing: { correspondents: [], documentTypes: [], tags: [] },
	status: "applied",
	leftOut: undefined,
};
