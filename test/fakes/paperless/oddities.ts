import type { FakePaperless } from "./paperless.ts";
import type { Random } from "./random.ts";
import type { CustomFieldRecord } from "./records.ts";
import type { Seed } from "./seeds.ts";

/** What makes a document odd: the fields that replace its own. */
export type Oddity = (random: Random) => Partial<Seed>;

const megabyte = 1_048_576;

/** Documents as people really have them and callers forget; the custom fields that some need are made here. */
export function oddities(fake: FakePaperless): Oddity[] {
	const text = addField(fake, "Reference", "string");
	const place = addField(fake, "Place", "geopoint");
	return [
		() => ({ content: "" }),
		() => ({ content: "", title: "", page_count: null }),
		() => ({ title: "Rechnung für Größe".normalize("NFD"), content: "Café Müller, Zürich, Å Ω".normalize("NFD") }),
		() => ({ title: "👨‍👩‍👧‍👦 Familie 🇩🇪", content: "Danke 👍🏽 für alles 🧾 – 1️⃣ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎" }),
		() => ({
			title: "فاتورة رقم ١٢٣",
			content: "\u202bחשבונית מס 2024\u202c\nفاتورة \u200fABC\u200e 42",
			tags: ["דחוף"],
		}),
		() => ({
			title: "Page\fbreak",
			content: "one\u0001two\u0007three\u000bfour\u001b[0mfive\u007fsix\u0085seven\ufeff",
		}),
		() => ({ content: "line\r\nline\rline\u2028line\u2029line\u00a0\u200b\u00ad end" }),
		() => ({ correspondent: null, document_type: null, storage_path: null, tags: [], page_count: null }),
		() => ({ title: "x".repeat(128), correspondent: "Ö".repeat(128) }),
		() => ({ title: "<b>\"quotes\" & 'signs'</b> %2F ../etc", correspondent: 'a/b\\c, "d"; e' }),
		() => ({
			custom_fields: [
				{ field: place.id, value: { lat: 1.5, lon: -2 } },
				{ field: text.id, value: null },
			],
		}),
		() => ({ original_file_name: null, mime_type: "image/png", page_count: null }),
		(random) => ({ content: longContent(random, 1) }),
		(random) => ({ content: longContent(random, 3) }),
	];
}

function addField(fake: FakePaperless, name: string, dataType: string): CustomFieldRecord {
	const id = fake.store.nextId(fake.store.customFields);
	const field: CustomFieldRecord = { id, name, dataType, options: [], defaultCurrency: null };
	fake.store.customFields.set(id, field);
	return field;
}

/** Megabytes of numbered lines. */
function longContent(random: Random, megabytes: number): string {
	const line = ` ${random.whole(1000, 9999)} a line of a very long list that nobody reads to its end.\n`;
	const count = Math.ceil((megabytes * megabyte) / (line.length + 7));
	return Array.from({ length: count }, (_, index) => `${String(index).padStart(7, "0")}${line}`).join("");
}
