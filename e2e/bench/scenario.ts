import type { TypedDocument } from './documents/typed-document.ts';
import type { Bar } from './report/bars.ts';
import type { Target } from './targets.ts';

/** What one run of a scenario over one target measured. NaN where that target has no such figure. */
export type Figures = Readonly<Record<string, number>>;

export interface Context {
  /** Shorter, smaller, less to be trusted. */
  readonly quick: boolean;
  /** The 260,000 edits. */
  readonly typed: () => TypedDocument;
  /** For the target's node. */
  readonly nodeArgs: readonly string[];
}

interface Column {
  readonly figure: string;
  readonly heading: string;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** The targets' names, in the table's order. */
  readonly targets: readonly string[];
  readonly repeats: number;
  readonly columns: readonly Column[];
  /** What cowrite's figures are held to. */
  readonly bars: readonly Bar[];
  measure(target: Target, context: Context): Promise<Figures>;
}

export const PEERS = ['hocuspocus', 'y-websocket'] as const;
/** Those that keep documents. */
export const SERVERS = ['cowrite', ...PEERS] as const;
