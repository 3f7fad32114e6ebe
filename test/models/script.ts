/** What a fake provider is told to do with its next calls, and what it remembers of them; the same for every kind of provider. */

export type Step =
	| { text: string; finish?: "stop" | "length"; usage?: { input: number; output: number; cached?: number } }
	/** Streamed in these pieces; `breaks`: the connection ends without a word, `stalls`: it stays open without one. */
	| { pieces: string[]; breaks?: boolean; stalls?: boolean; fails?: string }
	| { failure: "busy" | "overloaded" | "quota" | "bad-request"; text?: string; retryAfter?: string }
	/** The connection is cut before anything is said. */
	| { drops: true }
	/** Never answers. */
	| { hangs: true };

export interface Call {
	model: string;
	system: string | undefined;
	/** Texts of the turns after the system message. */
	turns: { role: string; text: string; images: string[] }[];
	temperature: number | undefined;
	maxTokens: number | undefined;
	/** The JSON Schema that was sent along. */
	schema: unknown;
	streams: boolean;
	authorization: string | undefined;
	/** The body as it came. */
	raw: Record<string, unknown>;
}

export class Script {
	readonly calls: Call[] = [];
	private steps: Step[] = [];
	/** Streams that the reader went away from. */
	cancelled = 0;

	plan(...steps: Step[]): this {
		this.steps.push(...steps);
		return this;
	}

	/** Records the call and tells what to do with it. */
	next(call: Call): Step {
		this.calls.push(call);
		const step = this.steps.shift();
		if (step === undefined) throw new Error("The script has no step for this call");
		return step;
	}

	get left(): number {
		return this.steps.length;
	}
}

interface WireMessage {
	role: string;
	content: string | { type: string; text?: string; image_url?: { url: string } }[];
}

/** A body in OpenAI's chat-completions format, which Workers AI takes as well. */
export function callOf(model: string, raw: Record<string, unknown>, authorization?: string): Call {
	const messages = (raw.messages as WireMessage[]).map(({ role, content }) => ({
		role,
		text: typeof content === "string" ? content : content.map(({ text = "" }) => text).join(""),
		images: typeof content === "string" ? [] : content.flatMap(({ image_url }) => (image_url ? [image_url.url] : [])),
	}));
	const first = messages[0];
	const format = raw.response_format as { json_schema?: { schema?: unknown } } | undefined;
	return {
		model,
		system: first?.role === "system" ? first.text : undefined,
		turns: first?.role === "system" ? messages.slice(1) : messages,
		temperature: raw.temperature as number | undefined,
		maxTokens: (raw.max_tokens ?? raw.max_completion_tokens) as number | undefined,
		schema: format?.json_schema?.schema ?? format?.json_schema,
		streams: raw.stream === true,
		authorization,
		raw,
	};
}
