import type { Context } from "../context.ts";
import { type ExtractionDocument, type NewUpload, newUpload, type StoredFlow } from "../extraction/extraction.ts";
import { runBatch, type Statement } from "../platform/database.ts";
import { startExtraction } from "./start-extraction.ts";

/**
 * Writes a document that was uploaded through the extraction API. With a flow its conversion and extraction begin with it; without one it waits
 * until they are asked for. What `alongside` gives is written last in the same transaction.
 */
export async function submitUpload(
	ctx: Context,
	{ flow, ...upload }: NewUpload & { flow: StoredFlow | null },
	alongside: (submitted: ExtractionDocument) => Promise<readonly Statement[]>,
): Promise<ExtractionDocument> {
	const { statements, document } = newUpload(ctx, upload);
	if (flow === null) {
		await runBatch(ctx.db, [...statements, ...(await alongside(document))]);
		return document;
	}
	const { model } = flow.settings;
	const begun = { ...document, ...{ status: "processing" as const, flowId: flow.id, model } };
	const order = { document: begun, flow, model, isOurs: true };
	await startExtraction(ctx, order, { before: statements, after: await alongside(begun) });
	return begun;
}
