import { newId } from "../src/lib/ids.ts";
import { changeDatabase } from "./database.ts";

/* Proposals for the documents of a library, as a run without a model would leave them; put into the database of a server that is down. */

/** What is proposed for a document; null: nothing of that kind. */
export interface Proposal {
	id: string;
	correspondent: string | null;
	documentType: string | null;
	tags: string[];
	confidence: number;
}

/** New and known names, in spellings that differ: 40 senders that nobody has yet, each written in three ways. */
function proposalFor(
	at: number,
	current: { correspondent: string | null; documentType: string | null; tags: string[] },
): Proposal {
	const sender = `Northwind ${String.fromCharCode(65 + ((at % 40) % 26))}${Math.floor((at % 40) / 26)} Trading`;
	const spelling = [sender, `${sender} GmbH`, sender.toUpperCase()][at % 3] ?? sender;
	const keeps = at % 10 === 0;
	return {
		id: newId(),
		correspondent: keeps ? current.correspondent : at % 7 === 0 ? null : spelling,
		documentType: keeps ? current.documentType : (["Invoice", "contract", "Reminder", null][at % 4] ?? null),
		tags: keeps
			? [...current.tags, ...(current.tags.length === 0 ? ["kept"] : [])]
			: [`topic ${at % 12}`, "Archive"].slice(0, 1 + (at % 2)),
		confidence: [0.95, 0.7, 0.3][at % 3] ?? 0,
	};
}

/** Gives each document of the library a proposal; by the document's number on its server. */
export function seedProposals(stateDir: string): Map<number, Proposal> {
	const proposals = new Map<number, Proposal>();
	changeDatabase(stateDir, "ai_results", (database) => {
		const documents = database
			.prepare(
				"SELECT id, owner, paperless_id, title, correspondent, document_type, tags FROM library_documents ORDER BY number",
			)
			.all();
		const insert = database.prepare(
			`INSERT INTO ai_results (id, owner, document_id, provider, model, suggested_title, suggested_correspondent, suggested_document_type,
				suggested_tags, confidence_title, confidence_correspondent, confidence_document_type, confidence_tags, current_title,
				current_correspondent, current_document_type, current_tags, status, created_at, updated_at)
			 VALUES (?, ?, ?, 'embedded', 'embedded-1', NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
		);
		database.exec("BEGIN");
		for (const [at, row] of documents.entries()) {
			const tags = String(row.tags);
			const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
			const [correspondent, documentType] = [text(row.correspondent), text(row.document_type)];
			const proposal = proposalFor(at, { correspondent, documentType, tags: JSON.parse(tags) });
			const { confidence } = proposal;
			insert.run(
				proposal.id,
				String(row.owner),
				String(row.id),
				proposal.correspondent,
				proposal.documentType,
				JSON.stringify(proposal.tags),
				confidence,
				confidence,
				confidence,
				confidence,
				String(row.title),
				correspondent,
				documentType,
				tags,
				1_000 + at,
				1_000 + at,
			);
			proposals.set(Number(row.paperless_id), proposal);
		}
		database.exec("COMMIT");
	});
	return proposals;
}
