interface Stored {
	/** With its quotes. */
	httpEtag: string;
	uploaded: Date;
}

/**
 * What the preconditions of a GET or HEAD say about the stored object (RFC 9110, 13.2.2, in that order): 412 if the
 * request must not be answered, 304 if the client has it already, undefined to go on. What cannot be read is ignored.
 */
export function precondition(header: (name: string) => string | undefined, stored: Stored): 304 | 412 | undefined {
	const [ifMatch, ifNoneMatch] = [header("if-match"), header("if-none-match")];
	if (ifMatch !== undefined) {
		if (!names(ifMatch, stored.httpEtag, false)) return 412;
	} else if (isModifiedSince(header("if-unmodified-since"), stored.uploaded) === true) {
		return 412;
	}
	if (ifNoneMatch !== undefined) return names(ifNoneMatch, stored.httpEtag, true) ? 304 : undefined;
	return isModifiedSince(header("if-modified-since"), stored.uploaded) === false ? 304 : undefined;
}

/** Whether a list of entity tags (or `*`) names this one; weakly, the mark `W/` does not count. */
function names(list: string, etag: string, weakly: boolean): boolean {
	if (list.trim() === "*") return true;
	const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
	return tags.some((tag) => (weakly ? tag.replace(/^W\//, "") : tag) === etag);
}

/** In whole seconds, as HTTP dates are; undefined for no date. */
function isModifiedSince(date: string | undefined, modified: Date): boolean | undefined {
	const since = Date.parse(date ?? "");
	if (Number.isNaN(since)) return undefined;
	return Math.floor(modified.getTime() / 1000) * 1000 > since;
}
