import { IS_APPLE } from '../../ui/platform.ts';
import { matches, type Shortcut } from '../actions/shortcuts.ts';
import type { FindMode } from './open-find.ts';

export const FIND: Shortcut = { key: 'f' };
/** On a Mac, Command and H hides the window. */
export const REPLACE: Shortcut = IS_APPLE ? { key: 'KeyF', alt: true } : { key: 'h' };
const NEXT: Shortcut = { key: 'g' };
const PREVIOUS: Shortcut = { key: 'g', shift: true };

export const modeOf = (event: KeyboardEvent): FindMode | null => {
  if (matches(REPLACE, event)) return 'replace';
  return matches(FIND, event) ? 'find' : null;
};

/** Where a key leads while something is being looked for. */
export const stepOf = (event: KeyboardEvent): 1 | -1 | null => {
  if (event.key === 'F3' && !event.ctrlKey && !event.metaKey && !event.altKey) return event.shiftKey ? -1 : 1;
  if (matches(NEXT, event)) return 1;
  return matches(PREVIOUS, event) ? -1 : null;
};
