import { v7 } from "uuid";

/** A new id: UUID v7 in lower case, so that ids made later sort later. */
export function newId(): string {
	return v7();
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
	return uuidForm.test(value);
}

const idForm = /^[\w-]{1,36}$/;

/** Those of a list that can be ids, each once: what is left of a list from outside has a known size, and the rest is unknown anyway. */
export function idsIn(list: readonly string[]): string[] {
	return [...new Set(list.filter((id) => idForm.test(id)))];
}
