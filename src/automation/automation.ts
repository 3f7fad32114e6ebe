/**
 * Door of automation: when a user's library is worked on without being asked. All of it is off by default. What is due is taken under a
 * lease; a start that fails is tried again, each time later, and given up after some tries until its user switches it on again.
 */
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { isTimeZone, nextRun, type Times } from "./next-run.ts";
import { claimDueRows, listScheduleRows, putScheduleRows, type ScheduleRow, settleRow } from "./store.ts";

export const scheduledTasks = ["sync", "analysis", "ai"] as const;
export type ScheduledTask = (typeof scheduledTasks)[number];

/** Times are Unix milliseconds. */
export interface Schedule extends Times {
	isEnabled: boolean;
	/** `dead`: given up after too many failed starts. */
	state: "off" | "scheduled" | "retrying" | "dead";
	nextRunAt: number | null;
	lastRunAt: number | null;
	lastJobId: string | null;
	lastError: string | null;
	attempts: number;
}
export type Schedules = Record<ScheduledTask, Schedule>;

export interface ScheduleChange {
	isEnabled?: boolean | undefined;
	time?: string | undefined;
	days?: readonly number[] | undefined;
	timeZone?: string | undefined;
}

/** A run that is due, and in whose name. */
export type DueRun = ScheduleRow;

const leaseMs = 5 * 60_000;
/** Of one tick. */
const maxRuns = 50;
/** Waits after failed starts; after the last of them the schedule is dead. */
const retryMs = [60_000, 5 * 60_000, 15 * 60_000, 3_600_000];

export async function getSchedules(ctx: Context, owner: string): Promise<Schedules> {
	const rows = await listScheduleRows(ctx, owner);
	const of = (task: ScheduledTask) => toSchedule(rows.find((row) => row.task === task) ?? standard(owner, task));
	return { sync: of("sync"), analysis: of("analysis"), ai: of("ai") };
}

/** Changes what is given. Switching on, or a new time, brings a dead schedule back to life. Throws `invalid_request` for no time zone. */
export async function changeSchedules(
	ctx: Context,
	owner: string,
	changes: Partial<Record<ScheduledTask, ScheduleChange | undefined>>,
): Promise<Schedules> {
	const now = ctx.now();
	const stored = await listScheduleRows(ctx, owner);
	const rows = scheduledTasks.flatMap((task) => {
		const change = changes[task];
		if (change === undefined) return [];
		if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) {
			const message = `${task}.timeZone: no such time zone`;
			const details = [{ code: "custom", path: [task, "timeZone"], message }];
			throw new AppError("invalid_request", message, { details });
		}
		const before = stored.find((row) => row.task === task) ?? standard(owner, task);
		const row: ScheduleRow = {
			...before,
			isEnabled: change.isEnabled ?? before.isEnabled,
			time: change.time ?? before.time,
			days: change.days === undefined ? before.days : JSON.stringify([...new Set(change.days)].sort()),
			timeZone: change.timeZone ?? before.timeZone,
			attempts: 0,
			isDead: false,
			leasedUntil: null,
			updatedAt: now,
		};
		return [{ ...row, nextRunAt: row.isEnabled ? nextRun(timesOf(row), now) : null }];
	});
	await putScheduleRows(ctx, rows);
	return await getSchedules(ctx, owner);
}

/** What is due now, each taken by one caller alone for five minutes. */
export async function claimDueRuns(ctx: Context): Promise<DueRun[]> {
	return await claimDueRows(ctx, ctx.now() + leaseMs, maxRuns);
}

/** The run has begun, or one of its kind is under way: the next one is at its time. */
export async function settleRun(ctx: Context, run: DueRun, jobId: string | null): Promise<void> {
	const now = ctx.now();
	await settleRow(ctx, run, {
		nextRunAt: nextRun(timesOf(run), now),
		lastRunAt: now,
		lastError: null,
		attempts: 0,
		...(jobId !== null && { lastJobId: jobId }),
	});
}

/** The run could not begin, for a reason that its user may read. */
export async function failRun(ctx: Context, run: DueRun, reason: string): Promise<void> {
	const wait = retryMs[run.attempts];
	const attempts = run.attempts + 1;
	await settleRow(ctx, run, {
		attempts,
		lastError: reason,
		nextRunAt: wait === undefined ? null : ctx.now() + wait,
		isDead: wait === undefined,
	});
}

function standard(owner: string, task: ScheduledTask): ScheduleRow {
	return {
		owner,
		task,
		isEnabled: false,
		time: "03:00",
		days: "[]",
		timeZone: "UTC",
		nextRunAt: null,
		leasedUntil: null,
		attempts: 0,
		isDead: false,
		lastRunAt: null,
		lastJobId: null,
		lastError: null,
		updatedAt: 0,
	};
}

function toSchedule(row: ScheduleRow): Schedule {
	const { isEnabled, nextRunAt, lastRunAt, lastJobId, lastError, attempts } = row;
	const live = attempts > 0 ? "retrying" : "scheduled";
	const state = !isEnabled ? "off" : row.isDead ? "dead" : live;
	return { ...timesOf(row), isEnabled, state, nextRunAt, lastRunAt, lastJobId, lastError, attempts };
}

function timesOf({ time, days, timeZone }: ScheduleRow): Times {
	return { time, days: JSON.parse(days) as number[], timeZone };
}
