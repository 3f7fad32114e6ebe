import { beforeEach, describe, expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { newId } from "../../src/lib/ids.ts";
import { hasVectors } from "../../src/retrieval/vectors/store.ts";
import type { ChunkVector, VectorSpace } from "../../src/retrieval/vectors/vector-store.ts";
import { openVectors, removeOwedVectors } from "../../src/retrieval/vectors/vectors.ts";
import { newContext, sql } from "../accounts/support.ts";
import { FakeVectorize } from "../fakes/vectorize.ts";
import { putChunks, putText } from "./chunk-seeds.ts";

const dimensions = 1024;

/** In the plane of the first two axes, at so many degrees from the first. */
function at(degrees: number, length = 1): Float32Array {
	const vector = new Float32Array(dimensions);
	vector[0] = length * Math.cos((degrees * Math.PI) / 180);
	vector[1] = length * Math.sin((degrees * Math.PI) / 180);
	return vector;
}

interface World {
	ctx: Context;
	/** What was written shows. */
	settle(): void;
	/** Vectors that are kept, wherever. */
	kept(): Promise<number>;
}

const worlds: Record<string, () => World> = {
	"in D1": () => ({
		ctx: newContext(),
		settle: () => undefined,
		kept: async () =>
			(await sql<{ n: number }>("select count(*) as n from chunk_vectors where vector is not null"))[0]?.n ?? -1,
	}),
	"in Vectorize": () => {
		const index = new FakeVectorize(dimensions);
		const vectorIndex = (wanted: number) => (wanted === dimensions ? index.binding : undefined);
		return { ctx: { ...newContext(), vectorIndex }, settle: () => index.settle(), kept: async () => index.ids.length };
	},
};

describe.each(Object.entries(worlds))("vectors %s", (_place, build) => {
	let world: World;
	let owner: string;
	let space: VectorSpace;
	let document: string;
	let numbers: number[];

	beforeEach(async () => {
		await sql("delete from chunks");
		await sql("delete from vector_removals");
		world = build();
		owner = newId();
		space = { owner, model: "a/model-of-vectors-with-quite-a-long-name-of-its-own", dimensions };
		document = await putText(owner, "Paper", "text");
		numbers = await putChunks(owner, document, ["one", "two", "three", "four"]);
	});

	const chunk = (place: number, vector: Float32Array): ChunkVector => ({ number: numbers[place] ?? 0, vector });
	const put = async (vectors: readonly ChunkVector[], into = space) => {
		await openVectors(world.ctx, into).put(into, vectors);
		world.settle();
	};
	const nearest = (vector: Float32Array, limit = 10, within = space) =>
		openVectors(world.ctx, within).nearest(within, vector, limit);
	const places = async (...asked: Parameters<typeof nearest>) =>
		(await nearest(...asked)).map(({ number }) => numbers.indexOf(number));

	test("are found by their angle, whatever their length, the nearest first", async () => {
		await put([chunk(0, at(80)), chunk(1, at(10, 40)), chunk(2, at(170, 0.01)), chunk(3, at(30))]);
		expect(await places(at(0, 7))).toEqual([1, 3, 0, 2]);
		expect(await places(at(0), 2)).toEqual([1, 3]);
		const found = await nearest(at(0));
		for (const [place, degrees] of [10, 30, 80, 170].entries()) {
			expect(found[place]?.similarity).toBeCloseTo(Math.cos((degrees * Math.PI) / 180), 2);
		}
	});

	test("of another owner or model are not met", async () => {
		await put([chunk(0, at(0))]);
		const others = [
			{ ...space, owner: newId() },
			{ ...space, model: "another" },
		];
		for (const other of others) {
			expect(await places(at(0), 10, other)).toEqual([]);
			expect(await hasVectors(world.ctx, other)).toBe(false);
		}
		expect(await hasVectors(world.ctx, space)).toBe(true);
		expect(await sql("select embedding_model from chunks where number = ?", numbers[0])).toEqual([
			{ embedding_model: space.model },
		]);
	});

	test("that are put again are there once, as they were put last", async () => {
		await put([chunk(0, at(0)), chunk(1, at(20))]);
		await put([chunk(0, at(90)), chunk(1, at(20))]);
		expect(await places(at(0))).toEqual([1, 0]);
		expect(await world.kept()).toBe(2);
		expect(await sql("select * from vector_removals")).toEqual([]);
	});

	test("go with their chunks, whoever deletes them", async () => {
		await put([chunk(0, at(0)), chunk(1, at(20))]);
		await sql("delete from chunks where number = ?", numbers[0]);
		await removeOwedVectors(world.ctx);
		world.settle();
		expect(await places(at(0))).toEqual([1]);
		expect(await world.kept()).toBe(1);
		expect(await sql("select * from vector_removals")).toEqual([]);
	});

	test("that come for a chunk that has gone do not stay", async () => {
		await sql("delete from chunks where number = ?", numbers[2]);
		await put([chunk(2, at(0)), chunk(3, at(0))]);
		const later = { ...world.ctx, now: () => Date.now() + 3_600_000 };
		await removeOwedVectors(later);
		world.settle();
		expect(await world.kept()).toBe(1);
		expect(await sql("select number from chunk_vectors where owner = ?", owner)).toEqual([{ number: numbers[3] }]);
	});

	test("of a chunk that is put into another space are in the old one no more", async () => {
		await put([chunk(0, at(0))]);
		const next = { ...space, model: "next" };
		await put([chunk(0, at(0))], next);
		await removeOwedVectors(world.ctx);
		world.settle();
		expect(await places(at(0))).toEqual([]);
		expect(await places(at(0), 10, next)).toEqual([0]);
		expect(await world.kept()).toBe(1);
	});

	test("may be more than one write or one page takes", async () => {
		numbers = await putChunks(
			owner,
			document,
			Array.from({ length: 1500 }, (_, place) => `chunk ${place}`),
		);
		await put(numbers.map((number, place) => ({ number, vector: at((place * 180) / 1500) })));
		expect((await places(at(0), 100)).slice(0, 3)).toEqual([0, 1, 2]);
		expect(await nearest(at(0), 100)).toHaveLength(100);
		await sql("delete from chunks where owner = ?", owner);
		await removeOwedVectors(world.ctx);
		world.settle();
		expect(await world.kept()).toBe(0);
	});
});

test("what a step leaves in Vectorize that dies before it is written down is removed, unless the next one claims it", async () => {
	const index = new FakeVectorize(dimensions);
	const base = newContext();
	const ctx = { ...base, vectorIndex: () => index.binding };
	const owner = newId();
	const space = { owner, model: "model", dimensions };
	const numbers = await putChunks(owner, await putText(owner, "Paper", "text"), ["one", "two"]);
	const vectors = numbers.map((number) => ({ number, vector: at(0) }));
	const db = { ...base.db, batch: () => Promise.reject(new Error("died")) };
	const dying = { ...ctx, db: Object.assign(Object.create(base.db), db) as Context["db"] };
	await expect(openVectors(dying, space).put(space, vectors)).rejects.toThrow("died");
	await openVectors(ctx, space).put(space, vectors.slice(0, 1));
	index.settle();
	expect(index.ids).toHaveLength(2);
	expect(await removeOwedVectors(ctx)).toBe(0);
	expect(await removeOwedVectors({ ...ctx, now: () => Date.now() + 3_600_000 })).toBe(1);
	index.settle();
	expect(index.ids.map((id) => Number.parseInt(id, 10))).toEqual(numbers.slice(0, 1));
});
