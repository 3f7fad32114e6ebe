/** What applying many results would come to (contracts/library.md 14.8): the same plans that applying them makes, counted. */
import { type ApplyPlan, changesNothing } from "./application.ts";
import { type Confidence, type Field, fields } from "./fields.ts";
import type { GateResult } from "./gates.ts";

export interface PreflightItem {
	plan: ApplyPlan;
	confidence: Confidence | null;
	gate: GateResult;
}

export interface Preflight {
	totalDocuments: number;
	fieldsChanged: Record<Field, number>;
	newEntitiesCreated: { correspondents: string[]; documentTypes: string[]; tags: string[] };
	lowConfidenceCount: number;
	noOpCount: number;
	destructiveClearCount: number;
	confidenceDistribution: { high: number; medium: number; low: number };
	gateResults?: { wouldAutoApply: number; blockedByGates: number; blockReasons: { reason: string; count: number }[] };
}

/** Adds one result after the other; a scope of any size needs no more room than its new names. */
export class PreflightCount {
	private readonly counted: Omit<Preflight, "newEntitiesCreated" | "gateResults"> = {
		totalDocuments: 0,
		fieldsChanged: { title: 0, correspondent: 0, documentType: 0, tags: 0 },
		lowConfidenceCount: 0,
		noOpCount: 0,
		destructiveClearCount: 0,
		confidenceDistribution: { high: 0, medium: 0, low: 0 },
	};
	private readonly names = {
		correspondents: new Map<string, string>(),
		documentTypes: new Map<string, string>(),
		tags: new Map<string, string>(),
	};
	private readonly reasons = new Map<string, number>();
	private passed = 0;

	add({ plan, confidence, gate }: PreflightItem): void {
		const { counted } = this;
		counted.totalDocuments++;
		for (const field of fields) {
			if (plan.changes[field] !== undefined && !plan.cleared.includes(field)) counted.fieldsChanged[field]++;
		}
		for (const kind of ["correspondents", "documentTypes", "tags"] as const) {
			for (const name of plan.missing[kind]) {
				const key = name.toLowerCase();
				if (!this.names[kind].has(key)) this.names[kind].set(key, name);
			}
		}
		const band = confidenceBand(meanConfidence(confidence));
		counted.confidenceDistribution[band]++;
		if (band === "low") counted.lowConfidenceCount++;
		if (changesNothing(plan)) counted.noOpCount++;
		if (plan.cleared.some((field) => field !== "tags")) counted.destructiveClearCount++;
		if (gate.mayApply) this.passed++;
		for (const reason of gate.reasons) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
	}

	result(): Preflight {
		const { totalDocuments } = this.counted;
		const blockReasons = [...this.reasons]
			.map(([reason, count]) => ({ reason, count }))
			.sort((a, b) => b.count - a.count);
		return {
			...this.counted,
			newEntitiesCreated: {
				correspondents: [...this.names.correspondents.values()],
				documentTypes: [...this.names.documentTypes.values()],
				tags: [...this.names.tags.values()],
			},
			...(totalDocuments === 0
				? {}
				: { gateResults: { wouldAutoApply: this.passed, blockedByGates: totalDocuments - this.passed, blockReasons } }),
		};
	}
}

/** Of the values above 0; 0 where there are none. Rounded: the mean of 0.9, 0.9 and 0.6 is 0.8. */
export function meanConfidence(confidence: Confidence | null): number {
	const values = confidence === null ? [] : fields.map((field) => confidence[field]).filter((value) => value > 0);
	const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
	return Math.round(mean * 1e9) / 1e9;
}

export function confidenceBand(mean: number): "high" | "medium" | "low" {
	return mean >= 0.8 ? "high" : mean >= 0.5 ? "medium" : "low";
}
