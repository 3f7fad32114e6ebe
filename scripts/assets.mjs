// Puts what is served but not ours into public/vendor, from node_modules: Swagger UI, so that /docs asks no other host
// for anything, and Tesseract's language data, which the Worker reads through its ASSETS binding. wrangler runs this
// before each build and watches the result: a file that is the same already stays untouched.
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(project, "node_modules");
const vendor = join(project, "public", "vendor");

copyAll(
	vendor,
	["swagger-ui-bundle.js", "swagger-ui.css"].map((name) => join(modules, "swagger-ui-dist", name)),
);
copyAll(
	join(vendor, "ocr"),
	["eng", "hin"].map((language) =>
		join(modules, "@tesseract.js-data", language, "4.0.0_best_int", `${language}.traineddata.gz`),
	),
);

/** @param {string} to @param {string[]} files */
function copyAll(to, files) {
	mkdirSync(to, { recursive: true });
	for (const file of files) {
		const target = join(to, basename(file));
		const source = statSync(file);
		const copy = statSync(target, { throwIfNoEntry: false });
		if (copy?.size !== source.size || copy.mtimeMs < source.mtimeMs) copyFileSync(file, target);
	}
}
