/** Names of countries, in any language the platform knows, and of the states of India. */

const INDIAN_STATES: Readonly<Record<string, readonly string[]>> = {
	en: list(`Andhra Pradesh|Arunachal Pradesh|Assam|Bihar|Chhattisgarh|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Manipur|Meghalaya|Mizoram|
		Nagaland|Odisha|Punjab|Rajasthan|Sikkim|Tamil Nadu|Telangana|Tripura|Uttar Pradesh|Uttarakhand|West Bengal|Delhi|Jammu and Kashmir|Ladakh|Puducherry|Chandigarh`),
	hi: list(`आंध्र प्रदेश|अरुणाचल प्रदेश|असम|बिहार|छत्तीसगढ़|गोवा|गुजरात|हरियाणा|हिमाचल प्रदेश|झारखंड|कर्नाटक|केरल|मध्य प्रदेश|महाराष्ट्र|मणिपुर|मेघालय|मिजोरम|नागालैंड|ओडिशा|पंजाब|राजस्थान|सिक्किम|
		तमिलनाडु|तेलंगाना|त्रिपुरा|उत्तर प्रदेश|उत्तराखंड|पश्चिम बंगाल|दिल्ली|जम्मू और कश्मीर|लद्दाख`),
};

const A = 65;
const known = new Map<string, ReadonlySet<string>>();

/** Names in lower case, in the document's language; an empty set for a language unknown to the platform. */
export function placesOf(language: string): ReadonlySet<string> {
	let places = known.get(language);
	if (places === undefined) {
		places = new Set([...countries(language), ...(INDIAN_STATES[language] ?? [])].map((name) => name.toLowerCase()));
		known.set(language, places);
	}
	return places;
}

/** Region codes are two letters; the platform answers those that are none with nothing. */
function countries(language: string): string[] {
	const names = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
	const found: string[] = [];
	for (let i = 0; i < 26 * 26; i++) {
		const name = names.of(String.fromCharCode(A + Math.floor(i / 26), A + (i % 26)));
		if (name !== undefined && !/[&()]/.test(name)) found.push(name);
	}
	return found;
}

function list(names: string): string[] {
	return names.split("|").map((name) => name.trim());
}
