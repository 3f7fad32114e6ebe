import { z } from "zod";

/*
 * What is taken of the server's answers, under the names used here (contracts/paperless-ngx.md 4.2 and 7,
 * contracts/library.md 12.2). Unknown fields are dropped; texts stay as they are, whatever characters they hold.
 */

/** Ids may exceed 2^31, not 2^53. */
const Id = z.int().positive();
const OptionalId = Id.nullish().transform((id) => id ?? null);
const OptionalText = z
	.string()
	.nullish()
	.transform((text) => text ?? null);

const stateFields = {
	id: Id,
	/** The server's own text, an instant in any zone. */
	modified: z.string(),
	tags: z
		.array(Id)
		.nullish()
		.transform((tags) => tags ?? []),
	correspondent: OptionalId,
	document_type: OptionalId,
};

const listingFields = {
	...stateFields,
	title: z.string(),
	/** A date-time at local midnight below API 9, a date from then on. */
	created: z.string().transform((created) => (/^\d{4}-\d{2}-\d{2}T/.test(created) ? created.slice(0, 10) : created)),
	added: z.string(),
	original_file_name: OptionalText,
	archived_file_name: OptionalText,
	archive_serial_number: z
		.int()
		.nullish()
		.transform((number) => number ?? null),
};

const contentFields = {
	content: z
		.string()
		.nullish()
		.transform((content) => content ?? ""),
};

type Read<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;

/** What tells whether a document is there and unchanged, but for its title. */
export interface DocumentState {
	id: number;
	modified: string;
	tagIds: number[];
	correspondentId: number | null;
	documentTypeId: number | null;
}

/** A document without its text. `created` is a date; `modified` and `added` are instants as the server writes them. */
export interface DocumentListing extends DocumentState {
	title: string;
	created: string;
	added: string;
	originalFileName: string | null;
	archivedFileName: string | null;
	archiveSerialNumber: number | null;
}

export interface FullDocument extends DocumentListing {
	/** The recognised text, whole; empty where there is none. */
	content: string;
}

function toState(read: Read<typeof stateFields>): DocumentState {
	const { id, modified, tags, correspondent, document_type } = read;
	return { id, modified, tagIds: tags, correspondentId: correspondent, documentTypeId: document_type };
}

function toListing(read: Read<typeof listingFields>): DocumentListing {
	const { title, created, added, original_file_name, archived_file_name, archive_serial_number } = read;
	return {
		...toState(read),
		title,
		created,
		added,
		originalFileName: original_file_name,
		archivedFileName: archived_file_name,
		archiveSerialNumber: archive_serial_number,
	};
}

/** How much of a document is asked for, by the name of the shape it is given in. */
export interface DocumentShapes {
	state: DocumentState;
	listing: DocumentListing;
	full: FullDocument;
}
export type DocumentShape = keyof DocumentShapes;

interface ShapeReader<Document> {
	/** The value of the parameter `fields`. */
	fields: string;
	schema: z.ZodType<Document>;
}

const fullFields = { ...listingFields, ...contentFields };

export const documentShapes: { [Shape in DocumentShape]: ShapeReader<DocumentShapes[Shape]> } = {
	state: { fields: Object.keys(stateFields).join(), schema: z.object(stateFields).transform(toState) },
	listing: { fields: Object.keys(listingFields).join(), schema: z.object(listingFields).transform(toListing) },
	full: {
		fields: Object.keys(fullFields).join(),
		schema: z.object(fullFields).transform((read) => ({ ...toListing(read), content: read.content })),
	},
};

/** One page of any list. Items are read one by one, so that an odd one does not cost the others. */
export const ListPage = z.object({
	count: z.int().min(0),
	next: z.unknown(),
	results: z.array(z.looseObject({ id: Id })),
});

export const Count = z.object({ count: z.int().min(0) });

/** A tag, correspondent, document type or storage path. */
export const Entity = z
	.object({
		id: Id,
		name: z.string(),
		slug: z.string().nullish(),
		document_count: z.int().nullish(),
		is_inbox_tag: z.boolean().nullish(),
		last_correspondence: z.string().nullish(),
	})
	.transform((read) => ({
		id: read.id,
		name: read.name,
		slug: read.slug ?? "",
		/** Of the documents that the user may see; null in the answer to its creation. */
		documentCount: read.document_count ?? null,
		/** Of tags only. */
		isInboxTag: read.is_inbox_tag ?? false,
		/** Of correspondents only, a date. */
		lastCorrespondence: read.last_correspondence ?? null,
	}));
export type Entity = z.output<typeof Entity>;
