import { invalid, json, noContent, notFound } from "./answers.ts";
import { type Data, isData } from "./body.ts";
import { type Call, idOf, type Route } from "./call.ts";
import { choice, readFields, text } from "./fields.ts";
import { type Filters, matching, number, numberIn, texts } from "./filters.ts";
import { by } from "./order.ts";
import { paged } from "./paging.ts";
import { canView } from "./permissions.ts";
import type { CustomFieldRecord, SelectOption } from "./records.ts";

const dataTypes = [
	"string",
	"url",
	"date",
	"boolean",
	"integer",
	"float",
	"monetary",
	"documentlink",
	"select",
	"longtext",
];

const filters: Filters<CustomFieldRecord> = {
	...number("id", ({ id }) => id),
	...numberIn("id", ({ id }) => id),
	...texts("name", ({ name }) => [name]),
};

export const customFieldRoutes: Route[] = [
	{ path: "/api/custom_fields/", model: "customfield", methods: { GET: list, POST: create } },
	{
		path: "/api/custom_fields/{id}/",
		model: "customfield",
		methods: {
			GET: (call) => json(toWire(call, find(call))),
			PUT: (call) => update(call, ["name", "data_type"]),
			PATCH: (call) => update(call, []),
			DELETE: remove,
		},
	},
];

function list(call: Call): Response {
	const items = matching(call.store.customFields.values(), call, filters).sort(by(({ name }) => name.toLowerCase()));
	return paged(call, { items, toWire: (field) => toWire(call, field) });
}

function find(call: Call): CustomFieldRecord {
	const id = idOf(call);
	if (Number.isNaN(id)) throw notFound();
	const field = call.store.customFields.get(id);
	if (field === undefined) throw notFound("CustomField");
	return field;
}

async function create(call: Call): Promise<Response> {
	const { data } = await call.body();
	const { name = "", data_type: dataType = "" } = read(data, ["name", "data_type"]);
	checkName(call, name, undefined);
	const field: CustomFieldRecord = { id: 0, name, dataType, ...extrasOf(call, dataType, data.extra_data, []) };
	field.id = call.store.nextId(call.store.customFields);
	call.store.customFields.set(field.id, field);
	return json(toWire(call, field), 201);
}

async function update(call: Call, required: string[]): Promise<Response> {
	const field = find(call);
	const { data } = await call.body();
	const { name = field.name } = read(data, required);
	checkName(call, name, field.id);
	field.name = name;
	if ("extra_data" in data) Object.assign(field, extrasOf(call, field.dataType, data.extra_data, field.options));
	return json(toWire(call, field));
}

function remove(call: Call): Response {
	const { id } = find(call);
	call.store.customFields.delete(id);
	for (const document of call.store.documents.values()) {
		document.customFields = document.customFields.filter(({ field }) => field !== id);
	}
	return noContent();
}

function read(data: Data, required: string[]) {
	return readFields(data, { name: text({ max: 128 }), data_type: choice(dataTypes) }, { required });
}

function checkName({ store }: Call, name: string, own: number | undefined): void {
	const isTaken = [...store.customFields.values()].some((field) => field.id !== own && field.name === name);
	if (isTaken) throw invalid({ error: "Object violates name unique constraint" });
}

function extrasOf(call: Call, dataType: string, raw: unknown, before: SelectOption[]) {
	const extra = isData(raw) ? raw : {};
	const options = dataType === "select" ? optionsOf(call, extra.select_options, before) : [];
	const currency = extra.default_currency ?? null;
	if (dataType === "monetary" && currency !== null && !/^([A-Z]{3})?$/.test(String(currency))) {
		throw invalid({ error: "extra_data.default_currency must be a 3-character string" });
	}
	return { options, defaultCurrency: typeof currency === "string" ? currency : null };
}

/** Options keep the ids they came with; new ones get one of 16 characters. */
function optionsOf({ store, api }: Call, raw: unknown, before: SelectOption[]): SelectOption[] {
	if (!Array.isArray(raw) || raw.length === 0) {
		throw invalid({ error: "extra_data.select_options must be a valid list" });
	}
	return raw.map((option: unknown, index) => {
		const label = api < 7 ? option : isData(option) ? option.label : undefined;
		if (typeof label !== "string" || label === "") {
			throw invalid({ error: "extra_data.select_options must be a valid list" });
		}
		const own = isData(option) && typeof option.id === "string" ? option.id : before[index]?.id;
		return { id: own ?? optionId(store.nextId("options")), label };
	});
}

function optionId(number: number): string {
	return `option${number.toString(36).padStart(10, "0")}`;
}

function toWire({ store, api, user }: Call, field: CustomFieldRecord): Record<string, unknown> {
	const { id, name, dataType, options, defaultCurrency } = field;
	const selectOptions = api < 7 ? options.map(({ label }) => label) : options;
	let count = 0;
	for (const document of store.liveDocuments()) {
		if (canView(user, document) && document.customFields.some(({ field }) => field === id)) count++;
	}
	return {
		id,
		name,
		data_type: dataType,
		extra_data: extraToWire(dataType, selectOptions, defaultCurrency),
		document_count: count,
	};
}

function extraToWire(dataType: string, options: unknown[], currency: string | null): Record<string, unknown> | null {
	if (dataType === "select") return { select_options: options };
	return dataType === "monetary" ? { default_currency: currency } : null;
}
