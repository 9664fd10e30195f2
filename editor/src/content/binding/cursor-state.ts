import type { BaseSelection, EditorState } from 'lexical';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Binding } from './binding.ts';
import { $fromRelative, type Point } from './points.ts';
import { $publicSelection } from './selection.ts';

const FIELD = 'cursor';

/** Somebody else's selection, where it is in the editor now. */
export interface RemoteCursor {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
  readonly anchor: Point;
  readonly focus: Point;
}

/** Tells the others where this author's selection is, if that isn't what they know already. */
export function publishCursor(awareness: Awareness, binding: Binding, selection: BaseSelection | null): void {
  const ends = $publicSelection(binding, selection);
  setField(
    awareness,
    ends && {
      anchor: Y.relativePositionToJSON(ends.anchor) as unknown,
      focus: Y.relativePositionToJSON(ends.focus) as unknown,
    },
  );
}

export function withdrawCursor(awareness: Awareness): void {
  setField(awareness, null);
}

function setField(awareness: Awareness, cursor: object | null): void {
  const state = awareness.getLocalState();
  if (state === null || JSON.stringify(state[FIELD] ?? null) === JSON.stringify(cursor)) return;
  awareness.setLocalStateField(FIELD, cursor);
}

/** The others' selections; those that can't be placed (in a block that isn't here yet, or malformed) are left out. */
export function remoteCursors(binding: Binding, awareness: Awareness, state: EditorState): RemoteCursor[] {
  return state.read(
    () =>
      [...awareness.getStates()].flatMap(([clientId, fields]) => {
        if (clientId === awareness.clientID) return [];
        const user = asRecord(fields.user);
        const cursor = asRecord(fields[FIELD]);
        const anchor = $resolve(binding, cursor.anchor);
        const focus = $resolve(binding, cursor.focus);
        if (!anchor || !focus) return [];
        return { clientId, name: String(user.name ?? ''), color: String(user.color ?? ''), anchor, focus };
      }),
    { editor: binding.editor },
  );
}

function $resolve(binding: Binding, json: unknown): Point | null {
  if (typeof json !== 'object' || json === null) return null;
  try {
    return $fromRelative(binding, Y.createRelativePositionFromJSON(json));
  } catch {
    // Awareness is what a peer says it is: a position that isn't one is nobody's cursor.
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
