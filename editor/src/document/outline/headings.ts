import { $isHeadingNode, HeadingNode } from '@lexical/rich-text';
import { $getNodeByKey, type LexicalEditor, mergeRegister, type NodeKey } from 'lexical';
import { useEffect, useState } from 'react';

export interface Heading {
  readonly key: NodeKey;
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

const LEVELS: Readonly<Record<string, Heading['level']>> = { h1: 1, h2: 2 };

/**
 * The headings of the text that say something, in order, kept up to date. They are known by what changes of them, and
 * put in order by where they stand on the page: a long document isn't read for every letter.
 */
export const useHeadings = (editor: LexicalEditor): readonly Heading[] => {
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  useEffect(() => {
    const keys = new Set<NodeKey>();
    let frame = 0;
    const collect = (): void => {
      frame = 0;
      const next = editor.read(() => $headingsOf(editor, keys));
      setHeadings((now) => (same(now, next) ? now : next));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(collect);
    };
    return mergeRegister(
      editor.registerMutationListener(HeadingNode, (changes) => {
        for (const [key, change] of changes) {
          if (change === 'destroyed') keys.delete(key);
          else keys.add(key);
        }
        soon();
      }),
      editor.registerUpdateListener(({ dirtyElements }) => {
        for (const key of dirtyElements.keys()) if (keys.has(key)) return soon();
      }),
      () => cancelAnimationFrame(frame),
    );
  }, [editor]);
  return headings;
};

const $headingsOf = (editor: LexicalEditor, keys: ReadonlySet<NodeKey>): readonly Heading[] => {
  const found = [...keys].flatMap((key) => {
    const node = $getNodeByKey(key);
    const element = editor.getElementByKey(key);
    const text = node?.getTextContent().trim() ?? '';
    if (!$isHeadingNode(node) || element === null || text === '') return [];
    return [{ element, heading: { key, level: LEVELS[node.getTag()] ?? 3, text } }];
  });
  found.sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  return found.map(({ heading }) => heading);
};

const same = (a: readonly Heading[], b: readonly Heading[]): boolean =>
  a.length === b.length &&
  a.every(({ key, level, text }, i) => b[i]?.key === key && b[i].level === level && b[i].text === text);

/** Levels as they are shown: the highest there is stands at the margin. */
export const indentOf = (headings: readonly Heading[], { level }: Heading): number =>
  level - Math.min(...headings.map((heading) => heading.level));
