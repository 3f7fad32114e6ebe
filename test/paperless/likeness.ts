/** How two JSON values differ, as sentences with their places; moments need only have the same form. */
export function differences(own: unknown, real: unknown, at = "body"): string[] {
	if (Array.isArray(real) && Array.isArray(own)) {
		if (own.length !== real.length) return [`${at}: ${own.length} items, not ${real.length}`];
		return real.flatMap((value, index) => differences(own[index], value, `${at}[${index}]`));
	}
	if (isObject(real) && isObject(own)) {
		const [ownKeys, realKeys] = [Object.keys(own).join(" "), Object.keys(real).join(" ")];
		if (ownKeys !== realKeys) return [`${at}: members "${ownKeys}", not "${realKeys}"`];
		return Object.entries(real).flatMap(([name, value]) => {
			const isMoment = typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
			if (!isMoment) return differences(own[name], value, `${at}.${name}`);
			return formOf(own[name]) === formOf(value) ? [] : [`${at}.${name}: ${String(own[name])} is no ${value}`];
		});
	}
	return Object.is(own, real) ? [] : [`${at}: ${JSON.stringify(own)}, not ${JSON.stringify(real)}`];
}

/** A text with its digits made equal. */
function formOf(value: unknown): string {
	return String(value).replace(/\d/g, "0");
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
