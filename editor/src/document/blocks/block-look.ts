import { $getNodeByKey, defineExtension, type LexicalEditor, mergeRegister, type NodeKey, TextNode } from 'lexical';
import { $blockColorOf } from '../../content/blocks/color.ts';
import { $insetOf } from '../../content/blocks/inset.ts';

const dress = (editor: LexicalEditor, key: NodeKey): void => {
  const element = editor.getElementByKey(key);
  if (element === null) return;
  const { color, inset } = editor.getEditorState().read(() => {
    const node = $getNodeByKey(key);
    return node === null ? { color: null, inset: 0 } : { color: $blockColorOf(node), inset: $insetOf(node) };
  });
  const [name, isGround] = color === null ? [null, false] : [color.replace(/-ground$/, ''), color.endsWith('-ground')];
  set(element, 'ink', isGround ? null : name);
  set(element, 'ground', isGround ? name : null);
  if (inset === 0 && element.dataset.inset === undefined) return;
  element.toggleAttribute('data-inset', inset > 0);
  if (inset > 0) element.style.setProperty('--inset', String(inset));
  else element.style.removeProperty('--inset');
};

const set = (element: HTMLElement, part: 'ink' | 'ground', name: string | null): void => {
  if (name === null && element.dataset[part] === undefined) return;
  element.toggleAttribute(`data-${part}`, name !== null);
  if (name === null) element.style.removeProperty(`--block-${part}`);
  else element.style.setProperty(`--block-${part}`, `var(--${part}-${name})`);
};

const registerLooks = (editor: LexicalEditor): (() => void) => {
  const blocks = [...editor._nodes.values()]
    .map(({ klass }) => klass)
    .filter((klass) => !(klass.prototype instanceof TextNode));
  return mergeRegister(
    ...blocks.map((klass) =>
      editor.registerMutationListener(klass, (mutations) => {
        for (const [key, mutation] of mutations) if (mutation !== 'destroyed') dress(editor, key);
      }),
    ),
  );
};

/**
 * Shows the colours of blocks, of whatever kind, and how far in they stand: as `data-ink`, `data-ground` and `data-inset`,
 * which the text's styles know.
 */
export const BlockLookExtension = defineExtension({ name: 'cowrite/block-look', register: registerLooks });
