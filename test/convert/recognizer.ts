import { loadOcrModules } from "../../scripts/recognizer.ts";
import { Recognizer } from "../../src/convert/convert.ts";

let recognizer: Promise<Recognizer> | undefined;

/** One recognizer for a test file, as for an isolate. */
export function sharedRecognizer(): Promise<Recognizer> {
	recognizer ??= loadOcrModules().then((modules) => new Recognizer(modules));
	return recognizer;
}
