import { $getSelection, $isElementNode, $isRangeSelection, $isTextNode, type LexicalEditor } from 'lexical';
import { $blockAround } from '../../content/blocks/outline.ts';

/** Makes the selected words plain: no marks, no colours, no alignment. Links stay links. */
export const clearFormats = (editor: LexicalEditor): void =>
  editor.update(() => {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    selection.setFormat(0);
    selection.setStyle('');
    if (!selection.isCollapsed()) {
      for (const node of selection.extract()) if ($isTextNode(node)) node.setFormat(0).setStyle('');
    }
    for (const node of selection.getNodes()) {
      const block = $blockAround(node);
      if ($isElementNode(block) && block.getFormatType() !== '') block.setFormat('');
    }
  });
