/** Sums that must come out: they choose between candidates, and make sure of them. */
import type { Candidate } from "./candidates.ts";
import type { Money } from "./result.ts";

/** `result` = Σ `plus` − Σ `minus`; those that a document does not have count as 0. */
interface Equation {
	result: string;
	plus: string[];
	minus: string[];
	/** Of `plus` and `minus`: without these it says nothing. */
	needed: string[];
}

const EQUATIONS: Equation[] = [
	{
		result: "total",
		plus: ["net_amount", "tax_amount", "shipping_cost", "tip"],
		minus: ["discount"],
		needed: ["net_amount", "tax_amount"],
	},
	{
		result: "total",
		plus: ["net_amount", "cgst", "sgst", "igst", "shipping_cost"],
		minus: ["discount"],
		needed: ["net_amount", "cgst", "sgst"],
	},
	{
		result: "total",
		plus: ["net_amount", "igst", "shipping_cost"],
		minus: ["discount"],
		needed: ["net_amount", "igst"],
	},
	{ result: "net_pay", plus: ["gross_pay"], minus: ["total_deductions"], needed: ["gross_pay", "total_deductions"] },
	{ result: "change", plus: ["cash"], minus: ["total"], needed: ["cash", "total"] },
];
/** Concepts of which candidates are needed, asked for or not. */
export const SUMMED: readonly string[] = [
	...new Set(EQUATIONS.flatMap(({ result, plus, minus }) => [result, ...plus, ...minus])),
];

const CHOICES = 4;
/** Of the best one's score: a sum of unlikely numbers proves nothing. */
const WORTHY = 0.7;
const CONFIRMED = 12;
const CONTRADICTED = 0.88;
/** Rounding of each part. */
const TOLERANCE = 0.025;

type ByConcept = ReadonlyMap<string, readonly Candidate[]>;

/** Puts the candidates first that fit into a sum, and changes the scores by what the sums say. */
export function checkSums(candidates: ByConcept): Map<string, Candidate[]> {
	const checked = new Map([...candidates].map(([name, list]) => [name, [...list]]));
	const settled = new Set<string>();
	for (const equation of EQUATIONS) {
		const names = [equation.result, ...equation.plus, ...equation.minus].filter(
			(name) => (checked.get(name)?.length ?? 0) > 0,
		);
		if (!names.includes(equation.result) || equation.needed.some((name) => !names.includes(name))) continue;
		const solution = solve(equation, names, checked);
		if (solution === undefined) continue;
		for (const [name, candidate] of solution) {
			const rest = (checked.get(name) ?? []).filter((each) => each !== candidate);
			checked.set(name, [{ ...candidate, score: Math.min(99, candidate.score + CONFIRMED) }, ...rest]);
			settled.add(name);
		}
	}
	for (const { result, needed } of EQUATIONS.slice(0, 1)) {
		const all = [result, ...needed];
		if (all.some((name) => settled.has(name) || (checked.get(name)?.length ?? 0) === 0)) continue;
		for (const name of all) {
			checked.set(
				name,
				(checked.get(name) ?? []).map((each) => ({ ...each, score: each.score * CONTRADICTED })),
			);
		}
	}
	return checked;
}

const SURE = 80;

/** The net amount, where no label tells it but the total and its taxes are sure. */
export function missingPart(candidates: ByConcept): { name: string; amount: number } | undefined {
	const sure = (name: string): number | undefined => {
		const [best] = candidates.get(name) ?? [];
		return best !== undefined && best.score >= SURE ? amountOf(best) : undefined;
	};
	if ((candidates.get("net_amount")?.length ?? 0) > 0) return undefined;
	const [total, cgst, sgst] = [sure("total"), sure("cgst"), sure("sgst")];
	const tax = cgst !== undefined && sgst !== undefined ? cgst + sgst : (sure("igst") ?? sure("tax_amount"));
	if (total === undefined || tax === undefined || tax === 0 || tax >= total) return undefined;
	return { name: "net_amount", amount: total - tax };
}

function solve(
	equation: Equation,
	names: readonly string[],
	candidates: ByConcept,
): Map<string, Candidate> | undefined {
	const optional = names.filter((name) => name !== equation.result && !equation.needed.includes(name));
	const signs = new Map<string, number>([
		...equation.plus.map((name) => [name, 1] as const),
		...equation.minus.map((name) => [name, -1] as const),
		[equation.result, -1] as const,
	]);
	let best: { picks: Map<string, Candidate>; score: number } | undefined;
	const visit = (at: number, sum: number, picks: Map<string, Candidate>, score: number): void => {
		const name = names[at];
		if (name === undefined) {
			const isSolved =
				Math.abs(sum) <= TOLERANCE * picks.size &&
				[...picks].every(([part, pick]) => !equation.needed.includes(part) || amountOf(pick) !== 0) &&
				new Set([...picks.values()].map(({ tokens }) => tokens[0])).size === picks.size;
			if (isSolved && (best === undefined || score > best.score)) best = { picks: new Map(picks), score };
			return;
		}
		if (optional.includes(name)) visit(at + 1, sum, picks, score);
		const all = candidates.get(name) ?? [];
		const least = (all[0]?.score ?? 0) * WORTHY;
		for (const candidate of all.slice(0, CHOICES).filter(({ score: own }) => own >= least)) {
			// A discount or a deduction may be printed with its sign.
			const amount =
				(signs.get(name) ?? 1) < 0 && name !== equation.result ? -Math.abs(amountOf(candidate)) : amountOf(candidate);
			const signed = name === equation.result ? -amount : amount;
			visit(at + 1, sum + signed, new Map(picks).set(name, candidate), score + candidate.score);
		}
	};
	visit(0, 0, new Map(), 0);
	return best?.picks;
}

function amountOf({ value }: Candidate): number {
	if (typeof value === "number") return value;
	return isMoney(value) ? value.amount : Number.NaN;
}

export function isMoney(value: unknown): value is Money {
	return typeof value === "object" && value !== null && "amount" in value;
}
