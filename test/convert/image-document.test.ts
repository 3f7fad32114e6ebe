import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { encode as encodeJpeg } from "jpeg-js";
import { PDFDocument } from "pdf-lib";
import UTIF from "utif2";
import { describe, expect, test } from "vitest";
import type { GrayImage } from "../../src/convert/gray-image.ts";
import { imageToPdf } from "../../src/convert/image-document.ts";
import { exifMetadata, imageKind, jpegMetadata } from "../../src/convert/image-metadata.ts";
import { chunked } from "./documents.ts";
import { png } from "./gray-png.ts";
import { sharedConverter } from "./modules.ts";

const require = createRequire(import.meta.url);
const { compile } = WebAssembly as unknown as { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };
const codec = async (path: string) => compile(await readFile(require.resolve(`@jsquash/${path}`)));
const modules = {
	png: await codec("png/codec/pkg/squoosh_png_bg.wasm"),
	webp: await codec("webp/codec/dec/webp_dec.wasm"),
};

/** White with a black square in its top left quarter. */
function marked(widthPx: number, heightPx: number): GrayImage {
	const pixels = new Uint8Array(widthPx * heightPx).fill(255);
	for (let y = 0; y < heightPx / 4; y++) pixels.fill(0, y * widthPx, y * widthPx + widthPx / 4);
	return { widthPx, heightPx, pixels };
}

function rgba({ pixels }: GrayImage): Uint8Array {
	const data = new Uint8Array(pixels.length * 4).fill(255);
	for (const [i, value] of pixels.entries()) data.fill(value, i * 4, i * 4 + 3);
	return data;
}

function jpeg(image: GrayImage, orientation?: number): Uint8Array {
	const bytes = encodeJpeg({ data: rgba(image), width: image.widthPx, height: image.heightPx }, 90).data;
	if (orientation === undefined) return new Uint8Array(bytes);
	// An EXIF segment with one entry, right behind the start of the image.
	const exif = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
	const segment = [0xff, 0xe1, 0, exif.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...exif];
	return Uint8Array.from([...bytes.subarray(0, 2), ...segment, ...bytes.subarray(2)]);
}

async function pagesOf(pdf: Uint8Array): Promise<[width: number, height: number][]> {
	const document = await PDFDocument.load(pdf);
	return document.getPages().map((page) => [Math.round(page.getWidth()), Math.round(page.getHeight())]);
}

/** Which corner of the document's first page is black: row and column, 0 or 1. */
async function blackCorner(bytes: Uint8Array): Promise<string> {
	const converter = await sharedConverter();
	const picture = await converter.renderPage(chunked(bytes), 1, { widthPx: 80, format: "image" });
	const { data, width, height } = await decoded(picture);
	const dark = (x: number, y: number) => (data[(y * width + x) * 4] ?? 255) < 128;
	const [right, bottom] = [width - 5, height - 5];
	return `${dark(5, 5) ? "top left" : ""}${dark(right, 5) ? "top right" : ""}${dark(5, bottom) ? "bottom left" : ""}${dark(right, bottom) ? "bottom right" : ""}`;
}

async function decoded(bytes: Uint8Array): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
	const { decode, init } = await import("@jsquash/png/decode.js");
	await init(modules.png);
	return decode(bytes);
}

describe("image documents", () => {
	test("are known by their first bytes", () => {
		expect(imageKind(png(marked(8, 8)))).toBe("png");
		expect(imageKind(jpeg(marked(8, 8)))).toBe("jpeg");
		expect(imageKind(new TextEncoder().encode("RIFF\0\0\0\0WAVE"))).toBeUndefined();
	});

	test("have the size their resolution tells, and at most A3 where it tells nonsense", async () => {
		expect(await pagesOf(await imageToPdf(png(marked(600, 900), 300), modules))).toEqual([[144, 216]]);
		expect(await pagesOf(await imageToPdf(png(marked(600, 900)), modules))).toEqual([[288, 432]]);
		expect(await pagesOf(await imageToPdf(png(marked(3000, 4000), 73), modules))).toEqual([[632, 842]]);
	});

	test.each([
		[1, "top left"],
		[2, "top right"],
		[3, "bottom right"],
		[4, "bottom left"],
		[5, "top left"],
		[6, "top right"],
		[7, "bottom right"],
		[8, "bottom left"],
	])("a photograph with orientation %d is shown upright", async (orientation, corner) => {
		const bytes = jpeg(marked(160, 240), orientation);
		expect(jpegMetadata(bytes)?.orientation).toBe(orientation);
		expect(await blackCorner(bytes)).toBe(corner);
		const [width = 0, height = 0] = (await pagesOf(await imageToPdf(bytes, modules)))[0] ?? [];
		expect(width > height).toBe(orientation >= 5);
	});

	test("PNG and TIFF of one picture look the same", async () => {
		const image = marked(120, 120);
		expect(await blackCorner(png(image))).toBe("top left");
		expect(await blackCorner(new Uint8Array(UTIF.encodeImage(rgba(image), 120, 120)))).toBe("top left");
	});

	test("a WebP is decoded", async () => {
		const { default: encode, init } = await import("@jsquash/webp/encode.js");
		await init(await codec("webp/codec/enc/webp_enc.wasm"));
		const image = marked(120, 200);
		const data = new Uint8ClampedArray(rgba(image));
		const bytes = new Uint8Array(await encode({ data, width: 120, height: 200, colorSpace: "srgb" }));
		expect(imageKind(bytes)).toBe("webp");
		expect(await pagesOf(await imageToPdf(bytes, modules))).toEqual([[58, 96]]);
	});

	test("each page of a TIFF is a page, and one can be asked for", async () => {
		const bytes = tiff([marked(60, 90), marked(90, 60)]);
		expect(await pagesOf(await imageToPdf(bytes, modules))).toEqual([
			[29, 43],
			[43, 29],
		]);
		expect(await pagesOf(await imageToPdf(bytes, modules, 2))).toEqual([[43, 29]]);
		await expect(imageToPdf(bytes, modules, 3)).rejects.toMatchObject({ code: "not_found" });
	});
});

/** Bilevel pages, uncompressed, each with its directory. */
function tiff(images: GrayImage[]): Uint8Array {
	const pieces: number[] = [0x49, 0x49, 42, 0, 0, 0, 0, 0];
	const put32 = (at: number, value: number) => {
		for (let i = 0; i < 4; i++) pieces[at + i] = (value >>> (i * 8)) & 255;
	};
	let link = 4;
	for (const { widthPx, heightPx, pixels } of images) {
		const stride = Math.ceil(widthPx / 8);
		const strip = pieces.length;
		for (let y = 0; y < heightPx; y++) {
			for (let b = 0; b < stride; b++) {
				let byte = 0;
				for (let i = 0; i < 8; i++) if ((pixels[y * widthPx + b * 8 + i] ?? 0) > 127) byte |= 128 >> i;
				pieces.push(byte);
			}
		}
		if (pieces.length % 2 === 1) pieces.push(0);
		put32(link, pieces.length);
		const entries = [
			[256, 4, widthPx],
			[257, 4, heightPx],
			[258, 3, 1],
			[259, 3, 1],
			[262, 3, 1],
			[273, 4, strip],
			[277, 3, 1],
			[278, 4, heightPx],
			[279, 4, stride * heightPx],
		] as const;
		pieces.push(entries.length, 0);
		for (const [tag, type, value] of entries) {
			pieces.push(tag & 255, tag >> 8, type, 0, 1, 0, 0, 0, value & 255, (value >> 8) & 255, (value >> 16) & 255, 0);
		}
		link = pieces.length;
		pieces.push(0, 0, 0, 0);
	}
	return Uint8Array.from(pieces);
}

describe("hostile images", () => {
	const refused = (bytes: Uint8Array) =>
		imageToPdf(bytes, modules).then(
			() => "read",
			(error: { code: string }) => error.code,
		);

	test("that claim a million pixels a side are refused before they are decoded", async () => {
		const bomb = png(marked(8, 8));
		new DataView(bomb.buffer).setUint32(16, 1_000_000);
		new DataView(bomb.buffer).setUint32(20, 1_000_000);
		expect(await refused(bomb)).toBe("too_large");
	});

	test("that are cut off, empty or something else are damaged", async () => {
		expect(await refused(png(marked(8, 8)).subarray(0, 30))).toBe("document_damaged");
		expect(await refused(jpeg(marked(8, 8)).subarray(0, 40))).toBe("document_damaged");
		expect(await refused(Uint8Array.of(0x49, 0x49, 42, 0, 255, 255, 255, 127))).toBe("document_damaged");
		expect(await refused(new TextEncoder().encode("RIFF\0\0\0\0WEBPVP8 "))).toBe("document_damaged");
		expect(await refused(new Uint8Array(0))).toBe("document_damaged");
	});

	test("with EXIF that points nowhere keep what can be read", () => {
		expect(exifMetadata(Uint8Array.of(0x4d, 0x4d, 0, 42, 0xff, 0xff, 0xff, 0xff))).toEqual({
			dpi: undefined,
			orientation: 1,
		});
	});
});
