import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { changeSchedules, getSchedules, type Schedule, type Schedules } from "../../automation/automation.ts";
import { scheduledSettings, startScheduledProcessing } from "../../jobs/jobs.ts";
import { getConnection } from "../../library/library.ts";
import { requireUser } from "../auth.ts";
import { type AppEnv, assumeJson } from "../http.ts";
import { answerStarted, startOnce } from "./start.ts";
import { body, dataOf, errors, isoTime, json, member, security, toIsoTime } from "./wire.ts";

const tags = ["Library: automation"];

const time = z
	.string()
	.regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "A time of day as HH:MM" })
	.openapi({ example: "03:00" });
const days = z.array(z.int().min(0).max(6)).max(7).openapi({ description: "0 is Sunday; none: each day" });
const timeZone = z.string().max(64).openapi({ example: "Europe/Berlin" });

const ScheduleView = z
	.object({
		enabled: z.boolean(),
		time,
		days,
		timeZone,
		state: z.enum(["off", "scheduled", "retrying", "dead"]),
		nextRunAt: isoTime.nullable(),
		lastRunAt: isoTime.nullable(),
		lastJobId: z.string().nullable(),
		lastError: z.string().nullable(),
		attempts: z.int(),
	})
	.openapi("LibrarySchedule");
const SchedulesView = dataOf(z.object({ sync: ScheduleView, analysis: ScheduleView, ai: ScheduleView }));
const ChangeInput = z.object({ enabled: z.boolean(), time, days, timeZone }).partial().openapi("LibraryScheduleChange");

const read = createRoute({
	method: "get",
	path: "/automation",
	tags,
	security,
	summary: "When syncs, analyses and proposals of metadata run by themselves",
	middleware: member(),
	responses: { 200: json(SchedulesView, "All off by default"), ...errors() },
});

const write = createRoute({
	method: "put",
	path: "/automation",
	tags,
	security,
	summary: "Change when; what is left out stays",
	description:
		"`ai` only ever proposes, for `maxDocumentsPerRun` new documents at most (25 where that is not set), and with a hosted model needs `monthlyBudgetUsd`.",
	middleware: [member(), assumeJson] as const,
	request: { body: body(z.object({ sync: ChangeInput, analysis: ChangeInput, ai: ChangeInput }).partial()) },
	responses: { 200: json(SchedulesView, "As it is now"), ...errors(400, 403) },
});

const run = createRoute({
	method: "post",
	path: "/automation/run",
	tags,
	security,
	summary: "Start now what is scheduled",
	middleware: [member(), assumeJson] as const,
	request: { body: body(z.object({ task: z.enum(["sync", "analysis", "ai"]) })) },
	responses: { 202: json(dataOf(z.object({ jobId: z.string() })), "It is under way"), ...errors(400, 403, 409) },
});

export function registerAutomationRoutes(surface: OpenAPIHono<AppEnv>): void {
	surface.openapi(read, async (http) => {
		return http.json({ data: toView(await getSchedules(http.get("ctx"), requireUser(http).id)) }, 200);
	});

	surface.openapi(write, async (http) => {
		const { sync, analysis, ai } = http.req.valid("json");
		if (ai?.enabled === true) await scheduledSettings(http.get("ctx"), requireUser(http).id);
		const changes = {
			sync: sync && toChange(sync),
			analysis: analysis && toChange(analysis),
			ai: ai && toChange(ai),
		};
		return http.json({ data: toView(await changeSchedules(http.get("ctx"), requireUser(http).id, changes)) }, 200);
	});

	surface.openapi(run, async (http) => {
		const { task } = http.req.valid("json");
		if (task === "ai") {
			const [ctx, owner] = [http.get("ctx"), requireUser(http).id];
			return await answerStarted(http, { task }, (alongside) => startScheduledProcessing(ctx, owner, alongside));
		}
		if (task === "sync") await getConnection(http.get("ctx"), requireUser(http).id);
		return startOnce(http, task, {});
	});
}

function toChange({ enabled, ...change }: z.output<typeof ChangeInput>) {
	return { ...change, isEnabled: enabled };
}

function toView({ sync, analysis, ai }: Schedules) {
	return { sync: scheduleView(sync), analysis: scheduleView(analysis), ai: scheduleView(ai) };
}

function scheduleView({ isEnabled, days, nextRunAt, lastRunAt, ...schedule }: Schedule) {
	const times = { nextRunAt: toIsoTime(nextRunAt), lastRunAt: toIsoTime(lastRunAt) };
	return { ...schedule, ...times, enabled: isEnabled, days: [...days] };
}
