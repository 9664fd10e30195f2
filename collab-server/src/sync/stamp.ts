import { type EventSender, isColor } from '@cowrite/editor/protocol';
import type { User } from '../access/grant.ts';
import { MalformedError } from './byte-reader.ts';

const NAMELESS = 'Somebody';

/** How receivers of somebody's event are told who sent it. */
export const stampOf = ({ id, name, color, picture }: User): EventSender => ({
  ...{ id, name: name ?? NAMELESS, color, picture },
});

/**
 * An awareness state in which its author is who the server says, whatever it claimed: in `user`, where most editors
 * look, and in `name` and `color`, where Lexical's own does. Only a colour that its token leaves open, or has by its own
 * choice, is its to say.
 */
export const stampState = (state: Uint8Array, { id, name, color, picture, picksColor }: User): Uint8Array => {
  const claimed = parse(state);
  const own = picksColor === true || color === null ? claimedColor(claimed) : null;
  const user = { id, name: name ?? NAMELESS, color: own ?? color, picture };
  const stamped: Record<string, unknown> = { ...claimed, user };
  if ('name' in claimed) stamped.name = user.name;
  if ('color' in claimed) stamped.color = user.color;
  if ('awarenessData' in claimed) stamped.awarenessData = { ...Object(claimed.awarenessData), user };
  return new TextEncoder().encode(JSON.stringify(stamped));
};

const claimedColor = (claimed: Readonly<Record<string, unknown>>): string | null => {
  const { color } = Object(claimed.user) as { color?: unknown };
  return [color, claimed.color].find(isColor) ?? null;
};

const parse = (state: Uint8Array): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(new TextDecoder().decode(state));
  if (typeof value !== 'object' || value === null) throw new MalformedError('awareness state that is no object');
  return value as Readonly<Record<string, unknown>>;
};
