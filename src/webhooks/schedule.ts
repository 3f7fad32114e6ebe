/* When a delivery is tried again: pure, with time and chance handed in. */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits before the second attempt, the third, …: those of contracts/extraction.md, which are Standard Webhooks' own. */
export const retryDelaysMs: readonly number[] = [
	5 * second,
	5 * minute,
	30 * minute,
	2 * hour,
	5 * hour,
	10 * hour,
	14 * hour,
];
export const maxAttempts = retryDelaysMs.length + 1;
/** A wait is lengthened by up to this share, so that a target that was away is not met by everything at once. */
const jitter = 0.1;

/** How an attempt ended. `refused`: the address must not be asked, now or later. */
export type Outcome =
	| { readonly kind: "answered"; readonly status: number }
	| { readonly kind: "failed"; readonly reason: string }
	| { readonly kind: "refused"; readonly reason: string };

export interface Verdict {
	readonly status: "pending" | "delivered" | "exhausted";
	/** Milliseconds since 1970; null when nothing is to come. */
	readonly nextAttemptAt: number | null;
	/** The target said that it is gone for good. */
	readonly isGone: boolean;
	/** A sentence about what went wrong; null for success. */
	readonly error: string | null;
}

/** What follows the attempt number `attempt` (from 1) that ended at `now`; `chance` is from 0 up to 1. */
export function judge(
	outcome: Outcome,
	{ attempt, now, chance }: { attempt: number; now: number; chance: number },
): Verdict {
	const isAnswer = outcome.kind === "answered";
	if (isAnswer && outcome.status >= 200 && outcome.status < 300) {
		return { status: "delivered", nextAttemptAt: null, isGone: false, error: null };
	}
	const isGone = isAnswer && outcome.status === 410;
	const error = isAnswer ? `The target answered ${outcome.status}.` : outcome.reason;
	const delay = retryDelaysMs[attempt - 1];
	if (isGone || outcome.kind === "refused" || delay === undefined) {
		return { status: "exhausted", nextAttemptAt: null, isGone, error };
	}
	return { status: "pending", nextAttemptAt: now + Math.round(delay * (1 + jitter * chance)), isGone, error };
}
