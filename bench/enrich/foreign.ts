/** Libraries made for other benches, of which the classifier's authors knew nothing: no manner of ours is in them. */
import { Random } from "../dedup/random.ts";
import { secondLibrary } from "../dedup-library-second.ts";
import type { MadeDocument } from "./library.ts";

/** The near-duplicate bench's second library; 70 % classified. A document whose sender or type nobody has named before is left out. */
export function duplicateLibrary(size: number, seed: number): MadeDocument[] {
	const random = new Random(seed, 5);
	const known = { correspondents: new Set<string>(), documentTypes: new Set<string>() };
	const made = secondLibrary(size, seed).map(({ document }): MadeDocument => {
		const { id: number, title, content: text, correspondent, document_type: documentType, tags } = document;
		const truth = { correspondent, documentType, tags };
		const isClassified = random.chance(0.7) && correspondent !== null && documentType !== null;
		if (isClassified) {
			known.correspondents.add(correspondent);
			known.documentTypes.add(documentType);
		}
		return { number, title, text, truth, said: isClassified ? truth : undefined };
	});
	return made.filter(
		({ said, truth }) =>
			said !== undefined ||
			(truth.correspondent !== null &&
				truth.documentType !== null &&
				known.correspondents.has(truth.correspondent) &&
				known.documentTypes.has(truth.documentType)),
	);
}
