/** Where a rendered picture is not white: pictures often bring wide margins of their own. */

/** In pixels; right and bottom exclusive. */
export interface PixelBox {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Channels from here on are white; JPEG leaves shadows of 1 or 2 % around what it draws. */
const WHITE_LEVEL = 246;
/** A row or column with fewer inked pixels is specks. */
const MIN_INK_PX = 2;

/** Bounds of all ink; undefined for a picture of nothing but white. `pixels` are RGBA, little-endian, `stridePx` to a row. */
export function inkBox(pixels: Uint32Array, stridePx: number, widthPx: number, heightPx: number): PixelBox | undefined {
	const isInk = (x: number, y: number) => isDark(pixels[y * stridePx + x] ?? 0xffffffff);
	const rowHasInk = (y: number) => hasInk(widthPx, (x) => isInk(x, y));
	let top = 0;
	while (top < heightPx && !rowHasInk(top)) top++;
	if (top === heightPx) return undefined;
	let bottom = heightPx;
	while (bottom > top + 1 && !rowHasInk(bottom - 1)) bottom--;
	const columnHasInk = (x: number) => hasInk(bottom - top, (y) => isInk(x, top + y));
	let left = 0;
	while (left < widthPx - 1 && !columnHasInk(left)) left++;
	let right = widthPx;
	while (right > left + 1 && !columnHasInk(right - 1)) right--;
	return { left, top, right, bottom };
}

function hasInk(length: number, at: (index: number) => boolean): boolean {
	let count = 0;
	for (let i = 0; i < length; i++) if (at(i) && ++count >= Math.min(MIN_INK_PX, length)) return true;
	return false;
}

function isDark(pixel: number): boolean {
	return (pixel & 0xff) < WHITE_LEVEL || ((pixel >>> 8) & 0xff) < WHITE_LEVEL || ((pixel >>> 16) & 0xff) < WHITE_LEVEL;
}
