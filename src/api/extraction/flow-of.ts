import { findFlow, type StoredFlow } from "../../extraction/extraction.ts";
import { requireUser } from "../auth.ts";
import type { Http } from "../http.ts";
import { invalid } from "./dialect.ts";

/** The caller's flow that a body names by its `flow_id`; throws `invalid_request` where there is none. */
export async function flowOf(http: Http, id: string): Promise<StoredFlow> {
	const flow = await findFlow(http.get("ctx"), requireUser(http).id, id);
	if (flow === undefined) throw invalid([{ field: "flow_id", message: "There is no such flow" }]);
	return flow;
}
