import { $isListItemNode, $isListNode, ListItemNode, ListNode } from '@lexical/list';
import { $getNodeByKey, defineExtension, type LexicalEditor, mergeRegister, type NodeMutation } from 'lexical';

/**
 * Lexical makes a check list's items check boxes, which no list may hold: its list is a group then, and an item that
 * only holds a deeper list is nothing by itself.
 */
const registerRoles = (editor: LexicalEditor): (() => void) => {
  const set = (changes: Map<string, NodeMutation>, $roleOf: (key: string) => string | null): void => {
    editor.read(() => {
      for (const [key, change] of changes) {
        const element = change === 'destroyed' ? null : editor.getElementByKey(key);
        const role = element && $roleOf(key);
        if (role) element.setAttribute('role', role);
        else if (element && OURS.includes(element.getAttribute('role') ?? '')) element.removeAttribute('role');
      }
    });
  };
  return mergeRegister(
    editor.registerMutationListener(ListNode, (changes) =>
      set(changes, (key) => ($isCheckList($getNodeByKey(key)) ? 'group' : null)),
    ),
    editor.registerMutationListener(ListItemNode, (changes) =>
      set(changes, (key) => {
        const item = $getNodeByKey(key);
        const isWrapper = $isListItemNode(item) && $isListNode(item.getFirstChild());
        return isWrapper && $isCheckList(item.getParent()) ? 'presentation' : null;
      }),
    ),
  );
};

const OURS: readonly string[] = ['group', 'presentation'];

const $isCheckList = (node: Parameters<typeof $isListNode>[0]): boolean =>
  $isListNode(node) && node.getListType() === 'check';

export const CheckListRolesExtension = defineExtension({ name: 'cowrite/check-list-roles', register: registerRoles });
