import type { ContentNode } from './content-node.ts';

/** A document to be written to a file. */
export interface WritableDocument {
  readonly title: string;
  /** Of its words, e.g. `en`; empty where nobody knows. */
  readonly language: string;
  readonly blocks: readonly ContentNode[];
}
