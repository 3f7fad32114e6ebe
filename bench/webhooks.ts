/**
 * `npm run bench:webhooks`: callbacks of tasks and webhooks of the extraction API to a server that takes them, fails, hangs, redirects, is gone
 * and comes back, over SIGKILLs of the Worker. Of the schedule only the first retry is waited for: the rest is tested with a clock of the
 * test's own. `npm run bench:webhooks -- callbacks` or `-- subscriptions` runs one half.
 */
import { Report } from "./report.ts";
import { benchCallbacks } from "./webhooks/callbacks.ts";
import { benchSubscriptions } from "./webhooks/subscriptions.ts";

const report = new Report("Webhooks");
const half = process.argv[2];
if (half !== "subscriptions") await benchCallbacks(report);
if (half !== "callbacks") await benchSubscriptions(report);
process.exitCode = report.exitCode();
