import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { decode as decodePng, init as initPng } from "@jsquash/png/decode.js";
import { describe, expect, test } from "vitest";
import { loadModules } from "../../scripts/engine.ts";
import { Converter } from "../../src/convert/convert.ts";
import { chunked } from "./documents.ts";
import { jpegOf, pngOf, tiffOf } from "./image-files.ts";

const modules = await loadModules();
const converter = new Converter(modules);
const require = createRequire(import.meta.url);

async function webp(): Promise<Uint8Array> {
	const { default: encode, init } = await import("@jsquash/webp/encode.js");
	const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };
	await init(await compile(await readFile(require.resolve("@jsquash/webp/codec/enc/webp_enc.wasm"))));
	const data = new Uint8ClampedArray(64 * 64 * 4).fill(255);
	for (let y = 0; y < 32; y++) for (let x = 0; x < 32; x++) data.fill(0, (y * 64 + x) * 4, (y * 64 + x) * 4 + 3);
	return new Uint8Array(await encode({ data, width: 64, height: 64, colorSpace: "srgb" }));
}

/** Corners of a page that are dark, of the four. */
async function darkCorners(file: Uint8Array, page = 1): Promise<string[]> {
	const picture = await converter.renderPage(chunked(file), page, { widthPx: 64, format: "image" });
	await initPng(modules.images?.png as WebAssembly.Module);
	const { data, width, height } = await decodePng(picture);
	const dark = (x: number, y: number) => (data[(y * width + x) * 4] ?? 255) < 100;
	const [right, bottom] = [width - 6, height - 6];
	const corners = {
		"top left": [6, 6],
		"top right": [right, 6],
		"bottom left": [6, bottom],
		"bottom right": [right, bottom],
	};
	return Object.entries(corners).flatMap(([name, [x = 0, y = 0]]) => (dark(x, y) ? [name] : []));
}

describe("every kind of image file shows its picture with the command line's engine", () => {
	test.each(["gray 16", "palette", "palette 4", "interlaced", "transparent"] as const)("PNG, %s", async (kind) => {
		expect(await darkCorners(pngOf(kind))).toEqual(["top left"]);
	});

	test.each([
		["gray", { components: 1 }],
		["colour", { components: 3 }],
		["progressive", { components: 3, progressive: true }],
		["CMYK", { components: 4 }],
		["CMYK by Adobe, inverted", { components: 4, adobe: true }],
	] as const)("JPEG, %s", async (_name, shape) => {
		expect(await darkCorners(jpegOf(shape))).toEqual(["top left"]);
	});

	test("JPEG, turned as its EXIF says", async () => {
		expect(await darkCorners(jpegOf({ components: 3, orientation: 6 }))).toEqual(["top right"]);
		expect(await darkCorners(jpegOf({ components: 3, orientation: 3 }))).toEqual(["bottom right"]);
	});

	test("TIFF of three pages: plain, LZW, fax group 4", async () => {
		const file = tiffOf(["plain", "lzw", "g4"]);
		expect((await converter.inspect(chunked(file), "image")).pageCount).toBe(3);
		for (const page of [1, 2, 3]) expect(await darkCorners(file, page)).toEqual(["top left"]);
	});

	test("WebP", async () => {
		expect(await darkCorners(await webp())).toEqual(["top left"]);
	});
});
