import pdfium from "@embedpdf/pdfium/pdfium.wasm";
import png from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm";
import webp from "@jsquash/webp/codec/dec/webp_dec.wasm";
import liteparse from "@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm";
import tesseract from "tesseract.js-core/tesseract-core-simd-lstm.wasm";
import { Converter, type OcrLanguage, Recognizer, type VisionReader } from "./convert/convert.ts";
import { type Config, type Env, readConfig } from "./env.ts";
import { type JobHandle, jobHandle, type QueueMessage } from "./jobs/jobs.ts";
import { logError } from "./lib/log.ts";
import { deploymentProvider, ModelError, Models, transcribe } from "./models/models.ts";
import { Tally } from "./platform/counters.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import type { CallVerdict } from "./requests/requests.ts";
import { WordTable } from "./retrieval/retrieval.ts";

/** What a verb may use: made once per invocation from the bindings, never kept. Engines do not see it. */
export interface Context {
	readonly config: Config;
	readonly db: Database;
	readonly files: R2Bucket;
	readonly steps: Queue<QueueMessage>;
	/** The object that remembers the job `id`. */
	job(id: string): JobHandle;
	/** Begins an attempt of a webhook's delivery, and does not wait for its end. */
	attempt(delivery: string): Promise<void>;
	/** Counts a call of `caller`, who may make `limit` a minute. */
	takeCall(caller: string, limit: number): Promise<CallVerdict>;
	readonly converter: Converter;
	/** Language models: which applies, and the way to it. */
	readonly models: Models;
	/** The Vectorize index for vectors of so many dimensions, where the deployment has one. */
	vectorIndex(dimensions: number): Vectorize | undefined;
	/** Words near to each other in meaning; undefined where the table can't be had, without which a search finds less. */
	wordTable(): Promise<WordTable | undefined>;
	/** What the metrics of the instance are raised by; written after each slice of a job, and not for single requests. */
	readonly tally: Tally;
	/** Milliseconds since 1970; stands still during CPU work. */
	now(): number;
	/** For addresses of the deployment itself; a user's word goes through `lib/url-guard`. */
	fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
	/** Keeps the invocation alive for `work`, whose failure is logged. */
	waitUntil(work: Promise<unknown>): void;
}

/*
 * Three things outlive an invocation, and none is made from one: the checked configuration, the converter, whose wasm
 * instances cost 100 ms to make and which admits one document at a time to the isolate's memory, and the table of words.
 */
const configs = new WeakMap<Env, Config>();
let converter: { readonly it: Converter; readonly visionModel: string | undefined } | undefined;
let wordTable: WordTable | undefined;

export function createContext(env: Env, execution: { waitUntil(promise: Promise<unknown>): void }): Context {
	const config = configOf(env);
	return {
		config,
		db: openDatabase(env.DB),
		files: env.FILES,
		steps: env.STEPS,
		job: (id) => jobHandle(env.JOBS.getByName(id)),
		attempt: (delivery) => env.DELIVERIES.getByName(delivery).attempt(delivery),
		takeCall: (caller, limit) => env.LIMITS.getByName(caller).take(limit),
		get converter() {
			const visionModel = config.OCR_VISION_MODEL;
			if (converter === undefined || converter.visionModel !== visionModel) {
				converter = { it: createConverter(env.ASSETS, createVision(config, modelsOf(env, config))), visionModel };
			}
			return converter.it;
		},
		models: modelsOf(env, config),
		vectorIndex: (dimensions) =>
			new Map([
				[1024, env.VECTORS_1024],
				[1536, env.VECTORS_1536],
			]).get(dimensions),
		wordTable: async () => {
			wordTable ??= await loadWordTable(env.ASSETS);
			return wordTable;
		},
		tally: new Tally(),
		now: () => Date.now(),
		fetch: (input, init) => fetch(input, init),
		waitUntil: (work) => execution.waitUntil(work.catch((error) => logError("background work failed", error))),
	};
}

/** A request that finds it missing tries again: the promise of another's request would be of no use to it. */
async function loadWordTable(assets: Fetcher): Promise<WordTable | undefined> {
	try {
		const stored = await assets.fetch("https://assets/retrieval/words.bin");
		if (!stored.ok) throw new Error(`the assets answered ${stored.status}`);
		return new WordTable(new Uint8Array(await stored.arrayBuffer()));
	} catch (error) {
		logError("the table of words could not be loaded", error);
		return undefined;
	}
}

/** The assets binding is the deployment's, not a request's: keeping it keeps nobody's data. */
function createConverter(assets: Fetcher, vision: VisionReader | undefined): Converter {
	const loadLanguage = async (language: OcrLanguage): Promise<Uint8Array> => {
		const stored = await assets.fetch(`https://assets/vendor/ocr/${language}.traineddata.gz`);
		if (!stored.ok || stored.body === null) throw new Error(`no language data for ${language}: ${stored.status}`);
		return new Uint8Array(await new Response(stored.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
	};
	const recognizer = new Recognizer({ tesseract, loadLanguage });
	return new Converter({ liteparse, pdfium, images: { png, webp } }, recognizer, vision);
}

/** The last tier of recognition. Where it is set up wrongly it fails, page by page in the log, and Tesseract's reading stands. */
function createVision(config: Config, models: Models): VisionReader | undefined {
	const model = config.OCR_VISION_MODEL;
	if (model === undefined) return undefined;
	const standard = deploymentProvider(config);
	const request = standard === "embedded" ? { model } : { model, provider: standard };
	return async (bytes, signal) => {
		try {
			const choice = models.choose({ request });
			if (choice.provider === "embedded")
				throw new ModelError("not_configured", "OCR_VISION_MODEL names no vision model");
			return await transcribe(models.open(choice), { bytes, mediaType: "image/png" }, signal);
		} catch (error) {
			if (!signal.aborted) logError("the vision model could not read a page", error);
			throw error;
		}
	};
}

function modelsOf(env: Env, config: Config): Models {
	return new Models({ config, ai: env.AI, fetch: (input, init) => fetch(input, init) });
}

function configOf(env: Env): Config {
	let config = configs.get(env);
	if (config === undefined) {
		config = readConfig(env);
		configs.set(env, config);
	}
	return config;
}
