import { Inspector } from "./inspector.ts";

interface Profile {
	nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] }[];
	/** Microseconds between a sample and the one before. */
	timeDeltas: number[];
	samples: number[];
}

export interface Stretch {
	ms: number;
	/** What most of it was spent in, from outside in. */
	in: string;
}

/** Where the isolate's time goes, and how long it works without a pause. */
export class IsolateCpu {
	readonly #inspector: Inspector;

	private constructor(inspector: Inspector) {
		this.#inspector = inspector;
	}

	static async start(port: number): Promise<IsolateCpu> {
		const inspector = await Inspector.open(port);
		await inspector.call("Profiler.enable");
		await inspector.call("Profiler.setSamplingInterval", { interval: 1000 });
		await inspector.call("Profiler.start");
		return new IsolateCpu(inspector);
	}

	async stop(): Promise<{ totalMs: number; stretches: Stretch[]; profile: Profile }> {
		const { profile } = (await this.#inspector.call("Profiler.stop")) as { profile: Profile };
		this.#inspector.close();
		return { ...stretchesOf(profile), profile };
	}
}

/** The longest first. */
function stretchesOf({ nodes, samples, timeDeltas }: Profile): { totalMs: number; stretches: Stretch[] } {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
	const pathOf = (id: number): string[] => {
		const path: string[] = [];
		for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
			const name = byId.get(at)?.callFrame.functionName;
			if (name !== undefined && name !== "" && name !== "(root)") path.unshift(name);
		}
		return path;
	};
	const isIdle = new Set(
		nodes.filter(({ callFrame }) => /^\((idle|program|root)\)$/.test(callFrame.functionName)).map(({ id }) => id),
	);
	const stretches: Stretch[] = [];
	let [ms, totalMs] = [0, 0];
	let spent = new Map<string, number>();
	const end = (): void => {
		if (ms > 20) {
			const most = [...spent].sort(([, a], [, b]) => b - a).slice(0, 3);
			stretches.push({ ms, in: most.map(([path, part]) => `${Math.round(part)} ms ${path}`).join("; ") });
		}
		[ms, spent] = [0, new Map()];
	};
	for (const [at, id] of samples.entries()) {
		const delta = (timeDeltas[at + 1] ?? 0) / 1000;
		if (isIdle.has(id)) {
			end();
			continue;
		}
		ms += delta;
		totalMs += delta;
		const path = pathOf(id).slice(0, 5).join(" > ");
		spent.set(path, (spent.get(path) ?? 0) + delta);
	}
	end();
	return { totalMs, stretches: stretches.sort((a, b) => b.ms - a.ms) };
}
