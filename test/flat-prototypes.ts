import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

const wrapped = new WeakSet<object>();
let isKept = false;

/**
 * The test pool puts another proxy around the prototype of the Worker (and of an object's class) each time that one is made,
 * so that each request is slower than the one before it, and some thousands of them overflow the stack. One proxy does what
 * many do: a prototype that has one is given back as it is.
 */
export function keepPrototypesFlat(): void {
	if (isKept) return;
	isKept = true;
	globalThis.Proxy = new Proxy(Proxy, {
		construct(proxy, [target, handler]: [object, ProxyHandler<object>]) {
			if (wrapped.has(target)) return target;
			const made = new proxy(target, handler);
			const parent = Object.getPrototypeOf(target);
			if (parent === WorkerEntrypoint.prototype || parent === DurableObject.prototype) wrapped.add(made);
			return made;
		},
	});
}
