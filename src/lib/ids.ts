import { v7 } from "uuid";

/** A new id: UUID v7 in lower case, so that ids made later sort later. */
export function newId(): string {
	return v7();
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
	return uuidForm.test(value);
}
