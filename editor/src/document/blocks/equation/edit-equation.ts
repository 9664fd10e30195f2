import { createCommand, type LexicalCommand, type NodeKey } from 'lexical';

/** Opens the card of an equation. */
export const EDIT_EQUATION_COMMAND: LexicalCommand<NodeKey> = createCommand('EDIT_EQUATION_COMMAND');
