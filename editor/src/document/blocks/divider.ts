import { INSERT_HORIZONTAL_RULE_COMMAND } from '@lexical/extension';
import { Minus } from 'lucide-react';
import type { Action } from '../actions/action.ts';

export const DIVIDER: Action = {
  name: 'divider',
  icon: Minus,
  run: (editor) => editor.dispatchCommand(INSERT_HORIZONTAL_RULE_COMMAND, undefined),
  isDisabled: (state) => state.readOnly,
};
