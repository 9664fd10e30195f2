import { CodeHighlightNode } from '@lexical/code-core';
import { $createHorizontalRuleNode } from '@lexical/extension';
import { $toggleLink } from '@lexical/link';
import { $createListItemNode, $createListNode } from '@lexical/list';
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $setCompositionKey,
  createEditor,
} from 'lexical';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { $setBlockColor } from '../blocks/color.ts';
import { attachDocument, createHeadlessDocumentEditor, documentText, emptyDocumentUpdate } from '../index.ts';
import { documentNodes } from '../nodes/index.ts';
import { ToggleNode } from '../nodes/toggle.ts';
import {
  $block,
  attached,
  deliver,
  edit,
  expectAgreement,
  jsonOf,
  pair,
  paragraphs,
  settle,
  stored,
  textOf,
  updatesOf,
} from './people.test.kit.ts';
import { documentRoot } from './schema.ts';

describe('loading', () => {
  test('an editor that mounts on a filled document shows it, and the next keystroke writes that keystroke alone', () => {
    const doc = stored('1', '2', '3', '4', '5', '6', '7', '8');
    const updates = updatesOf(doc);
    const { editor } = attached(doc);
    expect(textOf(editor)).toBe('1 / 2 / 3 / 4 / 5 / 6 / 7 / 8');
    expect(updates).toHaveLength(0);
    edit(editor, () => void $block(3).selectEnd().insertText('!'));
    expect(documentText(doc)).toBe('1\n2\n3\n4!\n5\n6\n7\n8');
    expect(updates).toHaveLength(1);
    expect(updates[0]?.length).toBeLessThan(40);
  });

  test('what the editor held before is replaced by the document, not written into it', () => {
    const doc = stored('kept');
    const editor = createHeadlessDocumentEditor();
    edit(editor, () => void $getRoot().append(...paragraphs('left over')));
    attachDocument(editor, doc, { checkWhenIdle: 0 });
    expect(textOf(editor)).toBe('kept');
    expect(documentText(doc)).toBe('kept');
  });

  test('attaching, detaching and attaching again, as React does in StrictMode, neither loses nor writes anything', () => {
    const doc = stored('one', 'two');
    const updates = updatesOf(doc);
    const editor = createHeadlessDocumentEditor();
    for (let i = 0; i < 3; i++) attachDocument(editor, doc, { checkWhenIdle: 0 }).detach();
    const attachment = attachDocument(editor, doc, { checkWhenIdle: 0 });
    expect(textOf(editor)).toBe('one / two');
    expect(updates).toHaveLength(0);
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    attachment.detach();
    edit(editor, () => void $block(0).selectEnd().insertText(' not written any more'));
    expect(documentText(doc)).toBe('one!\ntwo');
  });

  test('an empty document is shown as an empty paragraph that nobody writes until somebody types', () => {
    const doc = new Y.Doc();
    const updates = updatesOf(doc);
    const { editor, attachment } = attached(doc);
    expect(textOf(editor)).toBe('');
    edit(editor, () => void $block(0).select());
    expect(updates).toHaveLength(0);
    edit(editor, () => void $block(0).select().insertText('first'));
    expect(documentText(doc)).toBe('first');
    expect(attachment.check()).toBe(true);
  });

  test('content that arrives after the editor was attached replaces the placeholder', () => {
    const doc = new Y.Doc();
    const { editor } = attached(doc);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(stored('late', 'but there')), 'network');
    expect(textOf(editor)).toBe('late / but there');
  });

  test('an update that was not committed when the document changed is written, once', () => {
    const [a, b] = pair('hello world', 'other');
    edit(b.editor, () => void $block(0).selectStart().insertText('Oh, '));
    a.editor.update(() => void $block(0).selectEnd().insertText('!'));
    a.editor.update(() => void $block(1).insertAfter(paragraphs('new')[0] ?? $createParagraphNode()));
    deliver(a);
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('Oh, hello world! / other / new');
  });

  test('a change of the document from within an update of the editor is neither lost nor written again', () => {
    const [a, b] = pair('hello', 'world');
    edit(b.editor, () => void $block(0).selectEnd().insertText('!'));
    edit(a.editor, () => {
      $block(0).selectStart().insertText('> ');
      deliver(a);
      $block(1).selectEnd().insertText('?');
    });
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('> hello! / world?');
  });

  test('an older state set from outside, as a history of its own would, does not take back what others wrote', () => {
    const [a, b] = pair('one');
    const old = a.editor.getEditorState();
    edit(b.editor, () => void $block(0).selectEnd().insertText(' and two'));
    settle([a, b]);
    a.editor.setEditorState(old);
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('one and two');
  });

  test('detaching writes what is pending', () => {
    const doc = stored('one');
    const { editor, attachment } = attached(doc);
    editor.update(() => void $block(0).selectEnd().insertText(' and a half'));
    attachment.detach();
    expect(documentText(doc)).toBe('one and a half');
  });

  test('an editor without an element to show itself in is kept in step all the same', () => {
    const doc = stored('one');
    const editor = createEditor({ nodes: [...documentNodes], onError: (error) => expect.fail(error.message) });
    attachDocument(editor, doc, { checkWhenIdle: 0 });
    expect(textOf(editor)).toBe('one');
    edit(editor, () => void $block(0).selectEnd().insertText('!'));
    expect(documentText(doc)).toBe('one!');
  });
});

describe('what is stored', () => {
  test('tokens of a code highlighter stay on the screen', () => {
    const doc = new Y.Doc();
    const editor = createHeadlessDocumentEditor([...documentNodes, CodeHighlightNode]);
    attachDocument(editor, doc, { checkWhenIdle: 0 });
    edit(editor, () => {
      const tokens = ['let', ' ', 'a'].map((text, i) => new CodeHighlightNode(text, i === 0 ? 'keyword' : undefined));
      $getRoot().append($createParagraphNode().append(...tokens));
    });
    const block = documentRoot(doc).toArray().at(-1) as Y.XmlElement;
    expect((block.get(0) as Y.XmlText).toDelta()).toEqual([{ insert: 'let a' }]);
  });

  test('a new document is one empty paragraph, with the text that people will type into', () => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, emptyDocumentUpdate());
    expect(documentRoot(doc).toArray().map(String)).toEqual(['<paragraph></paragraph>']);
    expect(attached(doc).attachment.check()).toBe(true);
  });
});

describe('what Lexical makes of an edit', () => {
  test('a link that is put around a divider leaves it standing, for everybody', () => {
    const [a, b] = pair('before', 'after');
    edit(a.editor, () => {
      $block(0).insertAfter($createHorizontalRuleNode());
      $block(0).selectStart();
      const selection = $getSelection();
      const end = $getRoot().getLastChildOrThrow();
      if ($isRangeSelection(selection) && $isElementNode(end)) selection.focus.set(end.getKey(), 1, 'element');
      $toggleLink('https://example.org');
    });
    expectAgreement(a, b);
    expect(jsonOf(b.editor)).toContain('"type":"horizontalrule"');
  });

  test('text put between blocks becomes a paragraph, and line breaks within a text become line breaks', () => {
    const [a, b] = pair('one');
    edit(a.editor, () => void $block(0).append($createParagraphNode().append($createTextNode('inner'))));
    edit(a.editor, () => void $getRoot().append(...paragraphs('two\nlines\tand a tab')));
    expectAgreement(a, b);
    expect(documentText(b.doc)).toBe('one\ninner\ntwo\nlines\tand a tab');
  });

  test('what is done to a block and to what is in it, in one update, is all written', () => {
    const [a, b] = pair('');
    edit(a.editor, () => {
      const [one, item] = [new ToggleNode(), $createListItemNode()];
      one.append(...paragraphs('gone'), $createListNode('bullet').append(item.append($createTextNode('item'))));
      $getRoot().clear().append(one);
    });
    settle([a, b]);
    edit(a.editor, () => {
      const toggle = $block(0);
      $setBlockColor([toggle], 'yellow');
      toggle.getFirstChildOrThrow().remove();
      toggle.getAllTextNodes()[0]?.select(1, 1).insertParagraph();
    });
    expectAgreement(a, b);
    expect(jsonOf(b.editor)).toContain('yellow');
    expect(documentText(b.doc)).toBe('i\ntem');
  });

  test('a change after others’ changes that made no difference is written like any other', () => {
    const [a, b] = pair('one', 'two');
    edit(b.editor, () => void $block(1).selectEnd().insertText('!'));
    b.attachment.undo();
    deliver(a, 1);
    deliver(a);
    deliver(a);
    edit(a.editor, () => $block(0).select(0, 1).formatText('bold'));
    expectAgreement(a, b);
    expect(b.editor.getEditorState().read(() => $block(0).getAllTextNodes()[0]?.hasFormat('bold'))).toBe(true);
  });
});

describe('problems', () => {
  test('an editor that shows something else than the document is reported and mended', () => {
    const doc = stored('one', 'two');
    const { editor, attachment, problems } = attached(doc);
    // Nothing of ours can do this; it stands for a fault that nobody has thought of.
    editor.getEditorState()._nodeMap.forEach((node) => {
      if (node.getType() === 'text') Object.assign(node, { __text: 'corrupted' });
    });
    expect(attachment.check()).toBe(false);
    expect(problems).toEqual([expect.objectContaining({ kind: 'out-of-step' })]);
    expect(textOf(editor)).toBe('one / two');
    expect(attachment.check()).toBe(true);
    expect(documentText(doc)).toBe('one\ntwo');
  });

  test('the check runs by itself once nothing changes any more', () => {
    vi.useFakeTimers();
    try {
      const doc = stored('one');
      const { editor, problems } = attached(doc, { checkWhenIdle: 5000 });
      edit(editor, () => void $block(0).selectEnd().insertText('!'));
      editor.getEditorState()._nodeMap.forEach((node) => {
        if (node.getType() === 'text') Object.assign(node, { __text: 'corrupted' });
      });
      vi.advanceTimersByTime(4999);
      expect(problems).toHaveLength(0);
      vi.advanceTimersByTime(1);
      expect(problems).toHaveLength(1);
      expect(textOf(editor)).toBe('one!');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an input method', () => {
  test('the text being composed is not redrawn under it; what others wrote there is shown when it is done', () => {
    const [a, b] = pair('ni', 'other');
    edit(a.editor, () => {
      const [text] = $block(0).getAllTextNodes();
      text?.select(2, 2);
      $setCompositionKey(text?.getKey() ?? null);
    });
    edit(b.editor, () => void $block(0).selectStart().insertText('Oh '));
    edit(b.editor, () => void $block(1).selectEnd().insertText('!'));
    deliver(a);
    expect(textOf(a.editor)).toBe('ni / other!');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.setTextContent('nih'));
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.setTextContent('niha'));
    deliver(a);
    edit(a.editor, () => {
      $block(0).getAllTextNodes()[0]?.setTextContent('你好');
      $setCompositionKey(null);
    });
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('Oh 你好 / other!');
  });

  test('what others write on both sides of it meanwhile leaves the word whole', () => {
    const [a, b] = pair('ab cd');
    const compose = (text: string) => edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.setTextContent(text));
    edit(a.editor, () => {
      const [text] = $block(0).getAllTextNodes();
      text?.select(2, 2);
      $setCompositionKey(text?.getKey() ?? null);
    });
    compose('abn cd');
    edit(b.editor, () => void $block(0).selectStart().insertText('<'));
    deliver(a);
    compose('abni cd');
    edit(b.editor, () => void $block(0).selectEnd().insertText('>'));
    deliver(a);
    deliver(b);
    compose('ab你 cd');
    edit(b.editor, () => void $block(0).getAllTextNodes()[0]?.spliceText(1, 1, ''));
    deliver(a);
    compose('ab你好 cd');
    edit(a.editor, () => $setCompositionKey(null));
    expectAgreement(a, b);
    expect(textOf(a.editor)).toBe('<b你好 cd>');
  });
});

describe('selection', () => {
  test('a caret stays with its text while others write before it', () => {
    const [a, b] = pair('hello', 'second');
    edit(a.editor, () => void $block(0).getAllTextNodes()[0]?.select(2, 4));
    edit(b.editor, () => {
      $block(0).selectStart().insertText('Oh, ');
      $block(0).insertBefore(paragraphs('zeroth')[0] ?? $createParagraphNode());
    });
    settle([a, b]);
    const selected = a.editor.getEditorState().read(() => $getSelection()?.getTextContent());
    expect(selected).toBe('ll');
  });

  test('a caret whose block is removed goes to the end of the one before it', () => {
    const [a, b] = pair('one', 'two', 'three');
    edit(a.editor, () => void $block(1).selectEnd());
    edit(b.editor, () => $block(1).remove());
    settle([a, b]);
    a.editor.getEditorState().read(() => {
      const selection = $getSelection();
      expect($isRangeSelection(selection) && selection.anchor.getNode().getTextContent()).toBe('one');
      expect($isRangeSelection(selection) && selection.anchor.offset).toBe(3);
    });
  });
});
