import { defineExtension } from 'lexical';
import { registerDeliberateDeletion } from './deliberate-deletion.ts';

/** How things of unknown types behave in the text. */
export const UnknownExtension = defineExtension({
  name: 'cowrite/unknown',
  register: registerDeliberateDeletion,
});
