import type { en } from '../../ui/i18n/en.ts';

type Key = Extract<keyof typeof en.history, `about${string}`>;

const KEYS: readonly (readonly [RegExp, Key])[] = [
  [/^(bold|italic|underline|strikethrough|code|highlight|subscript|superscript|style|\$ink|\$ground)$/, 'aboutMarks'],
  [/^in:(auto)?link$/, 'aboutLink'],
  [/^(_list|_depth|_start|listitem)$/, 'aboutList'],
  [/^checked$/, 'aboutTick'],
  [/^(type|tag|paragraph|heading|quote|callout|toggle|code)$/, 'aboutKind'],
  [/^(image|\$alt|\$caption|\$width)$/, 'aboutPicture'],
  [/^file$/, 'aboutFile'],
  [/^(grid|grid-row|grid-cell|\$(at|merge|width)\..*|\$header.*|\$shade|\$column)$/, 'aboutTable'],
  [/^kind\/image$/, 'aboutPicture'],
  [/^kind\/rectangle$/, 'aboutRectangle'],
  [/^kind\/diamond$/, 'aboutDiamond'],
  [/^kind\/ellipse$/, 'aboutEllipse'],
  [/^kind\/arrow$/, 'aboutArrow'],
  [/^kind\/line$/, 'aboutLine'],
  [/^kind\/freedraw$/, 'aboutStroke'],
  [/^kind\/text$/, 'aboutText'],
  [/^kind\/(magic)?frame$/, 'aboutFrame'],
  [/^(elements|kind)\//, 'aboutElement'],
];

/** What people call what was changed; `name` is that of a field, a mark, a kind of block or an element. */
export const aboutKey = (name: string): Key => KEYS.find(([pattern]) => pattern.test(name))?.[1] ?? 'aboutOther';

const ELEMENT = 'elements/';

/** The id of the board's element that a change is about; null where it is about something else. */
export const elementOf = (name: string): string | null =>
  name.startsWith(ELEMENT) ? name.slice(ELEMENT.length) : null;
