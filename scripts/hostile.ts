/**
 * Documents made to exhaust a converter: each a few kilobytes to some megabytes that claim, unpack to or nest far more.
 * The tests convert them all; run by hand (`node scripts/hostile.ts FOLDER`), it writes them to a folder.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostileCounts } from "./hostile-counts.ts";
import { hostileImages } from "./hostile-images.ts";
import { hostileMails } from "./hostile-mails.ts";
import { hostileOffice } from "./hostile-office.ts";
import { hostilePdfs } from "./hostile-pdfs.ts";
import { hostileTags } from "./hostile-tags.ts";
import { hostileTexts } from "./hostile-texts.ts";

export interface HostileFile {
	/** With the extension that says its format. */
	name: string;
	/** What it tries. */
	attempt: string;
	make(): Uint8Array;
	/** `refused`: a clear sentence is right; `read`: there is a sensible result; `either`: both are. */
	expect: "refused" | "read" | "either";
	/** Words that the answer has, be it a sentence or the document. */
	says?: string;
}

export const hostileFiles: readonly HostileFile[] = [
	...hostilePdfs,
	...hostileTags,
	...hostileOffice,
	...hostileCounts,
	...hostileTexts,
	...hostileMails,
	...hostileImages,
];

if (import.meta.main) {
	const folder = process.argv[2] ?? "hostile";
	mkdirSync(folder, { recursive: true });
	for (const file of hostileFiles) {
		const bytes = file.make();
		writeFileSync(join(folder, file.name), bytes);
		console.log(`${file.name}\t${bytes.length} bytes\t${file.attempt}`);
	}
}
