/** What one release of Paperless-ngx does differently from another. */
export interface Profile {
	readonly name: "2.20" | "3.0";
	/** The value of `X-Version`. */
	readonly release: string;
	/** API versions it answers, lowest first; the last is the value of `X-Api-Version`. */
	readonly apis: readonly number[];
	/** The API version of a request that asks for none. */
	readonly defaultApi: number;
	readonly checksum: "md5" | "sha256";
	/** A second file with the same bytes becomes a second document; otherwise its task fails. */
	readonly keepsDuplicates: boolean;
	/** Documents tell their duplicates and versions. */
	readonly hasVersions: boolean;
	/** `delete/` and `reprocess/` are routes of their own, and `bulk_edit` takes `all` with `filters`. */
	readonly hasBulkRoutes: boolean;
	/** Parameters that make a list a search. */
	readonly searches: readonly string[];
	/** Only one of them may be given. */
	readonly takesOneSearch: boolean;
	readonly showsTrashedThumbs: boolean;
	/** Logins a minute; null where they are not counted. */
	readonly tokenLimit: number | null;
	/** Lists of tags tell how many tags they show, children included. */
	readonly hasDisplayCount: boolean;
	/** The permission `view_system_monitoring` opens the status, beside being staff. */
	readonly monitorsByPermission: boolean;
	/** Tasks of API 9 name their document by a text. */
	readonly relatesByText: boolean;
}

export const profiles: Record<Profile["name"], Profile> = {
	"2.20": {
		name: "2.20",
		release: "2.20.15",
		apis: [1, 2, 3, 4, 5, 6, 7, 8, 9],
		defaultApi: 9,
		checksum: "md5",
		keepsDuplicates: false,
		hasVersions: false,
		hasBulkRoutes: false,
		searches: ["query", "more_like_id"],
		takesOneSearch: false,
		showsTrashedThumbs: false,
		tokenLimit: null,
		hasDisplayCount: false,
		monitorsByPermission: false,
		relatesByText: true,
	},
	"3.0": {
		name: "3.0",
		release: "3.0.5",
		apis: [9, 10],
		defaultApi: 10,
		checksum: "sha256",
		keepsDuplicates: true,
		hasVersions: true,
		hasBulkRoutes: true,
		searches: ["text", "title_search", "query", "more_like_id"],
		takesOneSearch: true,
		showsTrashedThumbs: true,
		tokenLimit: 5,
		hasDisplayCount: true,
		monitorsByPermission: true,
		relatesByText: false,
	},
};
