/**
 * Marks that lie near each other → clusters, on a coarse raster of the page: neighbours in the raster after each mark has been grown.
 * A page of a hundred thousand strokes costs no more than its raster, and a line of text between two drawings keeps them apart.
 */
import type { Box } from "./blocks.ts";
import { unionOf } from "./boxes.ts";
import type { Mark } from "./vector-marks.ts";

export interface Cluster {
	box: Box;
	marks: Mark[];
}

/** Side of a raster cell. */
const CELL_PT = 3;
/** Marks up to twice this apart are one cluster. */
const GROW_PT = 6;
/** Cells of the largest raster: a wall chart is looked at more coarsely. */
const MAX_CELLS = 250_000;

/** Free cell, cell near a mark, cell of a mark. */
const FREE = 0;
const NEAR = 1;
const CORE = 2;

/** `barriers` are places no cluster reaches across, except where a mark itself does. */
export function clusterMarks(
	marks: readonly Mark[],
	barriers: readonly Box[],
	page: { widthPt: number; heightPt: number },
): Cluster[] {
	if (marks.length === 0) return [];
	const raster = new Raster(page.widthPt, page.heightPt);
	const grow = ([x0, y0, x1, y1]: Box): Box => [x0 - GROW_PT, y0 - GROW_PT, x1 + GROW_PT, y1 + GROW_PT];
	const pieces = marks.map((mark) => ({ mark, boxes: mark.hollow && !mark.curved ? edgesOf(mark.box) : [mark.box] }));
	for (const { boxes } of pieces) for (const box of boxes) raster.fill(grow(box), NEAR);
	for (const barrier of barriers) raster.fill(barrier, FREE);
	for (const { boxes } of pieces) for (const box of boxes) raster.fill(box, CORE);
	raster.label();
	const clusters = new Map<number, Cluster>();
	for (const { mark, boxes } of pieces) {
		const label = raster.labelAt(boxes[0] ?? mark.box);
		const cluster = clusters.get(label);
		if (cluster === undefined) clusters.set(label, { box: mark.box, marks: [mark] });
		else {
			cluster.box = unionOf(cluster.box, mark.box);
			cluster.marks.push(mark);
		}
	}
	return [...clusters.values()];
}

function edgesOf([x0, y0, x1, y1]: Box): Box[] {
	return [
		[x0, y0, x1, y0],
		[x0, y1, x1, y1],
		[x0, y0, x0, y1],
		[x1, y0, x1, y1],
	];
}

class Raster {
	private readonly cellPt: number;
	private readonly columns: number;
	private readonly rows: number;
	private readonly cells: Uint8Array;
	private readonly labels: Int32Array;

	constructor(widthPt: number, heightPt: number) {
		this.cellPt = Math.max(CELL_PT, Math.sqrt((widthPt * heightPt) / MAX_CELLS));
		this.columns = Math.max(1, Math.ceil(widthPt / this.cellPt));
		this.rows = Math.max(1, Math.ceil(heightPt / this.cellPt));
		this.cells = new Uint8Array(this.columns * this.rows);
		this.labels = new Int32Array(this.columns * this.rows);
	}

	fill(box: Box, value: number): void {
		const [left, top, right, bottom] = this.range(box);
		for (let row = top; row <= bottom; row++) {
			this.cells.fill(value, row * this.columns + left, row * this.columns + right + 1);
		}
	}

	/** Numbers the connected groups of cells that are not free, from 1. */
	label(): void {
		let count = 0;
		const open: number[] = [];
		for (let seed = 0; seed < this.cells.length; seed++) {
			if (this.cells[seed] === FREE || this.labels[seed] !== 0) continue;
			this.labels[seed] = ++count;
			open.push(seed);
			for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
				const column = cell % this.columns;
				if (column > 0) this.reach(cell - 1, count, open);
				if (column < this.columns - 1) this.reach(cell + 1, count, open);
				this.reach(cell - this.columns, count, open);
				this.reach(cell + this.columns, count, open);
			}
		}
	}

	/** Label of the group a box begins in. */
	labelAt(box: Box): number {
		const [left, top] = this.range(box);
		return this.labels[top * this.columns + left] ?? 0;
	}

	private reach(cell: number, label: number, open: number[]): void {
		if (cell < 0 || cell >= this.cells.length || this.cells[cell] === FREE || this.labels[cell] !== 0) return;
		this.labels[cell] = label;
		open.push(cell);
	}

	/** First and last column and row of a box, on the page. */
	private range([x0, y0, x1, y1]: Box): [left: number, top: number, right: number, bottom: number] {
		const at = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value / this.cellPt)));
		return [at(x0, this.columns), at(y0, this.rows), at(x1, this.columns), at(y1, this.rows)];
	}
}
