import { newId } from "../../src/lib/ids.ts";
import { sql } from "../accounts/support.ts";

/** Puts a document with a text into a library, not indexed yet. Gives its id. */
export async function putText(owner: string, title: string, text: string): Promise<string> {
	const id = newId();
	await sql(
		`insert into library_documents (id, owner, source, title, fingerprint, synced_at, word_count, content_hash, text_length)
		 values (?, ?, 'paperless', ?, ?, 1, ?, ?, ?)`,
		id,
		owner,
		title,
		id,
		text.trim() === "" ? 0 : text.split(" ").length,
		`hash of ${text}`,
		text.length,
	);
	await sql("insert into library_texts (document_id, full_text) values (?, ?)", id, text);
	return id;
}

/** As a sync that finds another text. */
export async function changeText(id: string, text: string): Promise<void> {
	const wordCount = text.split(" ").filter((word) => word !== "").length;
	await sql(
		"update library_documents set word_count = ?, content_hash = ?, text_length = ? where id = ?",
		wordCount,
		`hash of ${text}`,
		text.length,
		id,
	);
	await sql("update library_texts set full_text = ? where document_id = ?", text, id);
}

/** Chunks of a document, a line of its text each, in place of those before, as indexing its text would make them. Gives their numbers. */
export async function putChunks(owner: string, documentId: string, texts: readonly string[]): Promise<number[]> {
	await sql("delete from chunks where document_id = ?", documentId);
	const rows = await sql<{ number: number }>(
		`insert into chunks (owner, document_id, chunk_index, content, head_length, terms, term_count, language, token_count,
			content_hash, embedding_model, created_at)
		 select ?, ?, key, value, 0, '', 1, 'en', 1, 'x', 'embedded-sg-100', 1 from json_each(?) returning number`,
		owner,
		documentId,
		JSON.stringify(texts),
	);
	await sql("update library_documents set indexed_hash = content_hash where id = ?", documentId);
	return rows.map(({ number }) => number);
}
