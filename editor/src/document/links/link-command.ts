import { createCommand, type LexicalCommand } from 'lexical';

/** Opens the form for the link at the selection, or for a new one. */
export const OPEN_LINK_COMMAND: LexicalCommand<void> = createCommand('OPEN_LINK_COMMAND');
