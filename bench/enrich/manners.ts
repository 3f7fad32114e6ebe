/** Households of many kinds. */
import type { Manner } from "./library.ts";

const plain: Manner = {
	name: "plain",
	languages: [
		[5, "en"],
		[3, "de"],
		[1, "hi"],
		[1, "fr"],
	],
	senders: 20,
	types: 8,
	tags: 30,
	letterheads: { head: 7, foot: 2, none: 1 },
	headings: 0.7,
	phrases: [1, 3],
	noise: [0, 0.05],
	mislabelled: 0.01,
	incomplete: 0.03,
	tagging: { given: 0.95, stray: 0.003 },
	talk: [1, 5],
	skew: 0.5,
	specialised: 0.8,
	isJudged: true,
};

export const manners: readonly Manner[] = [
	plain,
	{ ...plain, name: "headless", letterheads: { head: 1, foot: 2, none: 7 } },
	{ ...plain, name: "wording only", headings: 0, phrases: [2, 3], specialised: 0.3 },
	{ ...plain, name: "badly read", noise: [0.03, 0.15] },
	{ ...plain, name: "mislabelled", mislabelled: 0.05, tagging: { given: 0.9, stray: 0.005 } },
	{ ...plain, name: "German", languages: [[1, "de"]], types: 10, talk: [3, 9] },
	{ ...plain, name: "talkative", talk: [8, 20], headings: 0.4 },
	{
		...plain,
		name: "everything",
		letterheads: { head: 3, foot: 3, none: 3 },
		headings: 0.3,
		phrases: [2, 3],
		noise: [0, 0.1],
		mislabelled: 0.05,
		incomplete: 0.1,
		skew: 1,
		specialised: 0.5,
	},
	{
		...plain,
		name: "Hindi and French",
		languages: [
			[2, "hi"],
			[2, "fr"],
			[1, "en"],
		],
		senders: 12,
	},
	{ ...plain, name: "many senders", isJudged: false, senders: 120, skew: 1, tags: 30 },
];
