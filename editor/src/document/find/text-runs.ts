import { $getRoot, $isElementNode, $isTextNode, type LexicalNode, type NodeKey } from 'lexical';

/** Text that goes on without a break, however many nodes it is of. */
export interface TextRun {
  /** The block of the root that it is in. */
  readonly block: NodeKey;
  readonly text: string;
  readonly parts: readonly TextPart[];
}

interface TextPart {
  readonly key: NodeKey;
  readonly start: number;
  readonly length: number;
}

/**
 * The text of a document in reading order, kept from one state to the next: only what changed is read again, and what
 * didn't is the same object.
 */
export class TextRuns {
  /** By the blocks of the root. */
  readonly #runs = new Map<NodeKey, readonly TextRun[]>();

  /** Forgets what changed; `keys` are dirty elements, to which Lexical adds all that hold them. */
  changed(keys: Iterable<NodeKey>): void {
    for (const key of keys) this.#runs.delete(key);
  }

  /** Within a read. */
  $read(): readonly TextRun[] {
    const blocks = $getRoot().getChildren();
    const present = new Set(blocks.map((block) => block.getKey()));
    for (const key of this.#runs.keys()) if (!present.has(key)) this.#runs.delete(key);
    return blocks.flatMap((block) => {
      const known = this.#runs.get(block.getKey());
      if (known) return known;
      const runs = $runsIn(block);
      this.#runs.set(block.getKey(), runs);
      return runs;
    });
  }
}

/** The text of a block, within a read. */
export const $runsIn = (block: LexicalNode): readonly TextRun[] => {
  const runs: TextRun[] = [];
  let text = '';
  let parts: TextPart[] = [];
  const end = () => {
    if (text !== '') runs.push({ block: block.getKey(), text, parts });
    text = '';
    parts = [];
  };
  const visit = (node: LexicalNode): void => {
    if ($isTextNode(node)) {
      const content = node.getTextContent();
      parts.push({ key: node.getKey(), start: text.length, length: content.length });
      text += content;
    } else if ($isElementNode(node)) {
      if (!node.isInline()) end();
      for (const child of node.getChildren()) visit(child);
      if (!node.isInline()) end();
    } else {
      end();
    }
  };
  visit(block);
  end();
  return runs;
};
