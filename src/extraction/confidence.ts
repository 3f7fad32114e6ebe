import type { Flow } from "./flow.ts";
import type { FieldResults } from "./result.ts";

interface Judged {
	fields: readonly Pick<Flow["fields"][number], "name" | "required">[];
	settings?: Flow["settings"];
}

export interface Confidence {
	/** 0…100: mean over the required fields, else over all. */
	score: number;
	/** Every required field, without any every field, reaches the flow's threshold. False without a threshold. */
	isApproved: boolean;
}

export function confidenceOf({ fields, settings }: Judged, results: FieldResults): Confidence {
	const required = fields.filter((field) => field.required === true);
	const judged = required.length > 0 ? required : fields;
	const scores = judged.map(({ name }) => results.get(name)?.score ?? 0);
	const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
	const threshold = settings?.auto_approve_threshold;
	return {
		score: Math.round(mean * 10) / 10,
		isApproved: threshold !== undefined && scores.every((score) => score >= threshold),
	};
}
