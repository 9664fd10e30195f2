/** Throws `RangeError` for a page that nobody should ask for. */
export function expectPage({ limit, offset }: { readonly limit?: number; readonly offset?: number }): void {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 200)) {
    throw new RangeError(`A page has 1 to 200 rows, not ${limit}.`);
  }
  if (offset !== undefined && !(Number.isInteger(offset) && offset >= 0)) {
    throw new RangeError('A page begins at a whole offset.');
  }
}
