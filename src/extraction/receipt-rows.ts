/** Items without a head, as receipts have them: a name on the left, an amount on the right, the total below. */
import type { Reader } from "./candidates.ts";
import { isTotalsKey, type Wanted } from "./labels.ts";
import { parseCurrency } from "./money.ts";
import { parseNumber } from "./numbers.ts";
import { readMoney } from "./readings.ts";
import type { FoundItems, Item } from "./tables.ts";
import { type TextLine, type Token, textOf } from "./tokens.ts";

const SCORE = 68;
const ADDED_UP = 88;
const CENT = 0.011;
const MAX_SKIPPED = 1;

interface ReceiptRow {
	name: Token[];
	quantity: Token[];
	price: Token[];
	amount: Token[];
	/** Its name is on the line above. */
	isNamedAbove?: boolean;
}

export function receiptRows(columns: readonly Wanted[], reader: Reader): FoundItems | undefined {
	const column = (name: string): Wanted | undefined => columns.find(({ concept }) => concept?.name === name);
	const [description, amount] = [column("description"), column("line_amount") ?? column("unit_price")];
	if (description === undefined || amount === undefined) return undefined;
	const { rows, addsUp } = rowsAboveTotal(reader);
	if (rows.length === 0) return undefined;
	const [quantity, price] = [column("quantity"), column("unit_price")];
	const items = rows.map((row): Item => {
		const item: Item = Object.fromEntries(columns.map(({ field }) => [field.name, null]));
		const numbers: [Wanted | undefined, Token[]][] = [
			[quantity, row.quantity],
			[price, row.price],
		];
		for (const [wanted, tokens] of numbers)
			if (wanted !== undefined) item[wanted.field.name] = cellValue(wanted, tokens, reader);
		item[description.field.name] = textOf(row.name);
		item[amount.field.name] = cellValue(amount, row.amount, reader);
		return item;
	});
	return {
		items,
		tokens: rows.flatMap((row) => [...row.quantity, ...row.name, ...row.price, ...row.amount]),
		score: addsUp ? ADDED_UP : SCORE,
	};
}

function cellValue({ field }: Wanted, tokens: Token[], { habits }: Reader): Item[string] {
	const text = textOf(tokens).replace(/^[x×*@]\s*|\s*[x×*@]$/gi, "");
	if (field.type === "number") return parseNumber(text, habits.decimal)?.value ?? null;
	const money = readMoney(tokens, habits)?.value ?? null;
	return field.type === "currency" ? money : text === "" ? null : text;
}

/** Lines in which the end of the items is looked for. */
const MAX_ENDS = 150;

/** The rows that add up to the amount below them; where none do, those above the first label of a total. */
function rowsAboveTotal(reader: Reader): { rows: ReceiptRow[]; addsUp: boolean } {
	const { lines } = reader.text;
	const totals = reader.occurrences.filter(({ key, start }) => start <= 1 && isTotalsKey(key, false));
	for (const line of lines.slice(1, MAX_ENDS)) {
		const amount = amountOfLine(line, reader);
		if (amount === undefined || amount === 0) continue;
		const rows = rowsAbove(line.index, reader);
		const sum = rows.reduce((total, row) => total + (readMoney(row.amount, reader.habits)?.value.amount ?? 0), 0);
		// One row and its double prove nothing unless a label says so.
		const isTold = rows.length > 1 || totals.some((label) => label.line === line);
		if (rows.length > 0 && isTold && Math.abs(sum - amount) < CENT) return { rows, addsUp: true };
	}
	const [first] = totals;
	return { rows: first === undefined ? [] : rowsAbove(first.line.index, reader), addsUp: false };
}

function amountOfLine({ segments }: TextLine, reader: Reader): number | undefined {
	const tokens = segments.flatMap((segment) => segment.tokens);
	const money = amountAtEnd(tokens, reader);
	return money === undefined ? undefined : readMoney(money, reader.habits)?.value.amount;
}

/** The longest run of rows that ends above a line. */
function rowsAbove(last: number, reader: Reader): ReceiptRow[] {
	const { lines } = reader.text;
	const rows: ReceiptRow[] = [];
	let skipped = 0;
	let detail: Token[] | undefined;
	for (let index = last - 1; index >= 0; index--) {
		const line = lines[index];
		if (line === undefined) break;
		const counted = countLine(line);
		if (counted !== undefined) {
			detail = counted;
			continue;
		}
		const row = toRow(line, reader) ?? underName(line, lines[index - 1], reader);
		if (row !== undefined) {
			rows.unshift(row.quantity.length === 0 && detail !== undefined ? { ...row, ...parted(detail) } : row);
			detail = undefined;
			skipped = 0;
			if (row.isNamedAbove === true) index--;
		} else if (rows.length > 0 && ++skipped > MAX_SKIPPED) break;
	}
	return rows;
}

/** "2 x 3.50   7.00" under the line that has the name. */
function underName(line: TextLine, above: TextLine | undefined, reader: Reader): ReceiptRow | undefined {
	if (above === undefined || above.page !== line.page || line.box[1] - above.box[3] > line.heightPt) return undefined;
	const tokens = line.segments.flatMap((segment) => segment.tokens);
	const money = amountAtEnd(tokens, reader);
	const name = above.segments.flatMap((segment) => segment.tokens);
	const numbers = tokens.slice(0, tokens.length - (money?.length ?? 0));
	if (
		money === undefined ||
		numbers.length === 0 ||
		!numbers.every((token) => isAmount(token) || isTimes(token) || isSign(token))
	)
		return undefined;
	const hasLabel = above.segments.some((segment) => reader.places.labelAt(segment) === "label");
	if (hasLabel || !/[\p{L}\p{M}]{2}/u.test(textOf(name)) || amountAtEnd(name, reader) !== undefined) return undefined;
	return { name, ...parted(numbers), amount: money, isNamedAbove: true };
}

/** `2 Stk x 1,29`, `2 @ 1.29`. */
function parted(numbers: readonly Token[]): Pick<ReceiptRow, "quantity" | "price"> {
	const at = numbers.findIndex(isTimes);
	const cut = at > 0 ? at : 1;
	const isNumber = (token: Token): boolean => isAmount(token);
	return { quantity: numbers.slice(0, cut).filter(isNumber), price: numbers.slice(cut).filter(isNumber) };
}

/** How many at which price, and nothing else: it belongs to the row above. */
function countLine(line: TextLine): Token[] | undefined {
	const tokens = line.segments.flatMap((segment) => segment.tokens);
	const isCount = tokens.some(isTimes) && tokens.every((token) => isAmount(token) || isTimes(token) || isSign(token));
	const behind = tokens.slice(tokens.findLastIndex(isTimes)).filter((token) => isAmount(token));
	return isCount && behind.length === 1 ? tokens : undefined;
}

function isTimes(token: Token): boolean {
	return /^[x×@*]$/i.test(token.text);
}

/** A currency or a unit beside a number. */
function isSign({ text }: Token): boolean {
	return parseCurrency(text) !== undefined || /^(?:pcs?|st|stk|ea|kg|g|l)\.?$/i.test(text);
}

function toRow(line: TextLine, reader: Reader): ReceiptRow | undefined {
	const tokens = line.segments.flatMap((segment) => segment.tokens);
	const label = line.segments.some((segment) => reader.places.labelAt(segment) === "label");
	const amount = line.segments.at(-1);
	if (amount === undefined || label || tokens.length < 2) return undefined;
	const money = amountAtEnd(tokens, reader);
	if (money === undefined) return undefined;
	const rest = tokens.slice(0, tokens.length - money.length);
	const [quantity, afterQuantity] = countBefore(rest);
	const [name, price] = priceBehind(afterQuantity);
	if (!/[\p{L}\p{M}]{2}/u.test(textOf(name))) return undefined;
	if (quantity.length > 0) return { name, quantity, price: price.filter(isAmount), amount: money };
	const at = price.findIndex(({ text }) => /^[x×@*]$/i.test(text));
	if (at > 0) return { name, quantity: price.slice(0, at), price: price.slice(at + 1), amount: money };
	return price.length === 2
		? { name, quantity: price.slice(0, 1), price: price.slice(1), amount: money }
		: { name, quantity: [], price, amount: money };
}

function amountAtEnd(tokens: readonly Token[], reader: Reader): Token[] | undefined {
	const { habits } = reader;
	// The letter of a rate of tax.
	const isMarked = tokens.length > 2 && /^(?:[A-Z]|\*|[A-Z]\*)$/.test(tokens.at(-1)?.text ?? "");
	if (isMarked) {
		const found = amountAtEnd(tokens.slice(0, -1), reader);
		const mark = tokens.at(-1);
		return found === undefined || mark === undefined ? undefined : [...found, mark];
	}
	for (const count of [1, 2]) {
		const tail = tokens.slice(-count);
		const money = readMoney(tail, habits);
		const hasCents = /[.,]\p{Nd}{2}(?!\p{Nd})/u.test(textOf(tail)) || count === 2;
		if (money !== undefined && money.tokens.length === count && hasCents) return tail;
	}
	return undefined;
}

/** `2 x Coffee`, `2x Coffee`, `2 Coffee`. */
function countBefore(tokens: readonly Token[]): [count: Token[], rest: Token[]] {
	const [first, second] = [tokens[0]?.text ?? "", tokens[1]?.text ?? ""];
	if (/^\p{Nd}{1,3}[x×]$/iu.test(first)) return [tokens.slice(0, 1), tokens.slice(1)];
	if (/^\p{Nd}{1,3}$/u.test(first) && /^[x×*]$/i.test(second)) return [tokens.slice(0, 1), tokens.slice(2)];
	if (/^\p{Nd}{1,3}$/u.test(first) && /\p{L}/u.test(second)) return [tokens.slice(0, 1), tokens.slice(1)];
	return [[], [...tokens]];
}

/** Numbers between the name and the amount. */
function priceBehind(tokens: readonly Token[]): [name: Token[], numbers: Token[]] {
	let end = tokens.length;
	while (end > 1 && (isAmount(tokens[end - 1]) || /^[x×@*]$/i.test(tokens[end - 1]?.text ?? ""))) end--;
	return [tokens.slice(0, end), tokens.slice(end)];
}

function isAmount(token: Token | undefined): boolean {
	return /^[x×@€$£₹]?\p{Nd}+(?:[.,]\p{Nd}+)*[€x×]?$/iu.test(token?.text ?? "");
}
