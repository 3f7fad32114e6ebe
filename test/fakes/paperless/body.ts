import { invalid, refuse } from "./answers.ts";
import { typeName } from "./fields.ts";
import { jsonFault } from "./json-faults.ts";

/** A body's members by name; of a form, a name that comes several times holds an array. */
export type Data = Record<string, unknown>;

export interface ReadBody {
	data: Data;
	files: Map<string, File>;
}

/** What a route takes. Without `forms` a form is 415. */
export async function readBody(contentType: string, bytes: Uint8Array<ArrayBuffer>, forms: boolean): Promise<ReadBody> {
	const media = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
	if (bytes.byteLength === 0) return { data: {}, files: new Map() };
	if (media === "application/json") return { data: parseJson(bytes), files: new Map() };
	const isForm = media === "application/x-www-form-urlencoded" || media === "multipart/form-data";
	if (!forms || !isForm) throw refuse(415, { detail: `Unsupported media type "${contentType}" in request.` });
	const parsed = await new Response(bytes, { headers: { "Content-Type": contentType } }).formData().catch(() => {
		throw refuse(400, { detail: "Multipart form parse error - Invalid boundary in multipart: None" });
	});
	return fromForm(parsed);
}

function fromForm(form: FormData): ReadBody {
	const data: Data = {};
	const files = new Map<string, File>();
	form.forEach((value, name) => {
		if (typeof value !== "string") files.set(name, value);
		else if (name in data) data[name] = [data[name], value].flat();
		else data[name] = value;
	});
	return { data, files };
}

function parseJson(bytes: Uint8Array): Data {
	const text = new TextDecoder().decode(bytes);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		const fault = jsonFault(text) ?? "Expecting value: line 1 column 1 (char 0)";
		throw refuse(400, { detail: `JSON parse error - ${fault}` });
	}
	if (isData(value)) return value;
	throw invalid({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeName(value)}.`] });
}

export function isData(value: unknown): value is Data {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
