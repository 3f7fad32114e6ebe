import { insufficient, invalid, json } from "./answers.ts";
import type { Call, Route } from "./call.ts";
import { boolean, choice, integer, listOfEach, nullable, type Reader, readFields, reference } from "./fields.ts";
import { grantsReader } from "./grants.ts";
import { deleteNamed, modelOf } from "./named.ts";
import { hasPermission, isOwner, joinGrants } from "./permissions.ts";
import { type NamedRecord, namedKinds, noGrants } from "./records.ts";

export const bulkObjectRoutes: Route[] = [{ path: "/api/bulk_edit_objects/", methods: { POST: editObjects } }];

/** Deletes tags and the like, or gives them an owner and grants, all or none. */
async function editObjects(call: Call): Promise<Response> {
	const { store, user } = call;
	const { data } = await call.body(false);
	const owner: Reader<number | null> = nullable(reference(store.users));
	const values = readFields(
		data,
		{
			objects: listOfEach(integer()),
			object_type: choice(namedKinds),
			operation: choice(["set_permissions", "delete"]),
			owner,
			permissions: grantsReader(store),
			merge: boolean,
		},
		{ required: ["objects", "object_type", "operation"] },
	);
	const { objects = [], object_type: kind = "tags", operation } = values;
	const table = store.named[kind];
	const records = objects.flatMap((id) => table.get(id) ?? []);
	if (new Set(objects).size !== objects.length || records.length !== objects.length) {
		throw invalid({ non_field_errors: ["Some ids in objects don't exist or were specified twice."] });
	}
	const verb = operation === "delete" ? "delete" : "change";
	const mayDo = hasPermission(user, `${verb}_${modelOf(kind)}`) && records.every((record) => isOwner(user, record));
	if (!mayDo) throw insufficient();
	if (operation === "delete") for (const { id } of records) deleteNamed(store, kind, id);
	else for (const record of records) setPermissions(record, values);
	return json({ result: "OK" });
}

function setPermissions(
	record: NamedRecord,
	values: { owner?: number | null; permissions?: NamedRecord["grants"]; merge?: boolean },
): void {
	const grants = values.permissions ?? noGrants();
	record.grants = values.merge ? joinGrants(record.grants, grants) : grants;
	const keepsOwner = values.merge === true && record.owner !== null;
	if (values.owner !== undefined && !keepsOwner) record.owner = values.owner;
}
