import { Replace, Search } from 'lucide-react';
import { FIND, REPLACE } from '../find/find-keys.ts';
import { OPEN_FIND_COMMAND } from '../find/open-find.ts';
import type { Action } from './action.ts';

export const FIND_ACTIONS: readonly Action[] = [
  {
    name: 'find',
    icon: Search,
    shortcut: FIND,
    run: (editor) => editor.dispatchCommand(OPEN_FIND_COMMAND, 'find'),
    isDisabled: () => false,
  },
  {
    name: 'replace',
    icon: Replace,
    shortcut: REPLACE,
    run: (editor) => editor.dispatchCommand(OPEN_FIND_COMMAND, 'replace'),
    isDisabled: (state) => state.readOnly,
  },
];
