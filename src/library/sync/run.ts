import type { Paperless } from "../../paperless/paperless.ts";
import type { Library } from "../store.ts";

/** A sync at work: whose, into which library, from which server. */
export interface SyncRun {
	owner: string;
	/** Its job. */
	job: string;
	library: Library;
	paperless: Paperless;
}
