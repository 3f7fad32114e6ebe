import { newId } from "../../src/lib/ids.ts";
import { sql } from "../accounts/support.ts";

export interface ResultSeed {
	id?: string;
	provider?: string;
	model?: string;
	suggested?: { title?: string | null; correspondent?: string | null; documentType?: string | null; tags?: string[] };
	/** Title, correspondent, type, tags; null: none. */
	confidence?: readonly [number, number, number, number] | null;
	current?: { title?: string; correspondent?: string | null; documentType?: string | null; tags?: string[] };
	status?: string;
	appliedAt?: number;
	errorMessage?: string;
	failureType?: string;
	tokens?: readonly [prompt: number, completion: number];
	cost?: number | null;
	snapshot?: object;
	applied?: object;
	appliedFields?: string[];
	createdAt?: number;
}

/** Puts a result, as a run would have made it. Gives its id. */
export async function putResult(owner: string, documentId: string, seed: ResultSeed = {}): Promise<string> {
	const {
		id = newId(),
		suggested = {},
		confidence = [0.9, 0.9, 0.9, 0.9],
		current = {},
		createdAt = Date.now(),
	} = seed;
	const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
	const row = {
		id,
		owner,
		document_id: documentId,
		provider: seed.provider ?? "openai",
		model: seed.model ?? "gpt-5.4-mini",
		suggested_title: suggested.title ?? null,
		suggested_correspondent: suggested.correspondent ?? null,
		suggested_document_type: suggested.documentType ?? null,
		suggested_tags: JSON.stringify(suggested.tags ?? []),
		confidence_title: confidence?.[0] ?? null,
		confidence_correspondent: confidence?.[1] ?? null,
		confidence_document_type: confidence?.[2] ?? null,
		confidence_tags: confidence?.[3] ?? null,
		current_title: current.title ?? "A document",
		current_correspondent: current.correspondent ?? null,
		current_document_type: current.documentType ?? null,
		current_tags: JSON.stringify(current.tags ?? []),
		status: seed.status ?? "pending",
		applied_at: seed.appliedAt ?? null,
		error_message: seed.errorMessage ?? null,
		failure_type: seed.failureType ?? null,
		prompt_tokens: seed.tokens?.[0] ?? 0,
		completion_tokens: seed.tokens?.[1] ?? 0,
		estimated_cost: seed.cost ?? null,
		applied_fields: json(seed.appliedFields),
		snapshot: json(seed.snapshot),
		applied: json(seed.applied),
		created_at: createdAt,
		updated_at: createdAt,
	};
	const columns = Object.keys(row);
	const places = columns.map(() => "?").join(", ");
	await sql(`insert into ai_results (${columns.join(", ")}) values (${places})`, ...Object.values(row));
	return id;
}
