import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Random } from '../../harness/random.ts';

/** Deletes `deleted` characters at `position`, then inserts there. */
type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Trace {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Null where it isn't known before the trace is replayed. */
  readonly endContent: string | null;
}

/** As josephg/editing-traces keeps them (sequential_traces/README.md there). */
interface SequentialTrace {
  readonly startContent: string;
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

const isSequential = (value: unknown): value is SequentialTrace =>
  typeof value === 'object' &&
  value !== null &&
  !('numAgents' in value) &&
  'startContent' in value &&
  value.startContent === '' &&
  'endContent' in value &&
  typeof value.endContent === 'string' &&
  'txns' in value &&
  Array.isArray(value.txns);

/** Reads a `.json` or `.json.gz`. Throws where the file isn't a sequential trace that begins with nothing. */
export const readTrace = (path: string): Trace => {
  const bytes = readFileSync(path);
  const trace: unknown = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
  if (!isSequential(trace)) throw new TypeError(`${path} is not a sequential editing trace that begins with nothing`);
  return { name: path, patches: trace.txns.flatMap(({ patches }) => patches), endContent: trace.endContent };
};

const EDITS = 259_778;
const SEED = 20;
const WORDS =
  'the of a document and replica operation list state merge is to in that we each key value set tree causal'.split(' ');
const JUMP = 0.003;
const CORRECTION = 0.045;
const LONGEST_CORRECTION = 17;
const LINE_END = 0.02;

/**
 * One writer types words, corrects the last characters and jumps about: as many edits as the recorded trace that
 * crdt-benchmarks calls B4 has, about as many characters left at the end, and a state of about its size.
 */
export const syntheticTrace = (): Trace => {
  const random = new Random(SEED);
  const patches: Patch[] = [];
  let [length, cursor, deletions, word] = [0, 0, 0, ''];
  while (patches.length < EDITS) {
    if (random.chance(JUMP)) cursor = random.between(0, length);
    if (deletions > 0 && cursor > 0) {
      patches.push([--cursor, 1, '']);
      length--;
      deletions--;
    } else if (random.chance(CORRECTION)) {
      deletions = random.between(1, LONGEST_CORRECTION);
    } else {
      if (word === '') word = random.pick(WORDS) + (random.chance(LINE_END) ? '\n' : ' ');
      patches.push([cursor++, 0, word.slice(0, 1)]);
      word = word.slice(1);
      length++;
    }
  }
  return { name: 'synthetic', patches, endContent: null };
};
