export interface ByteRange {
	offset: number;
	length: number;
}

/**
 * The one range that a `Range` header asks of `size` bytes (RFC 9110, 14.1.2). Undefined for no header, for several
 * ranges and for one that cannot be read: the whole is the answer then.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | "unsatisfiable" | undefined {
	const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
	if (match === null) return undefined;
	const [first = "", last = ""] = match.slice(1);
	if (first === "" && last === "") return undefined;
	if (first === "") {
		const length = Math.min(Number(last), size);
		return length === 0 ? "unsatisfiable" : { offset: size - length, length };
	}
	const offset = Number(first);
	if (last !== "" && Number(last) < offset) return undefined;
	if (offset >= size) return "unsatisfiable";
	const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
	return { offset, length: end - offset + 1 };
}
