/** What a hostile or merely huge document may cost. Each cap has its reason; none is meant to bite on real documents. */

const MIB = 1024 * 1024;

/** Bytes one invocation may hold, wasm heaps and buffers together: an isolate has 128 MB, shared with the rest of the Worker. */
export const MEMORY_BUDGET_BYTES = 96_000_000;

/** An idle liteparse instance above this is dropped for a fresh one: wasm memory never shrinks. Typical use is 10–40 MiB. */
export const LITEPARSE_IDLE_BYTES = 40 * MIB;

/** The same for PDFium, which needs 18 MiB to start. */
export const PDFIUM_IDLE_BYTES = 40 * MIB;

/** Bytes of parsed objects PDFium may gather from one open file while splitting it, before it is closed and opened again. */
export const SPLIT_REOPEN_BYTES = 12 * MIB;

/** pdf.js wants the whole file in JavaScript and builds objects beside it: above this there is no second reader. */
export const SECOND_READER_MAX_BYTES = 16 * MIB;

/** 5,000 pages are the largest books; a page tree can claim millions. */
export const MAX_PAGES = 5000;

/** A dense newspaper page has about 5,000 items; drawings made of text have hundreds of thousands. */
export const MAX_ITEMS_PER_PAGE = 20_000;

/** Blocks kept of one page: beyond this the passes, some of which compare neighbours, would cost seconds. */
export const MAX_BLOCKS_PER_PAGE = 2000;

/** Characters kept of one page; the densest real pages have about 20,000. */
export const MAX_CHARACTERS_PER_PAGE = 200_000;

/** Pages of thumbnails have up to 60 pictures; each costs a rendering. */
export const MAX_FIGURES_PER_PAGE = 40;

/** RGBA pixels of one rendering: 4 million are 16 MB, an A4 page at 200 dpi. */
export const MAX_RENDER_PIXELS = 4_000_000;

/** Longest side of a rendering. */
export const MAX_RENDER_SIDE_PX = 6000;

/** A JPEG 2000 image is decoded whole, at some 20 bytes a pixel: more does not fit into the budget. */
export const MAX_JPX_PIXELS = 3_000_000;

/** Bytes of a plain text or Markdown file; it is held as a string twice. */
export const MAX_TEXT_BYTES = 16 * MIB;

/** Text layout keeps a paragraph together up to this many characters, so that a file without blank lines still has blocks. */
export const MAX_PARAGRAPH_CHARACTERS = 20_000;

/** Figures are rendered at this resolution. */
export const FIGURE_DPI = 150;

/** A waiting call takes the engine over when its holder has given no sign for this long: its request was cut off. */
export const STALE_TURN_MS = 60_000;

/** Pages of a part: 25 messages for a thousand pages, each a second or so of work. */
export const MAX_PART_PAGES = 40;

/** Bytes of a part, on average. Cutting one out of a 50 MiB file holds the file, the part three times, and 2 MB. */
export const MAX_PART_BYTES = 6 * MIB;

/** A PDF read in one go: the first reader holds it twice, as bytes and as parsed streams. */
export const MAX_READ_BYTES = 40_000_000;
