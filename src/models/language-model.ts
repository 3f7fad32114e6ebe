import { z } from "zod";
import type { Clock } from "../lib/clock.ts";
import { brokenOff, judge, ModelError, ProviderFailure } from "./failure.ts";
import { parseAnswer, withoutThoughts } from "./json-answer.ts";
import type {
	Finish,
	Image,
	Provider,
	ProviderAnswer,
	ProviderCall,
	Quirk,
	ReasoningEffort,
	ServiceTier,
	StreamEvent,
	TokenBudget,
	Turn,
	Usage,
} from "./provider.ts";
import { quirkIn, refusesSystem } from "./quirks.ts";
import { inTries } from "./tries.ts";

export interface TextRequest {
	system?: string;
	/** At least one; they begin and end with the user's. */
	messages: readonly { role: "user" | "assistant"; text: string }[];
	/** Shown with the last message. */
	images?: readonly Image[];
	temperature?: number;
	maxOutputTokens?: number;
	/** Its reason is thrown. */
	signal?: AbortSignal;
	/** Instead of `API_MAX_RETRIES`. */
	maxRetries?: number;
	/** A refusal as one too many is thrown at once, for a caller who paces many calls. */
	tellsRateLimits?: boolean;
	/** Of one try, instead of the provider's usual limits; in milliseconds. */
	timeoutMs?: number;
	/** Left out where the model takes none. */
	reasoningEffort?: ReasoningEffort | undefined;
	serviceTier?: ServiceTier | undefined;
}

export interface ObjectRequest<T> extends TextRequest {
	/** Of the answer; what JSON Schema cannot say of it is checked all the same. */
	schema: z.ZodType<T>;
	/** What the answer is: letters, digits, `-` and `_`. */
	name?: string;
}

export interface TextResult {
	text: string;
	finish: Finish;
	/** Of all calls that the answer took. */
	usage: Usage;
	/** Undefined where the provider does not tell. */
	budget: TokenBudget | undefined;
}

export interface ObjectResult<T> {
	value: T;
	/** As the model wrote it. */
	text: string;
	usage: Usage;
	budget: TokenBudget | undefined;
	/** Whether the model had to be asked a second time. */
	isRepaired: boolean;
}

export interface LanguageModelParts {
	provider: string;
	name: string;
	/** Loaded with the first call. */
	load(): Promise<Provider>;
	/** Cut out of whatever the provider says. */
	secret: string | undefined;
	maxRetries: number;
	clock: Clock;
	quirks: readonly Quirk[];
}

/** Characters of a wrong answer that are shown to the model again. */
const maxShownCharacters = 20_000;

/**
 * A hosted model. Every verb throws `ModelError` once the retries are spent, or the signal's reason. What the model turns out not to
 * take is left out from then on, and told by `quirks`, so that a job can hand it to its next message.
 */
export class LanguageModel {
	/** Names for results: who made them. */
	readonly provider: string;
	readonly name: string;
	private readonly parts: LanguageModelParts;
	private readonly known: Set<Quirk>;
	private loading: Promise<Provider> | undefined;

	constructor(parts: LanguageModelParts) {
		this.provider = parts.provider;
		this.name = parts.name;
		this.parts = parts;
		this.known = new Set(parts.quirks);
	}

	get quirks(): Quirk[] {
		return [...this.known];
	}

	/** An empty text is an answer too. */
	async generateText(request: TextRequest): Promise<TextResult> {
		const { text, finish, usage, budget } = await this.generate(request, turnsOf(request), request.system);
		return { text: withoutThoughts(text), finish, usage, budget };
	}

	/** One more call where the first answer does not fit the schema. */
	async generateObject<T>(request: ObjectRequest<T>): Promise<ObjectResult<T>> {
		const schema = z.toJSONSchema(request.schema, { io: "input", unrepresentable: "any" });
		const json = { schema: schema as Record<string, unknown>, name: request.name ?? "answer" };
		const order = `Answer with JSON alone, without any other text. Its JSON Schema:\n${JSON.stringify(schema)}`;
		const system = request.system === undefined ? order : `${request.system}\n\n${order}`;
		const turns = turnsOf(request);
		const first = await this.generate(request, turns, system, json);
		const read = parseAnswer(first.text, request.schema);
		const { text, usage, budget } = first;
		if (read.ok) return { value: read.value, text, usage, budget, isRepaired: false };
		refuseUnfinished(first);
		const again = await this.repaired(request, [...turns, ...correction(text, read.problem)], { system, json, usage });
		const mended = parseAnswer(again.text, request.schema);
		if (mended.ok) {
			return { value: mended.value, text: again.text, usage: again.usage, budget: again.budget, isRepaired: true };
		}
		refuseUnfinished(again);
		throw new ModelError("schema_mismatch", `The model's answer does not fit: ${mended.problem}`).withUsage(
			again.usage,
		);
	}

	/** The second call, with what both have used; where it fails, what the first has used is told. */
	private async repaired(
		request: TextRequest,
		turns: readonly Turn[],
		{ system, json, usage }: { system: string; json: ProviderCall["json"]; usage: Usage },
	): Promise<ProviderAnswer> {
		try {
			const again = await this.generate(request, turns, system, json);
			return { ...again, usage: sumOf(usage, again.usage) };
		} catch (error) {
			throw error instanceof ModelError ? error.withUsage(usage) : error;
		}
	}

	/** The answer piece by piece; leaving the loop ends the call. Tries again only before the first piece. */
	streamText(request: TextRequest): TextStream {
		return new TextStream((finished) => this.pieces(request, finished));
	}

	private async *pieces(request: TextRequest, finished: (end: StreamEnd) => void): AsyncGenerator<string> {
		const stop = new AbortController();
		const signal = request.signal === undefined ? stop.signal : AbortSignal.any([request.signal, stop.signal]);
		let events: AsyncIterator<StreamEvent> | undefined;
		let isBegun = false;
		try {
			let next = await this.tries({ ...request, signal }, turnsOf(request), request.system, async (call) => {
				const provider = await this.opened();
				events = (await provider.stream(call))[Symbol.asyncIterator]();
				return events.next();
			});
			for (; !next.done && events !== undefined; next = await events.next()) {
				if ("finish" in next.value) {
					if (!isBegun) refuseEmpty(next.value.finish);
					finished(next.value);
					return;
				}
				isBegun = true;
				yield next.value.delta;
			}
			throw brokenOff();
		} catch (error) {
			throw error instanceof ProviderFailure ? judge(error, this.parts.secret).error : error;
		} finally {
			stop.abort();
			await events?.return?.();
		}
	}

	private async generate(
		request: TextRequest,
		turns: readonly Turn[],
		system: string | undefined,
		json?: ProviderCall["json"],
	): Promise<ProviderAnswer> {
		return this.tries(request, turns, system, async (call) => (await this.opened()).generate(call), json);
	}

	private async tries<T>(
		request: TextRequest,
		turns: readonly Turn[],
		system: string | undefined,
		run: (call: ProviderCall) => Promise<T>,
		json?: ProviderCall["json"],
	): Promise<T> {
		const { clock, secret } = this.parts;
		const signal = request.signal ?? new AbortController().signal;
		const { temperature, maxOutputTokens, maxRetries = this.parts.maxRetries, tellsRateLimits } = request;
		const { reasoningEffort, serviceTier, timeoutMs } = request;
		const wishes = { temperature, maxOutputTokens, reasoningEffort, serviceTier, timeoutMs };
		const callNow = (): ProviderCall => ({ system, turns, ...wishes, json, quirks: new Set(this.known), signal });
		let call = callNow();
		return await inTries(
			() => {
				call = callNow();
				return run(call);
			},
			{ clock, secret, maxRetries, signal, tellsRateLimits },
			(failure, told) => {
				const quirk = quirkIn(failure, call);
				if (quirk !== undefined) this.known.add(quirk);
				else if (refusesSystem(failure, call)) throw new ModelError("system_refused", told.message);
				return quirk !== undefined;
			},
		);
	}

	private opened(): Promise<Provider> {
		this.loading ??= this.parts.load();
		return this.loading;
	}
}

export interface StreamEnd {
	finish: Finish;
	usage: Usage;
}

/** Pieces of an answer; can be walked through once. */
export class TextStream implements AsyncIterable<string> {
	private readonly start: (finished: (end: StreamEnd) => void) => AsyncGenerator<string>;
	private ending: StreamEnd | undefined;

	constructor(start: (finished: (end: StreamEnd) => void) => AsyncGenerator<string>) {
		this.start = start;
	}

	/** How it ended; undefined until the last piece has been taken. */
	get end(): StreamEnd | undefined {
		return this.ending;
	}

	[Symbol.asyncIterator](): AsyncGenerator<string> {
		return this.start((end) => {
			this.ending = end;
		});
	}
}

function turnsOf({ messages, images }: TextRequest): Turn[] {
	return messages.map((message, index) =>
		index === messages.length - 1 && images !== undefined ? { ...message, images } : { ...message },
	);
}

/** An answer that was cut or withheld would be so again. */
function refuseUnfinished({ finish, usage }: { finish: Finish; usage?: Usage }): void {
	if (finish === "length") {
		throw new ModelError("max_tokens", "The model's answer was cut at its greatest length.").withUsage(usage);
	}
	if (finish === "refused") throw new ModelError("refusal", "The model declined to answer.").withUsage(usage);
}

/** Of a stream: whoever waits for its first piece would wait for nothing. */
function refuseEmpty(finish: Finish): never {
	refuseUnfinished({ finish });
	throw new ProviderFailure("The model sent no answer.");
}

function correction(answer: string, problem: string): Turn[] {
	const text = `This answer does not fit: ${problem}. Answer again with the whole JSON, corrected, and nothing else.`;
	const shown = withoutThoughts(answer).slice(0, maxShownCharacters);
	// Some providers refuse an empty message.
	return shown.trim() === ""
		? [{ role: "user", text }]
		: [
				{ role: "assistant", text: shown },
				{ role: "user", text },
			];
}

function sumOf(a: Usage, b: Usage): Usage {
	const sum = (x: number | null, y: number | null) => (x === null && y === null ? null : (x ?? 0) + (y ?? 0));
	return {
		inputTokens: sum(a.inputTokens, b.inputTokens),
		cachedTokens: sum(a.cachedTokens, b.cachedTokens),
		outputTokens: sum(a.outputTokens, b.outputTokens),
	};
}
