import { registerRichText } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isTextNode,
  COMMAND_PRIORITY_NORMAL,
  DELETE_CHARACTER_COMMAND,
  DELETE_WORD_COMMAND,
  type LexicalCommand,
} from 'lexical';
import { expect, test, vi } from 'vitest';
import { createHeadlessDocumentEditor } from '../../content/headless.ts';
import { $createUnknownBlockNode, $createUnknownInlineNode } from '../../content/nodes/unknown.ts';
import { registerDeliberateDeletion } from './deliberate-deletion.ts';

function setUp() {
  const editor = createHeadlessDocumentEditor();
  registerRichText(editor);
  registerDeliberateDeletion(editor);
  const $paragraph = (text: string) => $createParagraphNode().append($createTextNode(text));
  editor.update(
    () => {
      const inline = $createUnknownInlineNode({ type: 'sticker' });
      $getRoot().append(
        $paragraph('one'),
        $createUnknownBlockNode({ type: 'hologram' }),
        $paragraph('two').append(inline, $createTextNode('three')),
      );
    },
    { discrete: true },
  );
  return {
    editor,
    shape: () =>
      editor.read(() =>
        $getRoot()
          .getChildren()
          .map((node) => ($isElementNode(node) ? node.getTextContent() : node.getType())),
      ),
    selected: () => editor.read(() => ($getSelection()?.getNodes() ?? []).map((node) => node.getType())),
    caretIn(block: number, child: number, offset: number) {
      editor.update(
        () => {
          const node = $getRoot().getChildAtIndex(block);
          const text = $isElementNode(node) ? node.getChildAtIndex(child) : null;
          if ($isTextNode(text)) text.select(offset, offset);
        },
        { discrete: true },
      );
    },
    press(command: LexicalCommand<boolean>, isBackward: boolean) {
      editor.update(() => void editor.dispatchCommand(command, isBackward), { discrete: true });
    },
  };
}

test.each([
  ['Backspace behind it', 2, 0, 0, DELETE_CHARACTER_COMMAND, true, 'unknown-block'],
  ['Ctrl+Backspace behind it', 2, 0, 0, DELETE_WORD_COMMAND, true, 'unknown-block'],
  ['Delete before it', 0, 0, 3, DELETE_CHARACTER_COMMAND, false, 'unknown-block'],
  ['Backspace behind it in a text', 2, 2, 0, DELETE_CHARACTER_COMMAND, true, 'unknown-inline'],
  ['Delete before it in a text', 2, 0, 3, DELETE_CHARACTER_COMMAND, false, 'unknown-inline'],
] as const)('%s selects it', (_, block, child, offset, command, isBackward, type) => {
  const { shape, selected, caretIn, press } = setUp();
  caretIn(block, child, offset);
  press(command, isBackward);
  expect(selected()).toEqual([type]);
  expect(shape()).toEqual(['one', 'unknown-block', 'twothree']);
});

test('what is deleted elsewhere is Lexical’s business', () => {
  const { editor, caretIn, press } = setUp();
  const passedOn = vi.fn(() => true);
  editor.registerCommand(DELETE_CHARACTER_COMMAND, passedOn, COMMAND_PRIORITY_NORMAL);
  for (const offset of [1, 3]) {
    caretIn(2, 0, offset);
    press(DELETE_CHARACTER_COMMAND, true);
  }
  caretIn(0, 0, 0);
  press(DELETE_CHARACTER_COMMAND, true);
  expect(passedOn).toHaveBeenCalledTimes(3);
});
