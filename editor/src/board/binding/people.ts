import type { Awareness } from 'y-protocols/awareness';
import type { Collaborator } from './canvas.ts';
import type { DragState } from './drag.ts';

/** What is seen of the board, in its own coordinates. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Somebody else who is here. */
export interface BoardPerson {
  readonly clientId: number;
  /** The server's word for who it is; empty where it gave none. */
  readonly userId: string;
  readonly name: string;
  readonly color: string;
  readonly picture: string | null;
  readonly viewport: Viewport | null;
  /** The text that they are writing in. */
  readonly editing: string | null;
  /** Whose view theirs follows: a clientId. */
  readonly following: number | null;
}

/** Everything that one state of awareness says, as far as it makes sense. */
export interface Presence {
  readonly person: BoardPerson;
  readonly pointer: Collaborator['pointer'] | undefined;
  readonly button: 'up' | 'down';
  readonly selected: readonly string[];
  readonly drag: DragState | null;
}

export const MOST_SELECTED = 50;
const NO_COLOR = '#868e96';
const FURTHEST = 1e10;

export const readPresences = (awareness: Awareness): Presence[] =>
  [...awareness.getStates()].flatMap(([clientId, state]) =>
    clientId === awareness.clientID ? [] : readPresence(clientId, record(state)),
  );

export const collaboratorOf = ({ person, pointer, button, selected }: Presence): Collaborator => ({
  id: String(person.clientId),
  socketId: String(person.clientId),
  username: person.name,
  color: { background: person.color, stroke: person.color },
  ...(person.picture !== null && { avatarUrl: person.picture }),
  ...(pointer && { pointer }),
  button,
  selectedElementIds: Object.fromEntries(selected.map((id) => [id, true as const])),
});

const readPresence = (clientId: number, state: Fields): Presence[] => {
  const user = record(state.user);
  const pointer = record(state.pointer);
  if (state.user === undefined) return [];
  return [
    {
      person: {
        clientId,
        userId: text(user.id, 200) ?? '',
        name: text(user.name, 200) ?? '',
        color: text(user.color, 64) ?? NO_COLOR,
        picture: text(user.picture, 4096),
        viewport: readViewport(record(state.viewport)),
        editing: text(state.editing, 100),
        following: isNumber(state.following) ? state.following : null,
      },
      pointer:
        isNumber(pointer.x) && isNumber(pointer.y)
          ? { x: pointer.x, y: pointer.y, tool: pointer.tool === 'laser' ? 'laser' : 'pointer' }
          : undefined,
      button: pointer.button === 'down' ? 'down' : 'up',
      selected: readSelected(state.selected),
      drag: readDrag(record(state.drag)),
    },
  ];
};

const readViewport = ({ x, y, width, height }: Fields): Viewport | null =>
  isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) && width > 0 && height > 0
    ? { x, y, width, height }
    : null;

const readSelected = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.slice(0, MOST_SELECTED).filter((id): id is string => typeof id === 'string' && id !== '__proto__')
    : [];

const readDrag = ({ n, refs, x, y }: Fields): DragState | null =>
  isNumber(n) && typeof refs === 'string' && isNumber(x) && isNumber(y) ? { n, refs, x, y } : null;

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

const isNumber = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < FURTHEST;

const text = (value: unknown, longest: number): string | null =>
  typeof value === 'string' && value.length > 0 && value.length <= longest ? value : null;
