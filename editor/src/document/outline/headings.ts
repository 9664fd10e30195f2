import { $isHeadingNode, HeadingNode } from '@lexical/rich-text';
import { $getNodeByKey, type LexicalEditor, type LexicalNode, mergeRegister, type NodeKey } from 'lexical';
import { useEffect, useState } from 'react';

export interface Heading {
  readonly key: NodeKey;
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

const LEVELS: Readonly<Record<string, Heading['level']>> = { h1: 1, h2: 2 };

/** A pause, longer than that between two letters, before those who show a heading that is typed in are told, milliseconds. */
const PAUSE = 500;

/**
 * The headings of the text that say something, in order, kept up to date. They are known by what changes of them, and
 * put in order by where they stand on the page: a long document isn't read for every letter.
 */
export const useHeadings = (editor: LexicalEditor): readonly Heading[] => {
  const [headings, setHeadings] = useState<readonly Heading[]>([]);
  useEffect(() => {
    const keys = new Set<NodeKey>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const collect = (): void => {
      const next = editor.read(() => $headingsOf(editor, keys));
      setHeadings((now) => kept(now, next));
    };
    const after = (wait: number): void => {
      clearTimeout(timer);
      timer = setTimeout(collect, wait);
    };
    return mergeRegister(
      editor.registerMutationListener(HeadingNode, (changes) => {
        for (const [key, change] of changes) {
          if (change === 'destroyed') keys.delete(key);
          else keys.add(key);
        }
        if ([...changes.values()].some((change) => change !== 'updated')) after(0);
      }),
      editor.registerUpdateListener(({ dirtyElements, editorState, prevEditorState }) => {
        for (const key of dirtyElements.keys()) {
          // What moves may have headings in it. (The root is dirty at each letter: it tells nothing.)
          if (keys.has(key) || hasMoved(prevEditorState._nodeMap.get(key), editorState._nodeMap.get(key)))
            return after(PAUSE);
        }
      }),
      () => clearTimeout(timer),
    );
  }, [editor]);
  return headings;
};

const hasMoved = (before: LexicalNode | undefined, now: LexicalNode | undefined): boolean =>
  before?.__parent !== now?.__parent || before?.__prev !== now?.__prev || before?.__next !== now?.__next;

const $headingsOf = (editor: LexicalEditor, keys: ReadonlySet<NodeKey>): readonly Heading[] => {
  const known = new Map([...keys].map((key) => [editor.getElementByKey(key), key]));
  const elements = editor.getRootElement()?.querySelectorAll<HTMLElement>('h1, h2, h3, h4, h5, h6') ?? [];
  return [...elements].flatMap((element): Heading[] => {
    const key = known.get(element);
    const node = key === undefined ? null : $getNodeByKey(key);
    const text = node?.getTextContent().trim() ?? '';
    if (key === undefined || !$isHeadingNode(node) || text === '') return [];
    return [{ key, level: LEVELS[node.getTag()] ?? 3, text }];
  });
};

/** What is the same as before stays the same object, so that nobody draws it again. */
const kept = (before: readonly Heading[], next: readonly Heading[]): readonly Heading[] => {
  const known = new Map(before.map((heading) => [heading.key, heading]));
  const headings = next.map((heading) => {
    const old = known.get(heading.key);
    return old?.level === heading.level && old.text === heading.text ? old : heading;
  });
  return headings.length === before.length && headings.every((heading, i) => heading === before[i]) ? before : headings;
};

/** The level that is shown at the margin: the highest there is. */
export const outermostOf = (headings: readonly Heading[]): number =>
  headings.reduce((least, { level }) => Math.min(least, level), 3);
