import { describe, expect, it } from "vitest";
import { hostilePdfs } from "../../scripts/hostile-pdfs.ts";
import { untilTrap, withReportedTraps } from "../../src/convert/wasm-traps.ts";
import { chunked, makeBook } from "./documents.ts";
import { sharedConverter } from "./modules.ts";

/** A reader whose work runs in a microtask of its own and fails there, as Rust's futures do. */
const glue = withReportedTraps({ glue: { __wbg_queueMicrotask_1: (global: unknown) => global } }).glue;
const queueTask = glue?.__wbg_queueMicrotask_1 as (task: () => void) => void;

describe("a trap in a microtask", () => {
	it("settles the call that waits for it", async () => {
		const never = () =>
			new Promise<void>(() =>
				queueTask(() => {
					throw new Error("unreachable executed");
				}),
			);
		await expect(untilTrap(never)).rejects.toThrow("unreachable executed");
	});

	it("leaves calls alone that end well", async () => {
		const call = () => new Promise<number>((resolve) => queueTask(() => resolve(7)));
		expect(await untilTrap(call)).toBe(7);
	});

	it("costs the instance, not the document, nor the next one", async () => {
		const converter = await sharedConverter();
		const file = hostilePdfs.find(({ name }) => name === "pdf-outline-loop.pdf");
		const part = await converter.read(chunked(file?.make() ?? new Uint8Array(0)), "pdf");
		expect(part.pages[0]?.blocks[0]?.text).toBe("Outlined words");
		expect((await converter.read(chunked(await makeBook(1)), "pdf")).pages[0]?.reader).toBe("liteparse");
	});
});
