import { $isElementNode, type BaseSelection, type EditorState, type LexicalNode, type NodeKey } from 'lexical';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Binding } from './binding.ts';
import { $fromRelative, $pointBefore, type Point } from './points.ts';
import { $publicSelection } from './selection.ts';
import { $publicWholes, $wholesAt } from './whole-selection.ts';

const FIELD = 'cursor';

/** Somebody else's selection, where it is in the editor now. */
export interface RemoteCursor {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
  readonly anchor: Point;
  readonly focus: Point;
  /** The first and the last of the blocks, or of the cells from corner to corner, that are selected as wholes. */
  readonly wholes: readonly [NodeKey, NodeKey] | null;
}

/** Tells the others where this author's selection is, if that isn't what they know already. */
export function publishCursor(awareness: Awareness, binding: Binding, selection: BaseSelection | null): void {
  const wholes = $publicWholes(binding, selection);
  const ends = wholes ?? $publicSelection(binding, selection);
  setField(
    awareness,
    ends && {
      anchor: Y.relativePositionToJSON(ends.anchor) as unknown,
      focus: Y.relativePositionToJSON(ends.focus) as unknown,
      ...(wholes && { wholes: wholes.columns }),
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
        const place = orNull(() => $placeOf(binding, cursor));
        return place ? { clientId, name: String(user.name ?? ''), color: String(user.color ?? ''), ...place } : [];
      }),
    { editor: binding.editor },
  );
}

function $placeOf(
  binding: Binding,
  cursor: Record<string, unknown>,
): Pick<RemoteCursor, 'anchor' | 'focus' | 'wholes'> | null {
  const ends = [cursor.anchor, cursor.focus].map((end) => Y.createRelativePositionFromJSON(asRecord(end)));
  if (Array.isArray(cursor.wholes)) {
    const wholes = $wholesAt(binding, ends, cursor.wholes);
    if (!wholes) return null;
    const [first, last] = wholes;
    return { anchor: $pointAtWhole(first), focus: $pointAtWhole(last), wholes: [first.getKey(), last.getKey()] };
  }
  const [anchor, focus] = ends.map((end) => $fromRelative(binding, end));
  return anchor && focus ? { anchor, focus, wholes: null } : null;
}

function $pointAtWhole(node: LexicalNode): Point {
  return $isElementNode(node) ? { key: node.getKey(), offset: 0, type: 'element' } : $pointBefore(node);
}

/** Awareness is what a peer says it is: a position that isn't one is nobody's cursor. */
function orNull<T>(resolve: () => T): T | null {
  try {
    return resolve();
  } catch {
    return null;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
