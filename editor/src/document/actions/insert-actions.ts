import { FILE, IMAGE } from '../assets/choose-files.ts';
import { CALLOUT } from '../blocks/callout/callout.ts';
import { DIVIDER } from '../blocks/divider.ts';
import { EMBED } from '../blocks/embed/embed.ts';
import { EQUATION, INLINE_EQUATION } from '../blocks/equation/equation.ts';
import { TOGGLE } from '../blocks/toggle/toggle.ts';
import { MENTION } from '../mentions/mentions.ts';
import { TABLE_OF_CONTENTS } from '../outline/table-of-contents.ts';
import { TABLE } from '../tables/insert-table.ts';
import { LIVE_VALUE, SPARKLINE } from '../values/live-value.ts';
import type { Action } from './action.ts';

/** What is put into the text as a thing of its own, in the order of the menus. */
export const INSERT_ACTIONS: readonly Action[] = [
  IMAGE,
  FILE,
  TABLE,
  DIVIDER,
  CALLOUT,
  TOGGLE,
  EQUATION,
  INLINE_EQUATION,
  MENTION,
  TABLE_OF_CONTENTS,
  EMBED,
  LIVE_VALUE,
  SPARKLINE,
];
