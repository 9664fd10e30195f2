import { $getState, createState, ElementNode, type LexicalNode } from 'lexical';
import { CHANGE, type ChangeKind, type ChangeMark } from '../../content/history/index.ts';

const KINDS: readonly ChangeKind[] = ['inserted', 'removed', 'restyled', 'changed', 'moved'];
const TAGS: Readonly<Record<ChangeKind, 'del' | 'ins' | 'span'>> = {
  inserted: 'ins',
  removed: 'del',
  restyled: 'span',
  changed: 'span',
  moved: 'span',
};

const kindOf = (value: unknown): ChangeKind => KINDS.find((kind) => kind === value) ?? 'changed';
const kindState = createState('kind', { parse: kindOf });
const byState = createState('by', { parse: (value) => (typeof value === 'string' ? value : null) });
const numberState = createState('n', { parse: (value) => (typeof value === 'number' ? value : 0) });

/** What stands around text that differs between two states; in no document but the one that shows both. */
export class ChangeNode extends ElementNode {
  override $config() {
    return this.config(CHANGE, {
      extends: ElementNode,
      stateConfigs: [{ stateConfig: kindState }, { stateConfig: byState }, { stateConfig: numberState }],
    });
  }

  getMark(): ChangeMark {
    return { kind: $getState(this, kindState), by: $getState(this, byState), n: $getState(this, numberState) };
  }

  override createDOM(): HTMLElement {
    return document.createElement(TAGS[$getState(this, kindState)]);
  }

  override updateDOM(): false {
    return false;
  }

  override isInline(): true {
    return true;
  }

  override canBeEmpty(): false {
    return false;
  }
}

/** The mark of a block; any block may have one, without its class knowing. */
const markState = createState(CHANGE, {
  parse: (value): ChangeMark | null => {
    if (typeof value !== 'object' || value === null) return null;
    const { kind, by, n } = value as Record<string, unknown>;
    return { kind: kindOf(kind), by: typeof by === 'string' ? by : null, n: typeof n === 'number' ? n : 0 };
  },
});

export const $markOf = (node: LexicalNode): ChangeMark | null =>
  node instanceof ChangeNode ? node.getMark() : $getState(node, markState);
