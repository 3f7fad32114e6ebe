import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanSuggestion, matchersOf, NameMatcher, normaliseSuggestion } from "../../src/enrich/normalise.ts";

describe("a name is put onto the one the library has", () => {
	const senders = new NameMatcher(
		"correspondent",
		[
			"Deutsche Telekom AG",
			"Amazon",
			"Müller & Söhne",
			"Stadtwerke Musterstadt GmbH",
			"भारतीय स्टेट बैंक",
			"Maier",
			"Northwind Trading",
		],
		new Map([["Amazon", ["AMZN Mktp"]]]),
	);
	test.each([
		["deutsche telekom ag", "Deutsche Telekom AG"],
		["Deutsche Telekom", "Deutsche Telekom AG"],
		["Amazon Inc.", "Amazon"],
		["AMAZON S.à r.l.", "Amazon"],
		["amzn mktp", "Amazon"],
		["Mueller und Soehne", "Müller & Söhne"],
		["Muller & Sohne GmbH", "Müller & Söhne"],
		["Stadtwerke  Musterstadt", "Stadtwerke Musterstadt GmbH"],
		["Stadtwerke Musterstatd", undefined],
		["Stadtwerke Mustersstadt", "Stadtwerke Musterstadt GmbH"],
		["Northwind-Trading Ltd", "Northwind Trading"],
		["भारतीय स्टेट बैंक लि", "भारतीय स्टेट बैंक"],
		["Meier", undefined],
		["Telekom", undefined],
		["", undefined],
	])("%s → %s", (proposed, known) => {
		expect(senders.match(proposed)).toBe(known);
	});

	const tags = new NameMatcher("tag", ["invoices", "Versicherung", "Steuer 2023", "Bücher", "follow-up"]);
	test.each([
		["Invoice", "invoices"],
		["versicherungen", "Versicherung"],
		["steuer-2023", "Steuer 2023"],
		["Steuer 2024", undefined],
		["Buch", "Bücher"],
		["Follow Up", "follow-up"],
		["insurance", undefined],
	])("tag %s → %s", (proposed, known) => {
		expect(tags.match(proposed)).toBe(known);
	});

	test("a spelling that two names could mean is left as it is", () => {
		const matcher = new NameMatcher("correspondent", ["Schneider", "Schneidar"]);
		expect(matcher.match("Schneidir")).toBeUndefined();
		expect(matcher.match("Schneidar")).toBe("Schneidar");
	});

	test("each known name is itself, whatever else is known", () => {
		const name = fc
			.string({ minLength: 1, maxLength: 12 })
			.filter((text) => text.trim() !== "" && text === text.trim());
		fc.assert(
			fc.property(
				fc.uniqueArray(name, { maxLength: 8 }),
				fc.constantFrom("correspondent", "documentType", "tag"),
				(names, kind) => {
					const matcher = new NameMatcher(kind, names);
					for (const each of names) expect(matcher.match(each)).toBe(each);
				},
			),
		);
	});
});

describe("a suggestion is normalised", () => {
	const names = matchersOf({ correspondents: ["Acme"], documentTypes: ["Invoice"], tags: ["Energy", "email", "2024"] });

	test("onto existing names, without unknown and repeated values and without protected tags", () => {
		const proposed = {
			title: " Bill ",
			correspondent: "ACME Ltd",
			documentType: "invoices",
			tags: ["energy", "ENERGY ", "Unknown", "", "eMail", "new one"],
		};
		expect(normaliseSuggestion(proposed, names, ["EMAIL"])).toEqual({
			title: "Bill",
			correspondent: "Acme",
			documentType: "Invoice",
			tags: ["Energy", "new one"],
		});
		expect(normaliseSuggestion(proposed, names).tags).toEqual(["Energy", "email", "new one"]);
	});

	test("a second time, to the same", () => {
		const label = fc.option(fc.string({ maxLength: 12 }), { nil: null });
		const suggestions = fc.record({
			title: label,
			correspondent: label,
			documentType: label,
			tags: fc.array(fc.string({ maxLength: 8 }), { maxLength: 6 }),
		});
		fc.assert(
			fc.property(suggestions, (suggestion) => {
				const once = normaliseSuggestion(suggestion, names, ["email"]);
				expect(normaliseSuggestion(once, names, ["email"])).toEqual(once);
			}),
		);
	});

	test("unknown of any case is nothing", () => {
		expect(
			cleanSuggestion({ title: "UNKNOWN", correspondent: " unknown ", documentType: "", tags: ["Unknown", "a", "A"] }),
		).toEqual({
			title: null,
			correspondent: null,
			documentType: null,
			tags: ["a"],
		});
	});
});
