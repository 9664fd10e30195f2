import { fileURLToPath } from 'node:url';

/**
 * The folder of this package with the built web app: its pages, `/embed`, the element's script, the fonts of boards. Two
 * folders up, from here and from where the program's own build has this.
 */
export const WEB_APP = fileURLToPath(new URL('../../app', import.meta.url));
