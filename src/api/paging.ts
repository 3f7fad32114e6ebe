export interface PageQuery {
	limit: number;
	offset: number;
}

/** The envelope of the tasks API's lists. */
export function toPage<Item>(list: { items: Item[]; total: number }, { limit, offset }: PageQuery) {
	return { ...list, limit, offset, has_more: offset + list.items.length < list.total };
}
