import { beforeAll, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../src/context.ts";
import type { LabelledIndex } from "../../src/enrich/embedded/labelled-index.ts";
import { learnChanged, openClassifier } from "../../src/enrich/enrich.ts";
import { DatabaseLabelledIndex } from "../../src/enrich/label-index/database-index.ts";
import { removeLibraryDocuments } from "../../src/library/library.ts";
import { env, sql } from "../accounts/support.ts";
import { household, learnt, senders, sheet, type Taught, teach } from "../enrich/classifier.ts";
import { newReader, putDocument } from "./library-seeds.ts";

const [energy, books] = senders;
const power = "Your meter reading and kilowatt hours are below.";

interface Home {
	owner: string;
	library: number;
	/** Ids of the documents, in the order of what was taught. */
	ids: string[];
	numbers: number[];
}

/** A context whose statements are counted. */
function counted(): { ctx: Context; statements: () => number } {
	let prepared = 0;
	const db = new Proxy(env.DB, {
		get(target, name) {
			if (name === "prepare") prepared++;
			const value: unknown = Reflect.get(target, name);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
	return { ctx: createContext({ ...env, DB: db }, { waitUntil: () => undefined }), statements: () => prepared };
}

const { ctx, statements } = counted();
const { signal } = new AbortController();
const slice = { until: Number.POSITIVE_INFINITY, signal, report: async () => undefined };

async function numberOf(id: string): Promise<number> {
	return Number((await sql("select number from library_documents where id = ?", id))[0]?.number);
}

async function add(owner: string, taught: Omit<Taught, "number">): Promise<string> {
	const { text, title = "scan", correspondent = null, documentType = null, tags = [] } = taught;
	const id = await putDocument(owner, { title, text, correspondent, tags: [...tags] });
	await sql("update library_documents set document_type = ? where id = ?", documentType, id);
	return id;
}

async function home(documents: readonly Taught[]): Promise<Home> {
	const { id: owner } = await newReader();
	const ids: string[] = [];
	for (const document of documents) ids.push(await add(owner, document));
	const library = Number((await sql("select number from libraries where owner = ?", owner))[0]?.number);
	return { owner, library, ids, numbers: await Promise.all(ids.map(numberOf)) };
}

async function ask(owner: string, id: string) {
	const [row] = await sql(
		"select number, title, full_text from library_documents join library_texts on document_id = id where id = ?",
		id,
	);
	const document = { number: Number(row?.number), title: String(row?.title), text: String(row?.full_text) };
	return await (await openClassifier(ctx, owner)).propose(document);
}

async function learntNumbers({ library }: Home): Promise<number[]> {
	const rows = await sql(
		"select number from labelled_documents where library = ? and features <> '' order by 1",
		library,
	);
	return rows.map(({ number }) => Number(number));
}

async function say(owner: string, id: string, suggestion: object, entry: object): Promise<void> {
	await sql(
		"insert into ai_feedback (owner, result_id, document_id, suggestion, entry, created_at) values (?, 'a result', ?, ?, ?, 0)",
		owner,
		id,
		JSON.stringify({ title: null, correspondent: null, documentType: null, tags: [], ...suggestion }),
		JSON.stringify(entry),
	);
}

describe("the index of labelled documents in the database", () => {
	const taught = household(30);
	let own: Home;
	let index: LabelledIndex;
	let memory: LabelledIndex;

	beforeAll(async () => {
		own = await home(taught);
		// Another's library, whose features are the same.
		const other = await home(household(6));
		await learnChanged(ctx, other.owner, slice);
		expect(await learnChanged(ctx, own.owner, slice)).toEqual({ isDone: true });
		await sql(
			"insert into library_names values (?, 'tags', 9, 'unused'), (?, 'tags', 8, 'E-Mail')",
			own.library,
			own.library,
		);
		index = new DatabaseLabelledIndex(ctx, own.library, ["e-mail"]);
		memory = teach(
			taught.map((document, at) => ({ ...document, number: own.numbers[at] ?? 0 })),
			{ tags: ["unused"] },
		);
	});

	it("answers as the one in memory does", async () => {
		const vocabulary = await index.vocabulary();
		expect(vocabulary).toEqual(await memory.vocabulary());
		const features = [...learnt(taught[3] ?? { number: 0, text: "" }).features, 7];
		expect(await index.postings(features, 40)).toEqual(await memory.postings(features, 40));
		const numbers = [...own.numbers.slice(4, 9), 999_999_999];
		const byNumber = (documents: readonly { number: number }[]) => [...documents].sort((a, b) => a.number - b.number);
		expect(byNumber(await index.documents(numbers))).toEqual(byNumber(await memory.documents(numbers)));
		const statementsOf = await memory.statements(numbers);
		expect([...(await index.statements(numbers)).keys()]).toEqual([...statementsOf.keys()]);
		expect((await index.statements(numbers)).get(numbers[0] ?? 0)?.labels).toEqual(
			statementsOf.get(numbers[0] ?? 0)?.labels,
		);
	});

	it("gives the same documents of a list that is cut short, and an estimate of its length", async () => {
		const features = [...learnt(taught[3] ?? { number: 0, text: "" }).features];
		const [few, all] = [await index.postings(features, 10), await memory.postings(features, 10)];
		expect(few.map(({ documents }) => documents)).toEqual(all.map(({ documents }) => documents));
		const longest = few.find(({ feature }) =>
			all.some((posting) => posting.feature === feature && posting.count === 30),
		);
		expect(longest?.count).toBeGreaterThan(12);
		expect(longest?.count).toBeLessThan(75);
	});
});

describe("the classifier of a library", () => {
	it("proposes from the library's own documents with four queries each, fewer once it knows them", async () => {
		const own = await home(household(40));
		const [first, second] = [
			await add(own.owner, { text: sheet(energy, "Invoice", 77, power) }),
			await add(own.owner, { text: sheet(energy, "Invoice", 78, power) }),
		];
		await learnChanged(ctx, own.owner, slice);
		const result = await ask(own.owner, first);
		expect(result.suggestion).toEqual({
			title: "Invoice Northwind Energy Ltd NO-2024-1077 Mar 2024",
			correspondent: energy,
			documentType: "Invoice",
			tags: ["power"],
		});
		expect(result.confidence.correspondent).toBeGreaterThan(0.8);
		expect(JSON.parse(result.rawResponse)).toMatchObject({ documentType: "Invoice", evidence: result.evidence });

		const classifier = await openClassifier(ctx, own.owner);
		const numbers = [await numberOf(first), await numberOf(second)];
		const costs: number[] = [];
		for (const number of numbers) {
			const before = statements();
			await classifier.propose({ number, title: "scan", text: sheet(energy, "Invoice", 70 + number, power) });
			costs.push(statements() - before);
		}
		expect(costs[0]).toBeLessThanOrEqual(4);
		expect(costs[1]).toBeLessThanOrEqual(costs[0] ?? 0);
	});

	it("learns each document once, and again what was changed, and forgets what tells nothing or is gone", async () => {
		const own = await home(household(12));
		const unfiled = await add(own.owner, { text: sheet(books, "Contract", 90) });
		await learnChanged(ctx, own.owner, slice);
		expect(await learntNumbers(own)).toEqual(own.numbers);
		const before = await sql("select max(block) as m, count(*) as c from labelled_features_data");
		await learnChanged(ctx, own.owner, slice);
		expect(await sql("select max(block) as m, count(*) as c from labelled_features_data")).toEqual(before);

		const [cleared = "", renamed = "", gone = ""] = own.ids;
		await sql(
			"update library_documents set correspondent = null, document_type = null, tags = '[]' where id = ?",
			cleared,
		);
		await sql("update library_documents set correspondent = 'Harbour Books & Co' where id = ?", renamed);
		await sql("update library_documents set tags = '[\"ai-processed\"]' where id = ?", unfiled);
		await removeLibraryDocuments(ctx, own.owner, [gone]);
		await learnChanged(ctx, own.owner, slice);
		expect(await learntNumbers(own)).toEqual([...own.numbers.slice(1, 2), ...own.numbers.slice(3)]);
		const { correspondents, documents, tags } = await new DatabaseLabelledIndex(ctx, own.library, []).vocabulary();
		expect(documents).toBe(10);
		expect(correspondents.get("Harbour Books & Co")).toBe(1);
		expect([...correspondents.values()].reduce((sum, count) => sum + count, 0)).toBe(10);
		expect([...tags.keys()]).toEqual(["power"]);
	});

	it("goes on where a slice ended, learns at least something in each, and lets others have their turn", async () => {
		const own = await home(household(30));
		const ended = { ...slice, until: 0 };
		let turns = 0;
		const others = setInterval(() => turns++, 0);
		expect(await learnChanged(ctx, own.owner, ended)).toEqual({ isDone: false });
		clearInterval(others);
		expect(turns).toBeGreaterThan(0);
		expect(await learntNumbers(own)).toHaveLength(25);
		expect(await learnChanged(ctx, own.owner, ended)).toEqual({ isDone: true });
		expect(await learntNumbers(own)).toEqual(own.numbers);
	});

	it("does not propose again what was refused, and takes a correction for a label", async () => {
		const own = await home(household(24));
		const asked = await add(own.owner, { text: sheet(energy, "Invoice", 91, power) });
		await learnChanged(ctx, own.owner, slice);
		const { suggestion } = await ask(own.owner, asked);
		expect(suggestion).toMatchObject({ correspondent: energy, tags: ["power"] });
		await say(own.owner, asked, suggestion, { action: "rejected", rejectedFields: ["correspondent", "tags"] });
		await learnChanged(ctx, own.owner, slice);
		const again = (await ask(own.owner, asked)).suggestion;
		expect(again.correspondent).not.toBe(energy);
		expect(again.tags).toEqual([]);
		await say(own.owner, asked, suggestion, {
			action: "corrected",
			corrections: [{ field: "correspondent", suggested: energy, corrected: "Northwind Grid" }],
		});
		await learnChanged(ctx, own.owner, slice);
		const { correspondents } = await new DatabaseLabelledIndex(ctx, own.library, []).vocabulary();
		expect(correspondents.get("Northwind Grid")).toBe(1);
	});

	it("is calibrated once, and again after a fifth of the library has changed", async () => {
		const own = await home(household(20));
		const madeAt = async () => {
			const [row] = await sql("select documents, changes, version from ai_calibrations where library = ?", own.library);
			return row;
		};
		await learnChanged(ctx, own.owner, slice);
		expect(await madeAt()).toMatchObject({ documents: 20, changes: 0 });
		for (let at = 0; at < 3; at++) await add(own.owner, household(24)[20 + at] ?? { text: "" });
		await learnChanged(ctx, own.owner, slice);
		expect(await madeAt()).toMatchObject({ documents: 20, changes: 3 });
		await add(own.owner, household(24)[23] ?? { text: "" });
		await learnChanged(ctx, own.owner, slice);
		expect(await madeAt()).toMatchObject({ documents: 24, changes: 0 });
		// A newer classifier has other evidence.
		await sql("update ai_calibrations set version = -1 where library = ?", own.library);
		await learnChanged(ctx, own.owner, slice);
		expect((await madeAt())?.version).toBeGreaterThan(0);
	});

	it("knows nothing in a library without documents, and of another's nothing either", async () => {
		const own = await home([]);
		const asked = await add(own.owner, { text: sheet(energy, "Invoice", 77, power) });
		await learnChanged(ctx, own.owner, slice);
		expect((await ask(own.owner, asked)).suggestion).toEqual({
			title: null,
			correspondent: null,
			documentType: null,
			tags: [],
		});
	});
});
