import { describe, expect, it } from "vitest";
import type { UserPrincipal } from "../../src/accounts/accounts.ts";
import { PrincipalCache } from "../../src/accounts/principal-cache.ts";

const user = (id: string): UserPrincipal => ({
	kind: "user",
	id,
	isAdmin: false,
	canWrite: true,
	credential: "access",
});
const current = (cache: PrincipalCache<UserPrincipal>) => ({ revocations: cache.revocations });

describe("the cache of principals", () => {
	it("knows an answer for its lifetime", () => {
		const cache = new PrincipalCache<UserPrincipal>({ lifetimeMs: 1000 });
		cache.keep("a", user("1"), 5000, current(cache));
		expect(cache.find("a", 5999)).toEqual(user("1"));
		expect(cache.find("a", 6000)).toBeUndefined();
		expect(cache.find("b", 5000)).toBeUndefined();
	});

	it("is not prolonged by use", () => {
		const cache = new PrincipalCache<UserPrincipal>({ lifetimeMs: 1000 });
		cache.keep("a", user("1"), 5000, current(cache));
		cache.find("a", 5900);
		expect(cache.find("a", 6000)).toBeUndefined();
	});

	it("never outlives the credential", () => {
		const cache = new PrincipalCache<UserPrincipal>();
		cache.keep("a", user("1"), 5000, { ...current(cache), expiresAt: 5500 });
		expect(cache.find("a", 5499)).toBeDefined();
		expect(cache.find("a", 5500)).toBeUndefined();
	});

	it("drops what was used longest ago when it is full", () => {
		const cache = new PrincipalCache<UserPrincipal>({ capacity: 2 });
		for (const name of ["a", "b"]) cache.keep(name, user(name), 0, current(cache));
		cache.find("a", 0);
		cache.keep("c", user("c"), 0, current(cache));
		expect(["a", "b", "c"].map((name) => cache.find(name, 0)?.id)).toEqual(["a", undefined, "c"]);
	});

	it("forgets a credential, and all of an owner, at once", () => {
		const cache = new PrincipalCache<UserPrincipal>();
		for (const name of ["a", "b"]) cache.keep(name, user("1"), 0, current(cache));
		cache.keep("c", user("2"), 0, current(cache));
		cache.forget("a");
		expect(["a", "b", "c"].map((name) => cache.find(name, 0)?.id)).toEqual([undefined, "1", "2"]);
		cache.forgetOwner("1");
		expect(["b", "c"].map((name) => cache.find(name, 0)?.id)).toEqual([undefined, "2"]);
	});

	it("does not keep an answer that was read before a revocation", () => {
		const cache = new PrincipalCache<UserPrincipal>();
		const before = current(cache);
		cache.forget("a");
		cache.keep("a", user("1"), 0, before);
		expect(cache.find("a", 0)).toBeUndefined();
	});
});
