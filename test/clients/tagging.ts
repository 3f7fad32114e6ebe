import { authExamples } from "./auth-examples.ts";
import { batchExamples } from "./batch-examples.ts";
import { type Stage, TaggingClient } from "./client.ts";
import type { Example, World } from "./examples.ts";
import { historyExamples } from "./history-examples.ts";
import { legacyExamples } from "./legacy-examples.ts";
import { singleExamples } from "./single-examples.ts";
import { socketExamples } from "./socket-examples.ts";

/**
 * Every exchange that the documentation of the tagging API shows, and every refusal that it names, in an order in which each
 * can be played. `npm run client:tagging` plays them against a server, `test/api/tagging-client.test.ts` against the Worker.
 */
export const taggingExamples: readonly Example[] = [
	...authExamples,
	...singleExamples,
	...batchExamples,
	...socketExamples,
	...legacyExamples,
	...historyExamples,
];

export function newWorld(stage: Stage): World {
	return {
		stage,
		stranger: new TaggingClient(stage),
		user: new TaggingClient(stage),
		other: new TaggingClient(stage),
		email: `jo-${crypto.randomUUID().slice(0, 13)}@example.com`,
		password: `a password of ${crypto.randomUUID()}`,
		kept: new Map(),
	};
}
