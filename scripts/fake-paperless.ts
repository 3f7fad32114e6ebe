/**
 * `npm run fake:paperless -- [--port 8010] [--profile 2.20|3.0] [--documents FILE.jsonl | --generate 5000] [--token TOKEN]
 * [--base /paperless] [--worker-delay MS]`: a fake Paperless-ngx server on this machine, to try the library against.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { populate } from "../test/fakes/paperless/generator.ts";
import { adminToken, FakePaperless } from "../test/fakes/paperless/paperless.ts";
import { PaperlessHost } from "./paperless-host.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "8010" },
		profile: { type: "string", default: "3.0" },
		documents: { type: "string" },
		generate: { type: "string" },
		token: { type: "string", default: adminToken },
		base: { type: "string", default: "" },
		"worker-delay": { type: "string", default: "1000" },
	},
});

const profile = values.profile;
if (profile !== "2.20" && profile !== "3.0") throw new Error(`There is no profile "${profile}": 2.20 or 3.0.`);
const fake = new FakePaperless({
	profile,
	basePath: values.base,
	workerDelayMs: whole("worker-delay", values["worker-delay"]),
	users: [{ username: "admin", password: "adminpass", token: values.token, isSuperuser: true, isStaff: true }],
});
if (values.documents === undefined) populate(fake, { count: whole("generate", values.generate ?? "60") });
else
	fake.seed(
		readFileSync(values.documents, "utf8")
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line)),
	);

const host = await new PaperlessHost(fake).open(whole("port", values.port));
console.log(`A fake Paperless-ngx ${fake.store.profile.release} with ${fake.store.documents.size} documents:

  ${host.url}${values.base}
  Authorization: Token ${values.token}     (or admin / adminpass)
`);

function whole(name: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
	return Number(text);
}
