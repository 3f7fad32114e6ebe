/**
 * The wasm engines of a converter within one memory budget: before one takes work in, others make way if all would not fit. An engine
 * that goes is made anew when it is next needed, in 20–100 ms.
 */
import {
	LITEPARSE_IDLE_BYTES,
	MEMORY_BUDGET_BYTES,
	OCR_BYTES_PER_PIXEL,
	OCR_START_BYTES,
	PDFIUM_IDLE_BYTES,
} from "./limits.ts";
import { dropLiteparse, liteparseBytes } from "./liteparse.ts";
import { MemoryLedger } from "./memory.ts";
import type { Recognizer } from "./ocr.ts";
import { Pdfium } from "./pdfium.ts";

const PDFIUM_START_BYTES = 19 * 1024 * 1024;
const LITEPARSE_START_BYTES = 12 * 1024 * 1024;
/** What reading a file in JavaScript takes beside its bytes: its text, and a picture. */
const BESIDE_BUFFERS_BYTES = 32 * 1024 * 1024;

export class EngineRoom {
	readonly pdfium: Pdfium;
	readonly recognizer: Recognizer | undefined;
	readonly ledger: MemoryLedger;

	constructor(pdfium: WebAssembly.Module, recognizer: Recognizer | undefined) {
		this.recognizer = recognizer;
		this.pdfium = new Pdfium(pdfium, (bytes) => this.grants(bytes));
		this.ledger = new MemoryLedger(() => liteparseBytes() + this.pdfium.bytes + this.ocrBytes);
	}

	/** Before an engine takes a file in. A file is in memory about twice: as bytes and parsed. */
	makeRoom(engine: "liteparse" | "pdfium", sizeBytes: number): void {
		const room = MEMORY_BUDGET_BYTES - this.ledger.bufferBytes;
		if (engine === "pdfium") {
			const needed = Math.max(this.pdfium.bytes, PDFIUM_START_BYTES) + sizeBytes * 2;
			if (needed + liteparseBytes() + this.ocrBytes > room) dropLiteparse();
			if (needed + this.ocrBytes > room) this.recognizer?.drop();
			if (needed > room && this.pdfium.bytes > PDFIUM_START_BYTES) this.pdfium.drop();
		} else {
			const needed = Math.max(liteparseBytes(), LITEPARSE_START_BYTES * 2) + sizeBytes * 2;
			if (needed + this.pdfium.bytes + this.ocrBytes > room) this.recognizer?.drop();
			if (needed + this.pdfium.bytes > room) this.pdfium.drop();
			if (needed > room) dropLiteparse();
		}
	}

	/** Before a file is read in JavaScript alone. */
	makeRoomForBuffers(sizeBytes: number): void {
		const engines = liteparseBytes() + this.pdfium.bytes + this.ocrBytes;
		if (engines + sizeBytes + BESIDE_BUFFERS_BYTES > MEMORY_BUDGET_BYTES) this.dropAll();
	}

	/** Before a buffer is held for a moment: engines go where they would not fit beside it and what is held already. */
	makeRoomBeside(sizeBytes: number): void {
		const engines = liteparseBytes() + this.pdfium.bytes + this.ocrBytes;
		if (engines + sizeBytes + this.ledger.bufferBytes > MEMORY_BUDGET_BYTES) this.dropAll();
	}

	/** Before Tesseract takes an image of so many pixels. */
	makeRoomForOcr(pixels: number): void {
		dropLiteparse();
		const needed = Math.max(this.ocrBytes, OCR_START_BYTES + pixels * OCR_BYTES_PER_PIXEL);
		if (needed + this.pdfium.bytes > MEMORY_BUDGET_BYTES - this.ledger.bufferBytes) this.pdfium.drop();
	}

	/** Lets all of them go. */
	dropAll(): void {
		dropLiteparse();
		this.pdfium.drop();
		this.recognizer?.drop();
	}

	/** Lets those go that have grown too large to wait. */
	shrink(): void {
		if (liteparseBytes() > LITEPARSE_IDLE_BYTES) dropLiteparse();
		if (this.pdfium.bytes > PDFIUM_IDLE_BYTES) this.pdfium.drop();
		this.recognizer?.shrink();
	}

	private get ocrBytes(): number {
		return this.recognizer?.bytes ?? 0;
	}

	/** Whether PDFium's memory may grow so far. The others are never at work while PDFium is, and make way. */
	private grants(bytes: number): boolean {
		const room = MEMORY_BUDGET_BYTES - this.ledger.bufferBytes;
		if (bytes + liteparseBytes() + this.ocrBytes > room) dropLiteparse();
		if (bytes + this.ocrBytes > room) this.recognizer?.drop();
		const isGranted = bytes <= room;
		if (isGranted) this.ledger.sample(bytes - this.pdfium.bytes);
		return isGranted;
	}
}
