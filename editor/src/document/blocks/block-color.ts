import { $getNodeByKey, defineExtension, type LexicalEditor, mergeRegister, type NodeKey, TextNode } from 'lexical';
import { $blockColorOf } from '../../content/blocks/color.ts';

const dress = (editor: LexicalEditor, key: NodeKey): void => {
  const element = editor.getElementByKey(key);
  if (element === null) return;
  const color = editor.getEditorState().read(() => {
    const node = $getNodeByKey(key);
    return node === null ? null : $blockColorOf(node);
  });
  const [name, isGround] = color === null ? [null, false] : [color.replace(/-ground$/, ''), color.endsWith('-ground')];
  set(element, 'ink', isGround ? null : name);
  set(element, 'ground', isGround ? name : null);
};

const set = (element: HTMLElement, part: 'ink' | 'ground', name: string | null): void => {
  if (name === null && element.dataset[part] === undefined) return;
  element.toggleAttribute(`data-${part}`, name !== null);
  if (name === null) element.style.removeProperty(`--block-${part}`);
  else element.style.setProperty(`--block-${part}`, `var(--${part}-${name})`);
};

const registerColors = (editor: LexicalEditor): (() => void) => {
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

/** Shows the colours of blocks, of whatever kind: as `data-ink` and `data-ground`, which the text's styles know. */
export const BlockColorExtension = defineExtension({ name: 'cowrite/block-color', register: registerColors });
