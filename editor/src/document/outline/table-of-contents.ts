import { $insertNodeToNearestRoot } from '@lexical/utils';
import { TableOfContents } from 'lucide-react';
import { $createTableOfContentsNode } from '../../content/nodes/table-of-contents.ts';
import type { Action } from '../actions/action.ts';

export const TABLE_OF_CONTENTS: Action = {
  name: 'tableOfContents',
  icon: TableOfContents,
  run: (editor) => editor.update(() => void $insertNodeToNearestRoot($createTableOfContentsNode())),
  isDisabled: (state) => state.readOnly,
};
