/**
 * A Vectorize index as its binding behaves, with the limits that its documentation and its errors tell: what is written is seen after a
 * while, here after `settle`.
 */
export class FakeVectorize {
	readonly dimensions: number;
	readonly upserts: number[] = [];
	/** Thrown by the next call. */
	failure: Error | undefined;
	private readonly vectors = new Map<string, Stored>();
	private mutations: (() => void)[] = [];

	constructor(dimensions: number) {
		this.dimensions = dimensions;
	}

	get binding(): Vectorize {
		return this as unknown as Vectorize;
	}

	get ids(): string[] {
		return [...this.vectors.keys()];
	}

	/** Applies what was written, in order. */
	settle(): void {
		for (const apply of this.mutations.splice(0)) apply();
	}

	async describe(): Promise<VectorizeIndexInfo> {
		return {
			vectorCount: this.vectors.size,
			dimensions: this.dimensions,
			processedUpToDatetime: 0,
			processedUpToMutation: 0,
		};
	}

	async upsert(vectors: VectorizeVector[]): Promise<VectorizeAsyncMutation> {
		this.fail();
		if (vectors.length > 1000) throw refusal(40008, `too many vectors in payload; max is 1000, got ${vectors.length}`);
		for (const { id, namespace = "", values } of vectors) {
			if (bytesOf(id) > 64 || bytesOf(id) === 0) throw refusal(40008, "id too long; max is 64 bytes");
			if (bytesOf(namespace) > 64) throw refusal(40008, "namespace too long; max is 64 bytes");
			if (values.length !== this.dimensions) {
				throw refusal(
					40012,
					`invalid vector for id="${id}", expected ${this.dimensions} dimensions, and got ${values.length}`,
				);
			}
		}
		this.upserts.push(vectors.length);
		const stored = vectors.map(
			({ id, namespace = "", values }) => [id, { namespace, values: Float32Array.from(values) }] as const,
		);
		return this.later(() => {
			for (const [id, vector] of stored) this.vectors.set(id, vector);
		});
	}

	async deleteByIds(ids: string[]): Promise<VectorizeAsyncMutation> {
		this.fail();
		if (ids.length > 100) throw refusal(40007, `too many ids in payload; max id count is 100, got ${ids.length}`);
		return this.later(() => {
			for (const id of ids) this.vectors.delete(id);
		});
	}

	async query(vector: VectorFloatArray | number[], options: VectorizeQueryOptions = {}): Promise<VectorizeMatches> {
		this.fail();
		const { topK = 5, namespace, returnValues = false, returnMetadata = "none" } = options;
		const most = returnValues || (returnMetadata !== "none" && returnMetadata !== false) ? 20 : 100;
		if (topK > most || topK < 1) throw refusal(40025, `topK must be between 1 and ${most}, got ${topK}`);
		if (vector.length !== this.dimensions)
			throw refusal(40006, `invalid query vector, expected ${this.dimensions} dimensions`);
		const matches = [...this.vectors]
			.filter(([, stored]) => namespace === undefined || stored.namespace === namespace)
			.map(([id, stored]) => ({
				id,
				namespace: stored.namespace,
				score: cosine(Float32Array.from(vector), stored.values),
			}))
			.sort((a, b) => b.score - a.score)
			.slice(0, topK);
		return { count: matches.length, matches };
	}

	private later(apply: () => void): VectorizeAsyncMutation {
		this.mutations.push(apply);
		return { mutationId: crypto.randomUUID() };
	}

	private fail(): void {
		const { failure } = this;
		this.failure = undefined;
		if (failure !== undefined) throw failure;
	}
}

interface Stored {
	namespace: string;
	values: Float32Array;
}

function refusal(code: number, text: string): Error {
	return new Error(`VECTOR_ERROR (code = ${code}): ${text}`);
}

function bytesOf(text: string): number {
	return new TextEncoder().encode(text).length;
}

function cosine(a: Float32Array, b: Float32Array): number {
	let [product, left, right] = [0, 0, 0];
	for (const [at, part] of a.entries()) {
		const other = b[at] ?? 0;
		product += part * other;
		left += part * part;
		right += other * other;
	}
	return product / Math.sqrt(left * right || 1);
}
