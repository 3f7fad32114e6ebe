// Puts Swagger UI beside the console, so that /docs asks no other host for anything. wrangler runs this before each
// build and watches the result: a file that is the same already stays untouched.
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const from = join(project, "node_modules", "swagger-ui-dist");
const to = join(project, "public", "vendor");
mkdirSync(to, { recursive: true });
for (const name of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
	const source = statSync(join(from, name));
	const copy = statSync(join(to, name), { throwIfNoEntry: false });
	if (copy?.size !== source.size || copy.mtimeMs < source.mtimeMs) copyFileSync(join(from, name), join(to, name));
}
