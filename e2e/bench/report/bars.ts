import { type Figures, PEERS } from '../scenario.ts';

/** Medians by target. */
export type Medians = ReadonlyMap<string, Figures>;

export interface Verdict {
  readonly bar: string;
  /** cowrite's figure. */
  readonly ours: number;
  /** What it is compared with; NaN where the bar is a constant. */
  readonly theirs: number;
  /** What it must not pass. */
  readonly limit: number;
  /** Null where something wasn't measured. */
  readonly met: boolean | null;
}

export type Bar = (medians: Medians) => Verdict;

const US = 'cowrite';
const BEST_PEER = 'the best peer';

/** What `ours` is compared with: one target by its name, or of the peers the one with the least, or the most. */
type Rival = (typeof PEERS)[number] | 'relay' | 'relay-framed' | typeof BEST_PEER;

const figureOf = (medians: Medians, target: string, figure: string): number =>
  medians.get(target)?.[figure] ?? Number.NaN;

const verdict = (bar: string, figures: Pick<Verdict, 'ours' | 'theirs' | 'limit'>, isWithin: boolean): Verdict => ({
  bar,
  ...figures,
  met: Number.isFinite(figures.ours) && Number.isFinite(figures.limit) ? isWithin : null,
});

const rivalFigure = (medians: Medians, rival: Rival, figure: string, best: (...values: number[]) => number): number => {
  if (rival !== BEST_PEER) return figureOf(medians, rival, figure);
  // A peer that wasn't measured makes the best one unknown.
  return best(...PEERS.map((peer) => figureOf(medians, peer, figure)));
};

interface Share {
  readonly figure: string;
  readonly label: string;
  readonly rival?: Rival;
  readonly times?: number;
  /** Added to the share. */
  readonly plus?: number;
}

const shareText = (rival: Rival, times: number, plus: number): string =>
  `${times === 1 ? '' : `${times} × `}${rival}${plus === 0 ? '' : ` + ${plus}`}`;

/** No more than a share of a rival's figure. */
export const atMost =
  ({ figure, label, rival = BEST_PEER, times = 1, plus = 0 }: Share): Bar =>
  (medians) => {
    const ours = figureOf(medians, US, figure);
    const theirs = rivalFigure(medians, rival, figure, Math.min);
    const limit = times * theirs + plus;
    return verdict(`${label} ≤ ${shareText(rival, times, plus)}`, { ours, theirs, limit }, ours <= limit);
  };

/** No less than a multiple of a rival's figure. */
export const atLeast =
  ({ figure, label, rival = BEST_PEER, times = 1, plus = 0 }: Share): Bar =>
  (medians) => {
    const ours = figureOf(medians, US, figure);
    const theirs = rivalFigure(medians, rival, figure, Math.max);
    const limit = times * theirs + plus;
    return verdict(`${label} ≥ ${shareText(rival, times, plus)}`, { ours, theirs, limit }, ours >= limit);
  };

/** No more than a constant. */
export const withinConstant =
  (figure: string, label: string, limit: number): Bar =>
  (medians) => {
    const ours = figureOf(medians, US, figure);
    return verdict(`${label} ≤ ${limit}`, { ours, theirs: Number.NaN, limit }, ours <= limit);
  };
