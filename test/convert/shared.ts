import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = fileURLToPath(new URL("../../../shared", import.meta.url).href);

/** Folder of benchmark documents beside the project; undefined where it is not there. */
export const sharedPath: string | undefined = existsSync(`${path}/pdf-bench`) ? path : undefined;

if (sharedPath === undefined) console.warn("../shared is not there: tests on real documents are skipped.");
