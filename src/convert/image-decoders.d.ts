/** What is used of the decoders: their own declarations speak of the browser's types. */
declare module "@jsquash/png/decode.js" {
	export function init(module: WebAssembly.Module): Promise<unknown>;
	export function decode(bytes: Uint8Array): Promise<{ data: Uint8ClampedArray; width: number; height: number }>;
}

declare module "@jsquash/webp/decode.js" {
	export function init(module: WebAssembly.Module): Promise<void>;
	export default function decode(
		bytes: ArrayBuffer,
	): Promise<{ data: Uint8ClampedArray; width: number; height: number }>;
}

declare module "utif2" {
	namespace UTIF {
		/** A TIFF directory: tags as `t256`, and pixels once decoded. */
		interface IFD {
			[tag: string]: unknown;
			data: Uint8Array;
		}
		function decode(file: ArrayBuffer): IFD[];
		function decodeImage(file: ArrayBuffer, directory: IFD): void;
		function toRGBA8(directory: IFD): Uint8Array;
		function encodeImage(rgba: Uint8Array, width: number, height: number): ArrayBuffer;
	}
	export default UTIF;
}
