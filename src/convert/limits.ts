/** What a hostile or merely huge document may cost. Each cap has its reason; none is meant to bite on real documents. */

export const MIB = 1024 * 1024;

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

/** Bookmarks of a document: a handbook of a thousand pages has some 2,000. One with more is not used at all. */
export const MAX_OUTLINE_ENTRIES = 3000;

/** Levels of bookmarks; deeper ones are generated, or made to harm. */
export const MAX_OUTLINE_DEPTH = 8;

/** Named places of a document; each bookmark may cost a search through them. */
export const MAX_NAMED_PLACES = 20_000;

/** Children of structure elements that one page's tree may look at, those on other pages included; PDFium holds 900 bytes for each. */
export const MAX_TREE_CHILDREN = 20_000;

/** The same for all pages of a document, each 0.4 µs: a flat tree, as Word writes it, has all paragraphs of the document on each page. */
export const MAX_TREE_COST = 5_000_000;

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

/** Beyond this a PDF is read without its large pictures: PDFium, which draws them, holds each twice, in the file and by itself. */
export const MAX_WHOLE_BYTES = 24 * MIB;

/** Such a PDF with the pictures that fit: twice that, PDFium's own 18 MiB, and one picture decoded. */
export const MAX_REFILLED_BYTES = 26 * MIB;

/** Smaller pictures stay where they are. */
export const MIN_HOLLOW_BYTES = 256 * 1024;

/** A zip container (DOCX, XLSX, PPTX, EPUB) is held compressed, beside at most one picture: the largest upload fits. */
export const MAX_ARCHIVE_BYTES = 52_428_800;

/** Entries of a zip container: a long EPUB has some 3,000, with a picture a page. */
export const MAX_ARCHIVE_ENTRIES = 20_000;

/** Inflated bytes of one entry. Entries are read as a stream, so this bounds time: XML is read at some 40 MB/s. */
export const MAX_ENTRY_BYTES = 96 * MIB;

/** Inflated bytes of a file and of all that is attached to it, at any depth: a bomb of many small or overlapping entries. */
export const MAX_INFLATED_BYTES = 192 * MIB;

/** Compressed bytes given to the inflater at once: deflate gives at most 1,032 times as much, so 4 MiB come back. */
export const INFLATE_STEP_BYTES = 4096;

/** Small entries that are read whole: relations, styles, numbering. Word's largest style sheets have 2 MB. */
export const MAX_HELD_ENTRY_BYTES = 8 * MIB;

/** Nesting of elements: browsers stop at 512, and a parser's stack costs time at each closing tag. */
export const MAX_ELEMENT_DEPTH = 1000;

/** Tags of one document. A million cells of a sheet are three million tags; at some 2 million a second this bounds time. */
export const MAX_TAGS = 8_000_000;

/**
 * Characters of a document's blocks, as Markdown: 2,000 dense pages. They are held twice, as text and as Markdown, in two bytes each
 * where a script is not Latin; measured by `npm run bench:heap`.
 */
export const MAX_DOCUMENT_CHARACTERS = 5_000_000;

/** Blocks of a document that is not a PDF. */
export const MAX_DOCUMENT_BLOCKS = 100_000;

/** Characters of one block but a table: longer ones are cut into several. */
export const MAX_BLOCK_CHARACTERS = MAX_PARAGRAPH_CHARACTERS;

/** Cells shown of one table or sheet, empty ones included; the rest is left out, and a sentence says so. */
export const MAX_TABLE_CELLS = 200_000;

/** Columns shown of a table: spreadsheets end at 16,384, and no reader looks past some dozens. */
export const MAX_TABLE_COLUMNS = 256;

/** Characters of one cell; Excel's own limit is 32,767. */
export const MAX_CELL_CHARACTERS = 32_767;

/** Strings shared by the cells of a workbook, in characters: they are all held while its sheets are read. */
export const MAX_SHARED_CHARACTERS = 8_000_000;

/** Sheets, slides or chapters: each is a page. */
export const MAX_SECTIONS = 2000;

/** Pictures handed out of one document that is not a PDF. */
export const MAX_DOCUMENT_FIGURES = 500;

/** Shorter than this, a picture's side makes it an icon, a bullet or a tracking pixel. */
export const MIN_PICTURE_SIDE_PX = 48;

/** Pixels of a picture that is decoded: with its RGBA, the decoder's own buffers and the PNG, some 14 bytes each. */
export const MAX_PICTURE_PIXELS = 4_000_000;

/** Pixels of an embedded picture that is drawn anew: a page's width at 200 dpi, square. Its RGBA and PNG take some 6 bytes each. */
export const MAX_DRAWN_PIXELS = 2_500_000;

/** Encoded bytes of one embedded picture. */
export const MAX_PICTURE_BYTES = 16 * MIB;

/** A mail in a mail in a mail. */
export const MAX_ATTACHMENT_DEPTH = 3;

/** Attachments converted of one mail; the rest is listed. */
export const MAX_ATTACHMENTS = 30;

/** Bytes of a mail: it is held encoded and decoded. */
export const MAX_MAIL_BYTES = 24 * MIB;

/** Parts of a multipart mail, and how deep they nest. */
export const MAX_MAIL_PARTS = 1000;
export const MAX_MAIL_DEPTH = 30;

/** Lines of a mail that begin like a boundary; a long thread has hundreds of them, as signatures and rules. */
export const MAX_MAIL_BOUNDARIES = 10_000;

/** Lines of a mail that are text: the parser takes some 550 bytes for each. A mailing list's digest has some thousands. */
export const MAX_MAIL_LINES = 40_000;

/** Pages read of a PDF attached to a mail. */
export const MAX_ATTACHMENT_PAGES = 200;

/** Pixels of a page given to Tesseract: A4 at 200 dpi is 3.9 million and takes 44 MB of its memory. */
export const MAX_OCR_PIXELS = 5_500_000;

/** What Tesseract needs beside the image: its own start and one language, then some bytes for each pixel. */
export const OCR_START_BYTES = 26 * MIB;
export const OCR_BYTES_PER_PIXEL = 6;

/** An idle Tesseract instance above this is dropped. */
export const OCR_IDLE_BYTES = 48 * MIB;

/** Pictures of one page whose text is looked for, the largest first: each costs about 0.3 s. */
export const MAX_OCR_REGIONS = 12;

/** The same for all pictures of a document that is no PDF, where the whole text may be one page. */
export const MAX_OCR_PICTURES = 40;

/** Shorter than this, the side of such a picture has no room for a few words. */
export const MIN_OCR_PICTURE_SIDE_PX = 80;

/** With fewer pixels than this left by the memory that a document takes, letters are no longer read. */
export const MIN_OCR_PIXELS = 300_000;

/** Encoded bytes of an image document; it is held as it is, beside its pages as a PDF. */
export const MAX_IMAGE_BYTES = 24 * MIB;

/** Pixels of one image page: a photograph of 24 megapixels fits, decoded as JPEG by PDFium. */
export const MAX_IMAGE_PIXELS = 25_000_000;

/** Bytes of a TIFF's page unpacked, beside twice the file: A4 in colour at 400 dpi has 46 MB. */
export const MAX_RASTER_BYTES = 50_000_000;

/** Scans of a progressive JPEG, each of which goes over all its pixels; encoders make about ten. */
export const MAX_JPEG_SCANS = 100;

/** Values of all directories of a TIFF together: offsets and lengths of strips, of which a page has some thousands. */
export const MAX_TIFF_VALUES = 2_000_000;

/** Pages of a TIFF. */
export const MAX_IMAGE_PAGES = 500;

/** Inflated bytes of one stream of a PDF that is no picture: the largest maps draw with some 20 MB; readers hold it whole. */
export const MAX_PDF_STREAM_BYTES = 24 * MIB;

/** Inflated bytes of all streams of a PDF part that look like bombs; they may all belong to one page. */
export const MAX_PDF_SUSPECT_BYTES = 48 * MIB;

/** Text operators of one content stream: liteparse takes 3 KB for each, pdf.js a tenth of that. Dense newspaper pages have 20,000. */
export const MAX_TEXT_OPERATORS = 25_000;
export const MAX_TEXT_OPERATORS_TO_READ = 150_000;

/** Marked content within marked content: PDFium's time and memory grow with its square, 117 MB for 5,000. Real files have a dozen. */
export const MAX_MARKED_DEPTH = 1_000;

/** Painted paths of one content stream: liteparse's time grows with their square, 10 s for 50,000. Beyond, text alone is read. */
export const MAX_PATH_OPERATORS = 40_000;

/**
 * Steps through a structure tree: for each entry of a page PDFium goes through the children of its parent, twice at some 1.3 ns each.
 * Forty dense pages of 3,000 entries, beside one element with 5,000 children, are 600 million. Beyond, a PDF is read without its tags.
 */
export const MAX_TAG_STEPS = 1_000_000_000;

/** Drawings that one form XObject stands for, its own forms counted each time: 65,536 take liteparse 320 MB. */
export const MAX_FORM_DRAWINGS = 20_000;

/** Side of a page in points: PDF ends at 14,400, some 5 m; liteparse fails from some 100 million on. */
export const MAX_PAGE_SIDE_PT = 1_000_000;

/** Lines of a text file: each becomes a string of its own. */
export const MAX_TEXT_LINES = 1_000_000;
