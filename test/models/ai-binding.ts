import { callOf, type Script, type Step } from "./script.ts";

/** Workers AI's binding after a script, with the shapes of answers and errors that the real one has. */
export function fakeAiBinding(script: Script): Ai {
	const run = async (model: string, inputs: Record<string, unknown>, options?: { signal?: AbortSignal }) => {
		const step = script.next(callOf(model, inputs));
		if ("hangs" in step) {
			return new Promise((_, reject) => {
				options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
			});
		}
		if ("drops" in step) throw new Error("InferenceUpstreamError: 3007: Request timeout");
		if ("failure" in step) throw failureOf(step);
		if ("pieces" in step) return stream(step, script);
		return {
			// In JSON mode the answer comes as an object.
			response: inputs.response_format === undefined ? step.text : (objectOf(step.text) ?? step.text),
			tool_calls: [],
			...(step.finish === "length" ? { finish_reason: "length" } : {}),
			...(step.usage && {
				usage: {
					prompt_tokens: step.usage.input,
					completion_tokens: step.usage.output,
					total_tokens: step.usage.input + step.usage.output,
					prompt_tokens_details: { cached_tokens: step.usage.cached ?? 0 },
				},
			}),
		};
	};
	return { run } as unknown as Ai;
}

function failureOf(step: Extract<Step, { failure: string }>): Error {
	const texts = {
		busy: "3040: Capacity temporarily exceeded, please try again.",
		overloaded: "3007: Request timeout",
		quota: "3036: You have used up your daily free allocation of 10,000 neurons.",
		"bad-request": "5007: No such model or task",
	};
	const code = texts[step.failure].slice(0, 5);
	const error = new Error(
		`InferenceUpstreamError: ${step.text === undefined ? texts[step.failure] : code + step.text}`,
	);
	error.name = "InferenceUpstreamError";
	return error;
}

function objectOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function stream(step: Extract<Step, { pieces: string[] }>, script: Script): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const events = step.pieces.map((piece): object => ({ response: piece, p: "abcdef" }));
	const isWhole = !step.breaks && !step.stalls;
	if (isWhole) {
		const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };
		events.push({ response: "", usage });
	}
	const lines = events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
	if (isWhole) lines.push("data: [DONE]\n\n");
	return new ReadableStream({
		async pull(controller) {
			const line = lines.shift();
			await new Promise((resolve) => setTimeout(resolve, 2));
			if (line !== undefined) controller.enqueue(encoder.encode(line));
			else if (step.stalls) await new Promise(() => undefined);
			else controller.close();
		},
		cancel() {
			script.cancelled++;
		},
	});
}
