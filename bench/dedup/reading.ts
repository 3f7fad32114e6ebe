/** `node bench/dedup/reading.ts DOCS.jsonl GROUPS.json`: reads the documents, keeps them and finds no group: the part of the cost that any engine has. */
import { readFileSync, writeFileSync } from "node:fs";

const [, , input = "", output = ""] = process.argv;
const documents = readFileSync(input, "utf8")
	.split("\n")
	.filter((line) => line !== "")
	.map((line): unknown => JSON.parse(line));
writeFileSync(output, JSON.stringify(documents.length < 0 ? documents : []));
