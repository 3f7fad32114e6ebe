/**
 * `POST /?times=N` with a PDF: converts it N times in a row, as text, tables and places, and answers with its page count. CPU time
 * cannot be seen from inside; the bench reads it off the process. With N = 0 the bytes are taken in and nothing is done with them.
 */
import pdfium from "@embedpdf/pdfium/pdfium.wasm";
import liteparse from "@llamaindex/liteparse-wasm/liteparse_wasm_bg.wasm";
import { Assembler, Converter, sourceOf } from "../../../src/convert/convert.ts";
import { nextTurn } from "../../../src/lib/turn.ts";
import { peers } from "../../peers.ts";

/** Pages of the document. */
type Conversion = (bytes: Uint8Array) => Promise<number>;

let conversion: Conversion | undefined;

export default {
	async fetch(request: Request, env: { ENGINE: string }): Promise<Response> {
		const bytes = new Uint8Array(await request.arrayBuffer());
		conversion ??= conversionOf(env.ENGINE);
		let pages = 0;
		try {
			for (let left = Number(new URL(request.url).searchParams.get("times")); left > 0; left--) {
				pages = await conversion(bytes);
				// An event loop that is held for seconds loses the connections that wrangler keeps to it.
				await nextTurn();
			}
			return Response.json({ pages });
		} catch (error) {
			return Response.json({ failure: error instanceof Error ? error.message : String(error) }, { status: 422 });
		}
	},
};

function conversionOf(engine: string): Conversion {
	if (engine !== "deckle") {
		const peer = peers(liteparse)[engine];
		if (peer === undefined) throw new Error(`no engine ${engine}`);
		// pdf.js takes its bytes for good.
		return async (bytes) => (await peer(bytes.slice())).pages;
	}
	const converter = new Converter({ liteparse, pdfium });
	return async (bytes) => {
		const source = sourceOf(bytes);
		await converter.inspect(source, "pdf");
		const part = await converter.read(source, "pdf", { ocr: "never", pictures: false });
		const assembler = new Assembler([part.summary]);
		assembler.add(part);
		assembler.end();
		return part.pages.length;
	};
}
