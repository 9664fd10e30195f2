import { $getNodeByKey, HISTORY_PUSH_TAG, type LexicalEditor, type NodeKey } from 'lexical';
import { ListCollapse } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { $isToggleNode } from '../../../content/nodes/toggle.ts';
import { MenuItem } from '../../../ui/Menu.tsx';
import { $chosenBlocks } from '../../block-tools/chosen-blocks.ts';

/** Of a toggle, or its title: whether whoever opens the document for the first time finds it open. */
export const ToggleMenuItem = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const toggle = editor.read('latest', $chosenToggle);
  if (toggle === null) return null;
  const change = (): void =>
    editor.update(
      () => {
        const node = $getNodeByKey(toggle.key);
        if ($isToggleNode(node)) node.setStartsOpen(!toggle.startsOpen);
      },
      { tag: HISTORY_PUSH_TAG },
    );
  return (
    <MenuItem icon={<ListCollapse size={16} aria-hidden />} onSelect={change}>
      {t(toggle.startsOpen ? 'blocks.toggleStartClosed' : 'blocks.toggleStartOpen')}
    </MenuItem>
  );
};

const $chosenToggle = (): { readonly key: NodeKey; readonly startsOpen: boolean } | null => {
  const [first] = $chosenBlocks();
  const isTitle = first?.getPreviousSibling() === null;
  const toggle = isTitle && !$isToggleNode(first) ? first?.getParent() : first;
  return $isToggleNode(toggle) ? { key: toggle.getKey(), startsOpen: toggle.getStartsOpen() } : null;
};
