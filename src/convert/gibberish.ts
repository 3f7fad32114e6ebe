/** Whether recognised text is nonsense, by the rules of contracts/tagging.md 12.4. Looks at the first 1,000 characters. */
export function isGibberish(whole: string): boolean {
	const text = whole.slice(0, 1000);
	if (text.length < 20) return false;
	const letters = text.match(/[\p{L}\p{M}]/gu) ?? [];
	const latin = text.match(/[A-Za-z]/g) ?? [];
	if (letters.length - latin.length > latin.length) {
		const visible = text.replace(/\s/g, "").length;
		return visible > 50 && letters.length < visible * 0.3;
	}
	const vowels = text.match(/[aeiou]/gi) ?? [];
	if (latin.length > 50 && vowels.length < latin.length * 0.2) return true;
	const words = text.split(/\s+/).filter((word) => /[A-Za-z]/.test(word));
	const runs = text.match(/[bcdfghjklmnpqrstvwxz]{4,}/gi) ?? [];
	if (words.length > 20 && runs.length > words.length * 0.15) return true;
	const longer = words.map((word) => word.replace(/[^A-Za-z]/g, "")).filter((word) => word.length >= 3);
	const voiced = longer.filter((word) => /[aeiou]/i.test(word));
	return longer.length > 20 && voiced.length < longer.length * 0.6;
}
