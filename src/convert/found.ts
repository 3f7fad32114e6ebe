/** What the table and figure passes hand to the layout: pieces of a page that are no running text. */
import type { Box, TableCells } from "./blocks.ts";
import type { Line } from "./lines.ts";
import type { Word } from "./raw-page.ts";

export interface FoundTable {
	box: Box;
	table: TableCells;
	/** Words that are in its cells; the layout leaves them out. */
	usedWords: Set<Word>;
}

export interface FoundFigure {
	box: Box;
	/** Labels inside the drawing; the layout leaves them out. */
	usedWords: Set<Word>;
	/** Lines of its caption, the label first; the layout makes them a block of their own beside the figure. */
	caption?: Line[];
}
