import { describe, expect, test } from "vitest";
import { defaultDedupSettings } from "../../src/dedup/settings.ts";
import { groupsOf, prose, randomFrom } from "./papers.ts";

function sequence(words: string, count: number, seed: number): string[] {
	const [list, random] = [words.split(" "), randomFrom(seed)];
	return Array.from({ length: count }, () => list[Math.floor(random() * list.length)] ?? "");
}

const han =
	"甲 乙 丙 丁 天 地 玄 黄 宇 宙 洪 荒 日 月 盈 昃 辰 宿 列 张 寒 来 暑 往 秋 收 冬 藏 闰 余 成 岁 律 吕 调 阳";
const hindi = "यह दस्तावेज़ बिजली बिल ग्राहक संख्या राशि भुगतान तिथि कृपया समय पर करें धन्यवाद कार्यालय नगर निगम जल कर रसीद खाता";
const russian = "договор оплата счёт поставка товар адрес клиент номер дата сумма город улица дом письмо отчёт работа";

describe("other scripts and odd documents", () => {
	test.each([
		["Chinese, without spaces", han, "", "宇", "字"],
		["Hindi", hindi, " ", "बिजली", "बिजलो"],
		["Russian", russian, " ", "оплата", "опласа"],
	])("%s: near copies are found, others not", (_name, words, space, from, to) => {
		const text = sequence(words, 150, 1).join(space);
		const others = [2, 3, 4, 5].map((seed) => sequence(words, 150, seed).join(space));
		expect(groupsOf([text, ...others, text.replace(from, to)])).toEqual([[0, 5]]);
	});

	test("a thousand equal documents are one group", () => {
		const text = prose(60, randomFrom(6));
		expect(groupsOf(Array.from({ length: 1000 }, () => text))[0]).toHaveLength(1000);
	});

	test("short documents and tables are told apart by their numbers", () => {
		const tickets = [
			"Parking 2.50 EUR 12.03.2024 14:05",
			"Parking 2.50 EUR 13.03.2024 09:11",
			"Parking 2.50 EUR 12.03.2024 14:05",
		];
		expect(groupsOf(tickets, { ...defaultDedupSettings, minWords: 3 })).toEqual([[0, 2]]);
		const table = (seed: number): string => {
			const random = randomFrom(seed);
			return Array.from({ length: 200 }, () => Math.floor(random() * 10_000)).join(" ");
		};
		expect(groupsOf([table(1), table(2), `${table(1)} 5`])).toEqual([[0, 2]]);
	});

	test("half a million characters and a family of two thousand cost seconds at most", () => {
		const random = randomFrom(7);
		const family = Array.from(
			{ length: 2000 },
			(_, at) => `Statement ${5000 + at}\n${(random() * 1e5).toFixed(2)} EUR\n${prose(60, randomFrom(8))}`,
		);
		const long = "total 12 ".repeat(55_000);
		const { user, system } = process.cpuUsage();
		expect(groupsOf([...family, long, `${long} 12`, family[77]?.replace("Statement", "Statemenf") ?? ""])).toEqual([
			[77, 2002],
			[2000, 2001],
		]);
		const used = process.cpuUsage();
		expect((used.user + used.system - user - system) / 1e6).toBeLessThan(10);
	});
});
