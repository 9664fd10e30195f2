/** A text as it is compared. */
export interface Folded {
  readonly text: string;
  /** Where in the original a place in `text`, its end included, came from. Both count UTF-16 units. */
  origin(at: number): number;
}

/** Without case, accents and other ways of writing the same character. */
export function fold(text: string): Folded {
  if (/^[ -~\t]*$/.test(text)) return { text: text.toLowerCase(), origin: (at) => at };
  const origins: number[] = [];
  let folded = '';
  let at = 0;
  for (const character of text) {
    const plain = character
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .normalize('NFKC')
      .toLowerCase();
    for (let unit = 0; unit < plain.length; unit++) origins.push(at);
    folded += plain;
    at += character.length;
  }
  const end = at;
  return { text: folded, origin: (place) => origins[place] ?? end };
}
