import { loadModules } from "../../scripts/engine.ts";
import { Converter } from "../../src/convert/convert.ts";

let converter: Promise<Converter> | undefined;

/** One converter for a test file, as for an isolate. */
export function sharedConverter(): Promise<Converter> {
	converter ??= loadModules().then((modules) => new Converter(modules));
	return converter;
}
