import type { Clock } from "../lib/clock.ts";
import { ModelError, ProviderFailure } from "./failure.ts";
import { inTries } from "./tries.ts";

/** One request to whoever makes vectors. Throws `ProviderFailure`, or the signal's reason. */
export interface Embedder {
	/** As many dimensions as asked for, or as the model has, where it is not asked. In the order of the texts. */
	embed(texts: readonly string[], call: { dimensions: number | undefined; signal: AbortSignal }): Promise<number[][]>;
}

export interface EmbeddingModelParts {
	provider: string;
	name: string;
	dimensions: number;
	/** Loaded with the first call. */
	load(): Promise<Embedder>;
	/** Cut out of whatever the provider says. */
	secret: string | undefined;
	maxRetries: number;
	clock: Clock;
}

export interface EmbeddingRequest {
	/** Requests at once; at most six, since an invocation may have no more connections. */
	concurrency?: number;
	signal?: AbortSignal | undefined;
	/** Instead of `API_MAX_RETRIES`. */
	maxRetries?: number;
}

/** Texts a request (contracts/library.md 15.2), which is also what Workers AI takes. */
const maxTexts = 100;
/**
 * OpenAI takes 8,191 tokens a text and 300,000 a request, bge-m3 about as many a text. Of the scripts that have the most tokens each
 * letter is one, at three bytes; of Latin ones a token has more than three bytes.
 */
const [maxTextBytes, maxRequestBytes] = [24_000, 600_000];
const maxConnections = 6;

/**
 * A hosted model that turns texts into vectors. Throws `ModelError` once the retries are spent (also where the vectors have another length
 * than asked for), or the signal's reason.
 */
export class EmbeddingModel {
	/** Names for results: who made them. */
	readonly provider: string;
	readonly name: string;
	readonly dimensions: number;
	private readonly parts: EmbeddingModelParts;
	/** A model of one length may refuse to be asked for any. */
	private namesDimensions = true;
	private loading: Promise<Embedder> | undefined;

	constructor(parts: EmbeddingModelParts) {
		this.provider = parts.provider;
		this.name = parts.name;
		this.dimensions = parts.dimensions;
		this.parts = parts;
	}

	/** Of each text its vector, in the order of the texts, not normalised. The first request that fails ends the others. */
	async embed(texts: readonly string[], request: EmbeddingRequest = {}): Promise<Float32Array[]> {
		const { concurrency = 1, signal, maxRetries = this.parts.maxRetries } = request;
		const requests = toRequests(texts.map(shortened));
		const stop = new AbortController();
		const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
		const answers: Float32Array[][] = [];
		let next = 0;
		const work = async (): Promise<void> => {
			for (let at = next++; at < requests.length; at = next++) {
				answers[at] = await this.ask(requests[at] ?? [], either, maxRetries);
			}
		};
		try {
			const workers = Math.max(1, Math.min(concurrency, maxConnections, requests.length));
			await Promise.all(Array.from({ length: workers }, work));
		} finally {
			stop.abort();
		}
		return answers.flat();
	}

	private async ask(texts: readonly string[], signal: AbortSignal, maxRetries: number): Promise<Float32Array[]> {
		const { clock, secret } = this.parts;
		this.loading ??= this.parts.load();
		const embedder = await this.loading;
		let isNamed = this.namesDimensions;
		const answer = await inTries(
			async () => {
				isNamed = this.namesDimensions;
				const dimensions = isNamed ? this.dimensions : undefined;
				const vectors = await embedder.embed(texts, { dimensions, signal });
				if (vectors.length !== texts.length) throw new ProviderFailure("The model left out vectors.", { status: 502 });
				return vectors;
			},
			{ clock, secret, maxRetries, signal },
			(failure) => {
				if (!isNamed || !refusesDimensions(failure)) return false;
				this.namesDimensions = false;
				return true;
			},
		);
		return answer.map((vector) => this.checked(vector));
	}

	private checked(vector: readonly number[]): Float32Array {
		if (vector.length !== this.dimensions) {
			const text = `${this.name} gives vectors of ${vector.length} dimensions, not ${this.dimensions}.`;
			throw new ModelError("unexpected", text);
		}
		if (!vector.every(Number.isFinite)) throw new ModelError("unexpected", `${this.name} gives no numbers.`);
		return Float32Array.from(vector);
	}
}

function refusesDimensions({ kind, status, message }: ProviderFailure): boolean {
	return kind === "answered" && (status === 400 || status === 422) && /dimensions/i.test(message);
}

/** What is too long for a model counts by its beginning. */
function shortened(text: string): string {
	if (text.length * 3 <= maxTextBytes) return text;
	const bytes = new Uint8Array(maxTextBytes);
	const { read } = new TextEncoder().encodeInto(text, bytes);
	return text.slice(0, read);
}

function toRequests(texts: readonly string[]): string[][] {
	const requests: string[][] = [];
	let sizeBytes = 0;
	for (const text of texts) {
		const bytes =
			text.length * 3 < maxRequestBytes / maxTexts ? text.length * 3 : new TextEncoder().encode(text).length;
		const last = requests.at(-1);
		if (last === undefined || last.length === maxTexts || sizeBytes + bytes > maxRequestBytes) {
			requests.push([text]);
			sizeBytes = bytes;
		} else {
			last.push(text);
			sizeBytes += bytes;
		}
	}
	return requests;
}
