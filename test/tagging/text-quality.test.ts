import { describe, expect, test } from "vitest";
import { outlineTitle, titleOf } from "../../src/lib/document-title.ts";
import { detectLanguage, language, scriptLanguage } from "../../src/tagging/language.ts";
import { chooseOcr, chooseText, needsThirdTier } from "../../src/tagging/ocr-choice.ts";
import {
	cleanOcrText,
	isAcceptedOcr,
	isGarbled,
	isGibberish,
	isLegacyFont,
	needsOcr,
	qualityOf,
} from "../../src/tagging/text-quality.ts";

const SENTENCE = "The regular circular of the ministry lists the funds that schools in each district may ask for. ";
const PAGE = SENTENCE.repeat(8);
const GIBBERISH = "xkcd qwrt zxcv bnmp lkjh gfds trwq mnbv ".repeat(6);

describe("a legacy Hindi font", () => {
	test("shows by its words, its symbols and its pairs of letters", () => {
		expect(isLegacyFont(`${SENTENCE} Hkkjr ljdkj ${SENTENCE}`)).toBe(true);
		expect(isLegacyFont("xzke iapk;r }kjk dh xbZ lwph dk lR;kiu [k.M fodkl vf/kdkjh djsaxsA dh dk ds nh")).toBe(true);
		expect(isLegacyFont(`${"a@b#c$d%".repeat(10)} some words here`)).toBe(true);
	});

	test("is not seen in plain English with `circular` and `regular`, nor in short texts", () => {
		expect(isLegacyFont(PAGE)).toBe(false);
		expect(isLegacyFont("Hkkjr")).toBe(false);
	});
});

describe("recognition is needed", () => {
	test("not for a page of running text", () => expect(needsOcr({ text: PAGE, pagesRead: 1 })).toBe(false));

	test.each([
		["few characters for its pages", PAGE, 10],
		["few words", "Donaudampfschifffahrtsgesellschaft ".repeat(20), 1],
		["short lines", PAGE.replaceAll(" ", " \n"), 1],
		["garbled letters", `${PAGE}${"Ã¤Ã¶â".repeat(200)}`, 1],
		["nothing", "", 1],
	])("for a text with %s", (_name, text, pagesRead) => expect(needsOcr({ text, pagesRead })).toBe(true));

	test("for letters of a font's own, which stand for nothing", () => {
		expect(isGarbled("\ue001\ue002\ue003 ab")).toBe(true);
		expect(isGarbled("Größe und Übermaß")).toBe(false);
	});
});

describe("recognised text", () => {
	test("loses control characters and runs of blanks, and keeps its letters and lines", () => {
		expect(cleanOcrText("ग्राम  \t पंचायत\u0007\r\n\n\n  सूची \n")).toBe("ग्राम पंचायत\nसूची");
	});

	test("ends after 2,500 words", () => {
		const words = cleanOcrText("word\n".repeat(3000)).split("\n");
		expect(words).toHaveLength(2500);
	});

	test("is gibberish without vowels, in Latin letters, and without letters in other scripts", () => {
		expect(isGibberish(GIBBERISH)).toBe(true);
		expect(isGibberish(PAGE)).toBe(false);
		expect(isGibberish("Die Straßenbauförderung für Gemeinden wird fortgeführt. ".repeat(5))).toBe(false);
		expect(isGibberish("ग्राम पंचायत द्वारा तैयार की गई सूची का सत्यापन किया जाएगा")).toBe(false);
		expect(isGibberish(`ग्राम ${"|:;,.-_=+*".repeat(12)}`)).toBe(true);
		expect(isGibberish("xkcd")).toBe(false);
	});

	test("is accepted when it is sure, long and text", () => {
		expect(isAcceptedOcr(PAGE, 60)).toBe(true);
		expect(isAcceptedOcr(PAGE, 59.9)).toBe(false);
		expect(isAcceptedOcr("short", 90)).toBe(false);
		expect(isAcceptedOcr(GIBBERISH, 90)).toBe(false);
	});
});

describe("the choice between two recognitions", () => {
	const tesseract = (confidence: number, text = PAGE) => ({ text, confidence });
	const third = (share: number) => ({ text: PAGE.slice(0, PAGE.length * share), confidence: 77.777 });

	test.each([
		["the only one there is", undefined, third(0.1), "easyocr"],
		["the only one there is", tesseract(30), undefined, "tesseract_ocr"],
		["a longer text over an unsure one", tesseract(50), third(0.6), "easyocr"],
		["an unsure text over a fragment", tesseract(50), third(0.4), "tesseract_ocr"],
		["a nearly as long text over a sure one", tesseract(70), third(0.9), "easyocr"],
		["a sure text over a shorter one", tesseract(70), third(0.7), "tesseract_ocr"],
		["text over gibberish", tesseract(70, GIBBERISH), third(0.1), "easyocr"],
	] as const)("takes %s", (_name, first, second, method) => expect(chooseOcr(first, second)?.method).toBe(method));

	test("is nothing where neither has text", () =>
		expect(chooseOcr({ text: " ", confidence: 0 }, undefined)).toBeUndefined());

	test("asks the third tier only where the second is not accepted", () => {
		expect(needsThirdTier(tesseract(80))).toBe(false);
		expect(needsThirdTier(tesseract(20))).toBe(true);
		expect(needsThirdTier(undefined)).toBe(true);
	});

	test("keeps the PDF's own text where that is longer", () => {
		const ocr = chooseOcr(tesseract(80), undefined);
		expect(chooseText(`${PAGE} and more`, ocr)).toMatchObject({ method: "pypdf2", confidence: null });
		expect(chooseText(PAGE, ocr)).toMatchObject({ method: "tesseract_ocr", confidence: 80 });
	});
});

describe("the language of a text", () => {
	test.each([
		["en", "en", PAGE],
		["hi", "hi", "भारत सरकार ने आज नई शिक्षा नीति की घोषणा की है और सभी राज्यों को सूचित किया है।"],
		["mr", "mr", "महाराष्ट्र शासनाने आज नवीन शैक्षणिक धोरण जाहीर केले आहे आणि ते सर्व शाळांना लागू होईल."],
		["ta", "ta", "தமிழ்நாடு அரசு புதிய கல்விக் கொள்கையை இன்று அறிவித்தது."],
		["ur", "ur", "حکومت نے آج نئی تعلیمی پالیسی کا اعلان کیا ہے جو تمام اسکولوں پر لاگو ہوگی"],
		[
			"en",
			"de",
			"Das Parlament hat heute ein Gesetz über die Förderung der erneuerbaren Energien beschlossen und es gilt ab sofort.",
		],
		[
			"en",
			"fr",
			"Le gouvernement a annoncé une nouvelle politique pour les écoles et les enseignants de tout le pays.",
		],
	])("%s (spoken %s) is detected", (code, spoken, text) => {
		expect(detectLanguage(text)).toMatchObject({ code, spoken });
	});

	test("is named, and known by no more than twenty characters to nobody", () => {
		expect(detectLanguage("Annual Report 2024")).toBeUndefined();
		expect(
			detectLanguage("Le gouvernement a annoncé une nouvelle politique pour les écoles et les enseignants.")
				?.spokenName,
		).toBe("French");
		expect(language("sa")).toMatchObject({ name: "Sanskrit", tesseract: ["san", "eng"], easyocr: ["hi", "en"] });
		expect(language("en").tesseract).toEqual(["eng"]);
	});

	test("falls to the most frequent Indic script, else English", () => {
		expect(scriptLanguage("ગુજરાત સરકાર and अन्य")).toBe("gu");
		expect(scriptLanguage("Plain text")).toBe("en");
	});
});

describe("a title", () => {
	const none = { property: null, outline: null, text: "", fileName: null };

	test("is the first of property, outline, line and file name that says something", () => {
		expect(titleOf({ ...none, property: " Annual\nReport ", text: "A line that is long enough" })).toBe(
			"Annual Report",
		);
		expect(
			titleOf({ ...none, property: "Untitled", outline: "Chapter one: Beginnings", text: "A line of the text" }),
		).toBe("Chapter one: Beginnings");
		expect(titleOf({ ...none, property: "Microsoft Word", text: "\n12\nA line that is long enough\n" })).toBe(
			"A line that is long enough",
		);
		expect(titleOf({ ...none, text: "1\n2\n3\n4\n5\nA line that comes too late", fileName: "scan.pdf" })).toBe(
			"scan.pdf",
		);
		expect(titleOf(none)).toBe("Untitled Document");
	});

	test("of an outline is its first entry that is neither short nor long", () => {
		const entries = ["Short", "x".repeat(101), " Chapter one:\n Beginnings", "Chapter two: Ends"];
		expect(outlineTitle(entries.map((title) => ({ title })))).toBe("Chapter one: Beginnings");
		expect(outlineTitle([{ title: "Short" }])).toBeNull();
	});
});

describe("the quality of a text", () => {
	test.each([
		[PAGE, 1, null, "digital", "high"],
		["few", 1, 85, "scanned", "high"],
		["few", 1, 70, "scanned", "medium"],
		["few", 1, 20, "scanned", "low"],
		["few", 1, null, "scanned", "medium"],
	] as const)("of %j is told by length and confidence", (text, pagesRead, confidence, origin, tier) => {
		expect(qualityOf({ text, pagesRead }, confidence)).toEqual({ origin, tier });
	});
});
