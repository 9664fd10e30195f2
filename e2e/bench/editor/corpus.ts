import { Random } from '../../harness/random.ts';

/** One block of the text that both editors are given. */
export interface CorpusBlock {
  readonly kind: 'heading' | 'paragraph';
  readonly text: string;
}

const WORDS =
  'the of and to a in is that it was for on are as with his they at be this from have or by one had not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know'.split(
    ' ',
  );
const BLOCKS_A_HEADING = 20;

/** `count` blocks of English-looking text: a heading, then nineteen paragraphs of about 120 characters, and so on. */
export const corpus = (count: number): CorpusBlock[] => {
  const random = new Random(count);
  const words = (length: number): string => Array.from({ length }, () => random.pick(WORDS)).join(' ');
  return Array.from({ length: count }, (_, i) =>
    i % BLOCKS_A_HEADING === 0
      ? { kind: 'heading', text: words(4) }
      : { kind: 'paragraph', text: words(random.between(20, 30)) },
  );
};
