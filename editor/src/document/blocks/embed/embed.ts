import { Globe } from 'lucide-react';
import { $createEmbedNode } from '../../../content/nodes/embed.ts';
import type { Action } from '../../actions/action.ts';
import { $insertBlock } from '../insert-block.ts';

export const EMBED: Action = {
  name: 'embed',
  icon: Globe,
  run: (editor) => editor.update(() => void $insertBlock($createEmbedNode())),
  isDisabled: (state) => state.readOnly,
};
