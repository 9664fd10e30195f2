import { TableOfContents } from 'lucide-react';
import { $createTableOfContentsNode } from '../../content/nodes/table-of-contents.ts';
import type { Action } from '../actions/action.ts';
import { $insertBlock } from '../blocks/insert-block.ts';

export const TABLE_OF_CONTENTS: Action = {
  name: 'tableOfContents',
  icon: TableOfContents,
  run: (editor) => editor.update(() => void $insertBlock($createTableOfContentsNode())),
  isDisabled: (state) => state.readOnly,
};
