import { describe, expect, test } from "vitest";
import { answerFrom, type Turn } from "../../src/chat/extractive/answer.ts";
import { rewriteQuestion } from "../../src/chat/extractive/follow-up.ts";
import { passage } from "./passages.ts";

function asked(...questions: string[]): Turn[] {
	return questions.flatMap((content): Turn[] => [
		{ role: "user", content },
		{ role: "assistant", content: "So it says." },
	]);
}

describe("a follow-up", () => {
	test.each([
		["And in 2020?", "What was the revenue of the North in 2019?", "What was the revenue of the North in 2020?"],
		[
			"What about the South?",
			"What was the revenue of the North in 2019?",
			"What was the revenue of the South in 2019?",
		],
		["and for Cebu?", "How many calls did the port of Davao have?", "How many calls did the port of Cebu have?"],
		["Und 2020?", "Wie hoch war der Umsatz 2019?", "Wie hoch war der Umsatz 2020?"],
		["Et en 2020 ?", "Quel était le montant des ventes en 2019 ?", "Quel était le montant des ventes en 2020 ?"],
		["¿Y en 2020?", "¿Cuál fue el importe de las ventas en 2019?", "¿Cuál fue el importe de las ventas en 2020?"],
	])("%j after %j asks %j", (question, before, expected) => {
		expect(rewriteQuestion(question, asked(before))).toBe(expected);
	});

	test("that points at what was said before takes its words over", () => {
		const rewritten = rewriteQuestion("When does it end?", asked("What is the notice period of the lease?"));
		expect(rewritten).toContain("When does it end?");
		expect(rewritten).toContain("lease");
	});

	test("of a follow-up is one of the first question", () => {
		const history = asked("What was the revenue of the North in 2018?", "And in 2019?");
		expect(rewriteQuestion("And in 2020?", history)).toBe("What was the revenue of the North in 2020?");
	});

	test.each([
		"Who is the landlord of the flat in Mill Lane?",
		"How many days of holiday does an employee have a year?",
	])("that stands alone stays as it is: %s", (question) => {
		expect(rewriteQuestion(question, asked("What was the revenue of the North in 2019?"))).toBe(question);
	});

	test("without anything before it stays as it is", () => {
		expect(rewriteQuestion("And in 2020?", [])).toBe("And in 2020?");
		expect(rewriteQuestion("And in 2020?", [{ role: "assistant", content: "Hello." }])).toBe("And in 2020?");
	});

	test("is answered with what it leaves out", () => {
		const table = passage(
			"Revenue\n\n| Region | 2019 | 2020 |\n| --- | --- | --- |\n| North | 1,234 | 1,190 |\n| South | 905 | 1,002 |",
		);
		const history = asked("What was the revenue of the South in 2019?");
		const answer = answerFrom("And in 2020?", [table], { history });
		expect(answer).toMatchObject({ kind: "answered", parts: [{ text: expect.stringContaining("1,002") }] });
	});
});
