import { AutoLinkNode, LinkNode } from '@lexical/link';
import {
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  defineExtension,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
} from 'lexical';
import { isSafeAddress } from '../../content/link-address.ts';

/**
 * Makes a link on the page what its address allows, whoever wrote it: a safe one opens apart and tells nobody where
 * it was; any other is text with a mark, and leads nowhere.
 */
const dress = (editor: LexicalEditor, key: NodeKey): void => {
  const anchor = editor.getElementByKey(key);
  if (!(anchor instanceof HTMLAnchorElement)) return;
  const address = editor.read('latest', () => {
    const node = editor.getEditorState()._nodeMap.get(key);
    return node instanceof LinkNode ? node.getURL() : '';
  });
  anchor.toggleAttribute('data-unsafe', !isSafeAddress(address));
  if (isSafeAddress(address)) {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer nofollow ugc';
  } else {
    anchor.removeAttribute('href');
  }
};

const registerLinks = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    ...[LinkNode, AutoLinkNode].map((klass) =>
      editor.registerMutationListener(klass, (mutations) => {
        for (const [key, mutation] of mutations) if (mutation !== 'destroyed') dress(editor, key);
      }),
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return false;
        const anchor = event.target instanceof Element ? event.target.closest('a') : null;
        if (anchor === null || !isSafeAddress(anchor.href)) return false;
        event.preventDefault();
        window.open(anchor.href, '_blank', 'noopener,noreferrer');
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );

/** Links that can't harm; Ctrl or ⌘ and a click follow one. */
export const SafeLinksExtension = defineExtension({
  name: 'cowrite/safe-links',
  nodes: () => [LinkNode, AutoLinkNode],
  register: registerLinks,
});
