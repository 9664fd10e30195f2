/** Scripts that don't set words apart: what is indexed of them are pairs of neighbouring characters. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const PIECES = new RegExp(`([${UNSPACED}ー]+)|([^${UNSPACED}ー]+)`, 'gu');
const WORDS = new RegExp(`([${UNSPACED}ー]+)|((?:(?![${UNSPACED}ー])[\\p{L}\\p{N}\\p{M}])+)`, 'gu');
const WORD_END = new RegExp(`(?![${UNSPACED}ー])[\\p{L}\\p{N}]$`, 'u');

const MOST_WORDS = 16;

/** Something to look for: in spaced scripts the beginning of a word, in others a run of characters. */
export interface Word {
  readonly text: string;
  readonly unspaced: boolean;
}

/** The words of a text, in their order; of scripts that don't set them apart, whole runs. */
export function* runsOf(text: string): Generator<Word> {
  for (const [run, unspaced] of text.normalize('NFKC').matchAll(WORDS)) {
    yield { text: run, unspaced: unspaced !== undefined };
  }
}

/** The words of a query, each once. */
export function wordsOf(query: string): Word[] {
  const words = new Map<string, Word>();
  for (const word of runsOf(query)) words.set(word.text, word);
  return [...words.values()].slice(0, MOST_WORDS);
}

/** Whether the text ends with a letter or digit that what follows it would go on with. */
export const endsInWord = (text: string): boolean => WORD_END.test(text);

/** A text as an index of whole words takes it in: 协作编辑 becomes 协作 作编 编辑 辑, so that its last character is found too. */
export function indexable(text: string): string {
  return text
    .normalize('NFKC')
    .replace(PIECES, (piece, unspaced?: string) => (unspaced === undefined ? piece : ` ${pairsOf(piece, true)} `));
}

/** A word as an index of `indexable` texts is asked for it: a phrase of pairs, of which the first may be a beginning. */
export function pairsOf(word: string, withLast: boolean): string {
  const characters = [...word];
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  if (withLast || pairs.length === 0) pairs.push(characters.at(-1) ?? '');
  return pairs.join(' ');
}
