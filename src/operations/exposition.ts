/** Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/. */

export interface Sample {
	/** Behind the family's name: `_bucket`, `_sum`, `_count` of a histogram. */
	suffix?: string;
	labels?: Readonly<Record<string, string>>;
	value: number;
}

export interface Family {
	name: string;
	type: "counter" | "gauge" | "histogram";
	help: string;
	samples: readonly Sample[];
}

export function toExposition(families: readonly Family[]): string {
	return families.map(familyText).join("");
}

function familyText({ name, type, help, samples }: Family): string {
	const head = `# HELP ${name} ${help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n")}\n# TYPE ${name} ${type}\n`;
	return head + samples.map((sample) => sampleText(name, sample)).join("");
}

function sampleText(name: string, { suffix = "", labels = {}, value }: Sample): string {
	const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
	return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(",")}}` : ""} ${numberText(value)}\n`;
}

function escapeLabel(text: string): string {
	return text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
}

function numberText(value: number): string {
	if (Number.isNaN(value)) return "NaN";
	if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
	return String(value);
}
