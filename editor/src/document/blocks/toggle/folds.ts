import {
  $createParagraphNode,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  INSERT_PARAGRAPH_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type NodeKey,
  type RangeSelection,
} from 'lexical';
import type { DocumentAttachment } from '../../../content/index.ts';
import { $createToggleNode, $isToggleNode, ToggleNode } from '../../../content/nodes/toggle.ts';
import { $unwrap } from '../containers/wrap.ts';
import { foldMemory } from './fold-memory.ts';

interface FoldOptions {
  readonly attachment: DocumentAttachment;
  readonly documentId: string;
  /** Accessible name of the arrow. */
  readonly label: string;
  /** What an open toggle without a body says. */
  readonly hint: string;
}

/**
 * Opens and closes toggles for this reader. What is open isn't in the document: it is kept by the block's name in this
 * browser, and for blocks too new to have one, by their node until the page is left.
 */
export const registerFolds = (editor: LexicalEditor, options: FoldOptions): (() => void) =>
  new Folds(editor, options).register();

class Folds {
  readonly #editor: LexicalEditor;
  readonly #options: FoldOptions;
  readonly #memory;
  readonly #chosen = new Map<NodeKey, boolean>();

  constructor(editor: LexicalEditor, options: FoldOptions) {
    this.#editor = editor;
    this.#options = options;
    this.#memory = foldMemory(options.documentId);
  }

  register(): () => void {
    const editor = this.#editor;
    const click = (event: MouseEvent): void => this.#clicked(event);
    return mergeRegister(
      editor.registerMutationListener(ToggleNode, (changes) => {
        editor.read(() => {
          for (const [key, change] of changes) if (change !== 'destroyed') this.#$draw(key);
        });
      }),
      editor.registerRootListener((root, before) => {
        before?.removeEventListener('click', click);
        root?.addEventListener('click', click);
      }),
      editor.registerUpdateListener(({ editorState }) => editorState.read(() => this.#$openAroundCaret())),
      editor.registerCommand(INSERT_PARAGRAPH_COMMAND, () => this.#$enter(), COMMAND_PRIORITY_HIGH),
    );
  }

  #$isOpen(node: ToggleNode): boolean {
    const chosen = this.#chosen.get(node.getKey());
    if (chosen !== undefined) return chosen;
    const id = this.#options.attachment.knownBlockId(node.getKey());
    return (id === null ? undefined : this.#memory.get(id)) ?? node.getStartsOpen();
  }

  #set(key: NodeKey, open: boolean): void {
    this.#chosen.set(key, open);
    const id = this.#options.attachment.knownBlockId(key);
    if (id !== null) this.#memory.set(id, open);
    this.#editor.read(() => this.#$draw(key));
  }

  #$draw(key: NodeKey): void {
    const node = $getNodeByKey(key);
    const element = this.#editor.getElementByKey(key);
    if (!$isToggleNode(node) || element === null) return;
    const open = this.#$isOpen(node);
    element.toggleAttribute('data-open', open);
    if (node.getChildrenSize() < 2) element.dataset.hint = this.#options.hint;
    else element.removeAttribute('data-hint');
    const arrow = element.querySelector('[data-toggle-arrow]');
    arrow?.setAttribute('aria-expanded', String(open));
    arrow?.setAttribute('aria-label', this.#options.label);
  }

  #clicked({ target }: MouseEvent): void {
    if (!(target instanceof Element)) return;
    const onArrow = target.matches('[data-toggle-arrow]');
    // Below the title of an open toggle that holds nothing else.
    const onHint = target.matches('[data-hint][data-open]');
    if (!onArrow && !onHint) return;
    const toggle = this.#editor.read(() => $getNearestNodeFromDOMNode(target));
    if (!$isToggleNode(toggle)) return;
    if (onArrow) this.#flip(toggle.getKey());
    else if (this.#editor.isEditable())
      this.#editor.update(() => void toggle.append($createParagraphNode()).selectEnd());
  }

  #flip(key: NodeKey): void {
    const open = this.#editor.read(() => {
      const node = $getNodeByKey(key);
      return $isToggleNode(node) && this.#$isOpen(node);
    });
    // The caret would be where nobody sees it, and open the toggle again.
    if (open) this.#editor.update(() => $leaveBody(key), { discrete: true });
    this.#set(key, !open);
  }

  /** Whatever led there (a search, an undo, a link), what the caret is in is seen. */
  #$openAroundCaret(): void {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    let block: LexicalNode | null = selection.anchor.getNode();
    for (let up = block.getParent(); up !== null; block = up, up = up.getParent()) {
      if ($isToggleNode(up) && !up.getFirstChild()?.is(block) && !this.#$isOpen(up)) this.#set(up.getKey(), true);
    }
  }

  /** Enter in a title: into the body; where that is closed, on with another toggle; and out of an empty one. */
  #$enter(): boolean {
    const selection = $getSelection();
    if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
    const title = $titleAt(selection);
    const toggle = title?.getParent();
    if (!title || !$isToggleNode(toggle)) return false;
    if ($isElementNode(title) && title.isEmpty()) {
      $unwrap(toggle);
      return true;
    }
    if (isAtStart(selection, title)) {
      toggle.insertBefore($createParagraphNode());
      return true;
    }
    if (this.#$isOpen(toggle)) return false;
    const next = selection.insertParagraph();
    if (next === null) return true;
    const following = $createToggleNode();
    toggle.insertAfter(following);
    following.append(next);
    next.selectStart();
    return true;
  }
}

/** The title that a caret is in. */
const $titleAt = ({ anchor }: RangeSelection): LexicalNode | null => {
  for (let node: LexicalNode | null = anchor.getNode(); node !== null; node = node.getParent()) {
    if ($isToggleNode(node.getParent())) return node.getPreviousSibling() === null ? node : null;
  }
  return null;
};

const isAtStart = ({ anchor }: RangeSelection, title: LexicalNode): boolean =>
  anchor.offset === 0 && (anchor.getNode().is(title) || anchor.getNode().is($firstDescendant(title)));

const $firstDescendant = (node: LexicalNode): LexicalNode | null =>
  $isElementNode(node) ? node.getFirstDescendant() : null;

/** Takes the caret out of what is about to be closed. */
const $leaveBody = (key: NodeKey): void => {
  const toggle = $getNodeByKey(key);
  const selection = $getSelection();
  if (!$isToggleNode(toggle) || !$isRangeSelection(selection)) return;
  const title = toggle.getFirstChild();
  const isInBody = selection
    .getNodes()
    .some((node) => toggle.isParentOf(node) && !title?.isParentOf(node) && !title?.is(node));
  if (isInBody && $isElementNode(title)) title.selectEnd();
};
