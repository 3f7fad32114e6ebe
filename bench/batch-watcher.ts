import { setTimeout as sleep } from "node:timers/promises";
import type { Frame, OpenSocket, TaggingClient } from "../test/clients/client.ts";

interface Heard {
	frame: Frame;
	/** Milliseconds since 1970. */
	at: number;
}

/** An observer of a batch over as many connections as it takes, each frame with its time. */
export class BatchWatcher {
	/** Of each connection, in order. */
	readonly connections: Heard[][] = [];
	readonly #client: TaggingClient;
	readonly #job: string;
	#socket: OpenSocket | undefined;

	constructor(client: TaggingClient, job: string) {
		this.#client = client;
		this.#job = job;
	}

	get heard(): Heard[] {
		return this.connections.at(-1) ?? [];
	}

	async connect(): Promise<void> {
		const heard: Heard[] = [];
		this.connections.push(heard);
		const token = encodeURIComponent(this.#client.tokens?.access_token ?? "");
		const path = `/api/batch/ws/${this.#job}?token=${token}`;
		this.#socket = await this.#client.stage.connect(
			path,
			{},
			{
				message: (text) => heard.push({ frame: JSON.parse(text) as Frame, at: Date.now() }),
				closed: () => undefined,
			},
		);
	}

	drop(): void {
		this.#socket?.close();
	}

	/** Until this connection has told how many rows are final, or that the batch is over; false when the time was over first. */
	async until(rows: number, timeoutMs: number): Promise<boolean> {
		const deadline = Date.now() + timeoutMs;
		while (this.finalRows() < rows && !this.isOver()) {
			if (Date.now() > deadline) return false;
			await sleep(20);
		}
		return true;
	}

	async end(timeoutMs: number): Promise<Frame | undefined> {
		await this.until(Number.POSITIVE_INFINITY, timeoutMs);
		return this.heard.at(-1)?.frame;
	}

	isOver(): boolean {
		return ["completed", "cancelled", "failed", "error"].includes(String(this.heard.at(-1)?.frame.type));
	}

	/** Rows that this connection knows to be final. */
	finalRows(): number {
		return finalsOf(this.heard).length;
	}

	/** Numbers of rows that one connection was told of as final more than once, in `catchup` and live together. */
	repeated(): number[] {
		return this.connections.flatMap((heard) => {
			const numbers = finalsOf(heard).map(({ row }) => row);
			return numbers.filter((row, at) => numbers.indexOf(row) !== at);
		});
	}

	/** Rows as the last connection knows them in the end, with the time at which a live one was told. */
	rows(): Map<number, { status: string; toldAt: number | null }> {
		return new Map(finalsOf(this.heard).map(({ row, status, toldAt }) => [row, { status, toldAt }]));
	}
}

function finalsOf(heard: readonly Heard[]): { row: number; status: string; toldAt: number | null }[] {
	return heard.flatMap(({ frame, at }) => {
		const isCatchUp = frame.type === "catchup";
		const rows = isCatchUp ? (frame.results as Frame[]) : frame.type === "progress" ? [frame] : [];
		return rows
			.filter(({ status }) => status === "success" || status === "failed")
			.map((row) => ({
				row: Number(row.row_number),
				status: String(row.status),
				toldAt: isCatchUp ? null : at,
			}));
	});
}
