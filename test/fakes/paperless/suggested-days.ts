const months = [
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
];

/** Days that a suggestion names at most. */
const most = 3;

/** The first days that a text names: "2018-06-21", "21.06.2018", "21 June 2018", or "June 2018" for its first day. */
export function suggestedDays(content: string): string[] {
	const pattern = new RegExp(
		`(\\d{4})-(\\d\\d)-(\\d\\d)|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})|(?:(\\d{1,2})\\.? )?(${months.join("|")}) (\\d{4})`,
		"gi",
	);
	const found = new Set<string>();
	for (const [, year, month, day, day2, month2, year2, day3 = "1", name = "", year3] of content.matchAll(pattern)) {
		const number = months.indexOf(name.toLowerCase()) + 1;
		const text = [
			year ?? year2 ?? year3 ?? "",
			(month ?? month2 ?? String(number)).padStart(2, "0"),
			(day ?? day2 ?? day3).padStart(2, "0"),
		].join("-");
		if (!Number.isNaN(Date.parse(`${text}T00:00:00Z`))) found.add(text);
		if (found.size === most) break;
	}
	return [...found].sort();
}
