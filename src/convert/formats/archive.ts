/**
 * Zip containers, safely: entries are inflated one by one as a stream, and every inflated byte is counted against the budget of the whole
 * document. Names are only ever looked up, never used as paths.
 */
import { Inflate } from "fflate";
import { isAppError } from "../../errors.ts";
import {
	INFLATE_STEP_BYTES,
	MAX_ARCHIVE_ENTRIES,
	MAX_ENTRY_BYTES,
	MAX_HELD_ENTRY_BYTES,
	MAX_INFLATED_BYTES,
	MAX_PICTURE_BYTES,
} from "../limits.ts";
import { archiveDamaged, archiveEncrypted, inflatesTooFar, tooManyParts } from "../refusals.ts";

/** Signatures and lengths of the records, from PKWARE's APPNOTE 6.3. */
const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const CENTRAL_RECORD = 0x02014b50;
const CENTRAL_RECORD_BYTES = 46;
const LOCAL_RECORD = 0x04034b50;
const LOCAL_RECORD_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;

/** Inflated bytes a document may still take, attachments included. */
export class InflationBudget {
	private left = MAX_INFLATED_BYTES;

	/** Throws `document_refused`. */
	take(bytes: number): void {
		this.left -= bytes;
		if (this.left < 0) throw inflatesTooFar();
	}
}

interface Entry {
	method: number;
	encrypted: boolean;
	/** Of the local record, which says where the data begin. */
	offset: number;
	packedBytes: number;
}

export class Archive {
	private readonly bytes: Uint8Array;
	private readonly view: DataView;
	private readonly budget: InflationBudget;
	/** How often each was read. */
	private readonly pictures = new Map<string, number>();
	private readonly entries: Map<string, Entry>;

	/** Throws `document_damaged`, `document_refused`. */
	constructor(bytes: Uint8Array, budget: InflationBudget) {
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.budget = budget;
		try {
			this.entries = this.readDirectory();
		} catch (error) {
			throw isAppError(error) ? error : archiveDamaged(error);
		}
	}

	get names(): string[] {
		return [...this.entries.keys()];
	}

	has(name: string): boolean {
		return this.entries.has(name);
	}

	/** An entry's inflated bytes; undefined where there is none. Throws `document_refused` where it is longer than `maxBytes`. */
	read(name: string, maxBytes = MAX_HELD_ENTRY_BYTES): Uint8Array | undefined {
		const chunks: Uint8Array[] = [];
		let length = 0;
		const found = this.stream(name, maxBytes, (chunk) => {
			chunks.push(chunk.slice());
			length += chunk.length;
		});
		return found ? joined(chunks, length) : undefined;
	}

	/**
	 * A picture's bytes; undefined where it is longer than a picture may be. It is read once to see what it is and once to show it: the
	 * second time is not counted against the budget.
	 */
	picture(name: string): Uint8Array | undefined {
		const times = (this.pictures.get(name) ?? 0) + 1;
		this.pictures.set(name, times);
		let [sizeBytes, isTooLong] = [0, false];
		const chunks: Uint8Array[] = [];
		const keep = (chunk: Uint8Array) => {
			sizeBytes += chunk.length;
			isTooLong ||= sizeBytes > MAX_PICTURE_BYTES;
			if (!isTooLong) chunks.push(chunk.slice());
		};
		this.stream(name, MAX_ENTRY_BYTES, keep, times !== 2);
		return isTooLong ? undefined : joined(chunks, sizeBytes);
	}

	/** Hands an entry's inflated bytes on piece by piece; false where there is none. */
	stream(name: string, maxBytes: number, onChunk: (chunk: Uint8Array) => void, isCounted = true): boolean {
		const entry = this.entries.get(name);
		if (entry === undefined) return false;
		if (entry.encrypted) throw archiveEncrypted();
		const packed = this.packed(entry);
		let length = 0;
		const counted = (chunk: Uint8Array) => {
			length += chunk.length;
			if (length > maxBytes) throw inflatesTooFar();
			if (isCounted) this.budget.take(chunk.length);
			if (chunk.length > 0) onChunk(chunk);
		};
		if (entry.method === STORED) {
			for (let at = 0; at < packed.length; at += 65_536) counted(packed.subarray(at, at + 65_536));
			return true;
		}
		if (entry.method !== DEFLATED) throw archiveDamaged();
		inflate(packed, counted);
		return true;
	}

	private packed({ offset, packedBytes }: Entry): Uint8Array {
		const { view, bytes } = this;
		if (offset + LOCAL_RECORD_BYTES > bytes.length || view.getUint32(offset, true) !== LOCAL_RECORD)
			throw archiveDamaged();
		const start = offset + LOCAL_RECORD_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
		if (start + packedBytes > bytes.length) throw archiveDamaged();
		return bytes.subarray(start, start + packedBytes);
	}

	private readDirectory(): Map<string, Entry> {
		const { view, bytes } = this;
		const end = this.findEnd();
		const count = view.getUint16(end + 10, true);
		if (count > MAX_ARCHIVE_ENTRIES) throw tooManyParts();
		const entries = new Map<string, Entry>();
		const decoder = new TextDecoder();
		let at = view.getUint32(end + 16, true);
		for (let i = 0; i < count; i++) {
			if (view.getUint32(at, true) !== CENTRAL_RECORD) throw archiveDamaged();
			const nameBytes = view.getUint16(at + 28, true);
			const name = decoder.decode(bytes.subarray(at + CENTRAL_RECORD_BYTES, at + CENTRAL_RECORD_BYTES + nameBytes));
			const entry: Entry = {
				method: view.getUint16(at + 10, true),
				encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
				offset: view.getUint32(at + 42, true),
				packedBytes: view.getUint32(at + 20, true),
			};
			// The first of two equal names counts; a second is how one file is made to read differently elsewhere.
			if (!entries.has(name)) entries.set(name, entry);
			at += CENTRAL_RECORD_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		}
		return entries;
	}

	private findEnd(): number {
		const { view, bytes } = this;
		const last = bytes.length - END_RECORD_BYTES;
		for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
			if (view.getUint32(at, true) === END_RECORD) return at;
		}
		throw archiveDamaged();
	}
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}

/** Inflates raw deflate in small steps, so that no step can give more than a few megabytes. Throws `document_damaged`. */
function inflate(packed: Uint8Array, onChunk: (chunk: Uint8Array) => void): void {
	const inflater = new Inflate(onChunk);
	try {
		for (let at = 0; at < packed.length; at += INFLATE_STEP_BYTES) {
			inflater.push(packed.subarray(at, at + INFLATE_STEP_BYTES), at + INFLATE_STEP_BYTES >= packed.length);
		}
	} catch (error) {
		throw isAppError(error) ? error : archiveDamaged(error);
	}
}
