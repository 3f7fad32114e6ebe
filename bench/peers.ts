/** The libraries that the engine is compared with, each as it comes. They run in Node and in workerd. */
import { initSync, LiteParse } from "@llamaindex/liteparse-wasm";
import { extractText, getDocumentProxy } from "unpdf";

export type Peer = (bytes: Uint8Array) => Promise<{ pages: number; text: string }>;

/** By name. The module is liteparse's, whose glue takes it once and for good. */
export function peers(module: WebAssembly.Module): Record<string, Peer> {
	let started = false;
	return {
		liteparse: async (bytes) => {
			if (!started) initSync({ module });
			started = true;
			return plainLiteparse(bytes);
		},
		unpdf: plainUnpdf,
	};
}

/** Its Markdown as it comes, headers and footers kept: the better of its settings on real pages. */
async function plainLiteparse(bytes: Uint8Array): Promise<{ pages: number; text: string }> {
	const parser = new LiteParse({ ocrEnabled: false, quiet: true, outputFormat: "markdown", keepHeadersFooters: true });
	try {
		const result = await parser.parse(bytes);
		return { pages: result.pages.length, text: result.text };
	} finally {
		parser.free();
	}
}

async function plainUnpdf(bytes: Uint8Array): Promise<{ pages: number; text: string }> {
	const document = await getDocumentProxy(bytes, { verbosity: 0 });
	try {
		const { totalPages, text } = await extractText(document, { mergePages: false });
		return { pages: totalPages, text: text.join("\n\n") };
	} finally {
		await document.loadingTask.destroy();
	}
}
