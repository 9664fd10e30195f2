import { createCommand, type LexicalCommand } from 'lexical';

export type FindMode = 'find' | 'replace';

/** Opens the bar to find in the text, or to find and replace. */
export const OPEN_FIND_COMMAND: LexicalCommand<FindMode> = createCommand('OPEN_FIND_COMMAND');
