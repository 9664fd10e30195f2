import { $insertNodeToNearestRoot } from '@lexical/utils';
import { Globe } from 'lucide-react';
import { $createEmbedNode } from '../../../content/nodes/embed.ts';
import type { Action } from '../../actions/action.ts';

export const EMBED: Action = {
  name: 'embed',
  icon: Globe,
  run: (editor) => editor.update(() => void $insertNodeToNearestRoot($createEmbedNode())),
  isDisabled: (state) => state.readOnly,
};
