import { $createHorizontalRuleNode } from '@lexical/extension';
import { Minus } from 'lucide-react';
import type { Action } from '../actions/action.ts';
import { $insertBlock } from './insert-block.ts';

export const DIVIDER: Action = {
  name: 'divider',
  icon: Minus,
  run: (editor) => editor.update(() => void $insertBlock($createHorizontalRuleNode())),
  isDisabled: (state) => state.readOnly,
};
