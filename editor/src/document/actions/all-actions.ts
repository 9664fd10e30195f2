import type { en } from '../../ui/i18n/en.ts';
import { COMMENT } from '../comments/begin-comment.ts';
import type { Action } from './action.ts';
import { ARRANGE_ACTIONS, BLOCK_MENU } from './arrange-actions.ts';
import { BLOCK_ACTIONS } from './block-actions.ts';
import { FIND_ACTIONS } from './find-actions.ts';
import { ALIGN_ACTIONS, CLEAR_FORMATS, FORMAT_ACTIONS, LINK, MORE_FORMAT_ACTIONS } from './format-actions.ts';
import { SHORTCUTS } from './help-actions.ts';
import { REDO, UNDO } from './history-actions.ts';
import { INSERT_ACTIONS } from './insert-actions.ts';

interface ActionGroup {
  /** Its heading is `shortcuts.<name>`. */
  readonly name: keyof typeof en.shortcuts;
  readonly actions: readonly Action[];
}

/** Everything that can be done by a key, as the keys and their sheet have it. */
export const ACTION_GROUPS: readonly ActionGroup[] = [
  { name: 'words', actions: [...FORMAT_ACTIONS, LINK, ...MORE_FORMAT_ACTIONS, CLEAR_FORMATS] },
  { name: 'blocks', actions: [...BLOCK_ACTIONS, ...INSERT_ACTIONS] },
  { name: 'arrange', actions: [...ARRANGE_ACTIONS, BLOCK_MENU] },
  { name: 'align', actions: ALIGN_ACTIONS },
  { name: 'document', actions: [UNDO, REDO, COMMENT, ...FIND_ACTIONS, SHORTCUTS] },
];
