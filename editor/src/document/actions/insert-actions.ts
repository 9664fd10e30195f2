import { DIVIDER } from '../blocks/divider.ts';
import type { Action } from './action.ts';

/** What is put into the text as a thing of its own, in the order of the menus. */
export const INSERT_ACTIONS: readonly Action[] = [DIVIDER];
