import type { reconcileElements } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { observeElements, sameValue } from '../../content/board/index.ts';
import { type BoardState, createBoardState, isToShow } from './board-state.ts';
import { canvasOf, type FollowRequest, type PointerUpdate } from './canvas.ts';
import { Drag } from './drag.ts';
import { writePause } from './gesture.ts';
import { Overlay, PATIENCE } from './overlay.ts';
import {
  type BoardPerson,
  collaboratorOf,
  MOST_SELECTED,
  type Presence,
  readPresences,
  type Viewport,
} from './people.ts';
import { Publisher } from './publish.ts';
import { Reader } from './read.ts';
import { showing, viewportOf } from './view.ts';
import { Writer } from './write.ts';

export interface BindBoardOptions {
  readonly api: ExcalidrawImperativeAPI;
  /** Excalidraw's own: handed in, so that the binding loads without a page. */
  readonly reconcileElements: typeof reconcileElements;
  /** The board's content must be there: bind after `whenReady`. */
  readonly doc: Y.Doc;
  /** Where to tell others of the author; who that is (`user`) is the caller's. */
  readonly awareness: Awareness;
  /** While true, nothing is ever written to the document. */
  readonly readOnly?: boolean;
}

/** A canvas and a document that are kept in step, as soon as the canvas has loaded. */
export interface BoardBinding {
  /** Resolves once the canvas shows the document. Never, where it is detached before. */
  readonly whenShown: Promise<void>;
  /** Writes what is pending and lets go of both; the canvas keeps what it shows. */
  detach(): void;
  setReadOnly(readOnly: boolean): void;
  /** Writes now what would be written in a moment. */
  flush(): void;
  /** For the canvas' property `onPointerUpdate`. */
  readonly onPointerUpdate: (update: PointerUpdate) => void;
  /** Who else is here; the same array until that changes. */
  people(): readonly BoardPerson[];
  /** Calls back when `people` changed; returns how to stop. */
  onPeopleChange(listener: () => void): () => void;
  /** Shows what this person sees, and goes along until null, or until the author moves their own view. */
  follow(clientId: number | null): void;
  following(): number | null;
  /** What the author sees of the board. */
  viewport(): Viewport;
  /** Shows all of this part of the board. */
  show(viewport: Viewport): void;
}

/**
 * Keeps an Excalidraw canvas and a document in step until `detach`. The canvas shows the document from here on, beside
 * what it showed before; what of the document it couldn't show is left out, and stays as it is.
 */
export const bindBoard = (options: BindBoardOptions): BoardBinding => new Binding(options);

interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

class Binding implements BoardBinding {
  readonly whenShown: Promise<void>;
  readonly #awareness: Awareness;
  readonly #state: BoardState;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #drag: Drag;
  readonly #overlay: Overlay;
  readonly #publisher: Publisher;
  readonly #stops: (() => void)[] = [];
  readonly #peopleListeners = new Set<() => void>();
  readonly #shown: () => void;
  #readOnly: boolean;
  #isStarted = false;
  #isDetached = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lookAgain: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #pointer: PointerUpdate | null = null;
  #people: readonly BoardPerson[] = [];
  #following: number | null = null;
  #followedBy: readonly string[] = [];
  #arePeopleStale = true;

  constructor({ api, reconcileElements: reconcile, doc, awareness, readOnly = false }: BindBoardOptions) {
    this.#awareness = awareness;
    this.#readOnly = readOnly;
    const state = createBoardState({ ...canvasOf(api, reconcile), doc, isReadOnly: () => this.#readOnly });
    this.#state = state;
    this.#writer = new Writer(state);
    this.#reader = new Reader(state);
    this.#drag = new Drag(state);
    this.#overlay = new Overlay(doc, state.carried);
    const isDrawing = (): boolean => state.canvas.getAppState().newElement?.type === 'freedraw';
    this.#publisher = new Publisher(awareness, () => this.#presence(), isDrawing);
    let shown = (): void => {};
    this.whenShown = new Promise((resolve) => {
      shown = resolve;
    });
    this.#shown = shown;
    this.#listen();
    this.#startOnceLoaded();
  }

  readonly detach = (): void => {
    if (this.#isDetached) return;
    this.flush();
    this.#isDetached = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#lookAgain);
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
    this.#publisher.stop();
  };

  readonly setReadOnly = (readOnly: boolean): void => {
    this.flush();
    this.#readOnly = readOnly;
  };

  readonly flush = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isStarted || this.#isDetached) return;
    this.#drag.begin();
    this.#writer.write(this.#drag.isHeld);
    this.#publisher.request();
    if (isToShow(this.#state)) this.#showSoon();
  };

  readonly onPointerUpdate = (update: PointerUpdate): void => {
    this.#pointer = update;
    this.#publisher.request();
  };

  readonly people = (): readonly BoardPerson[] => this.#people;

  readonly onPeopleChange = (listener: () => void): (() => void) => {
    this.#peopleListeners.add(listener);
    return () => void this.#peopleListeners.delete(listener);
  };

  readonly follow = (clientId: number | null): void => {
    this.#following = clientId;
    this.#goAlong();
    this.#publisher.request();
  };

  readonly following = (): number | null => this.#following;

  readonly viewport = (): Viewport => viewportOf(this.#state.canvas.getAppState());

  readonly show = (viewport: Viewport): void => {
    const { canvas } = this.#state;
    canvas.updateScene({ appState: showing(viewport, canvas.getAppState()) });
  };

  #listen(): void {
    const { canvas, doc } = this.#state;
    const awareness = this.#awareness;
    const onRemote = (ids: ReadonlySet<string>, transaction: Y.Transaction): void => {
      this.#reader.note(ids, transaction);
      this.#overlay.settle([...this.#state.dirty]);
      if (isToShow(this.#state)) this.#showSoon();
    };
    awareness.on('change', this.#awarenessChanged);
    // The page may never come back to write what is pending.
    const onHide = (): void => this.flush();
    globalThis.addEventListener?.('pagehide', onHide);
    this.#stops.push(
      observeElements(doc, onRemote),
      () => awareness.off('change', this.#awarenessChanged),
      () => globalThis.removeEventListener?.('pagehide', onHide),
      canvas.onChange(this.#changed),
      canvas.onScrollChange(() => this.#publisher.request()),
      canvas.onUserFollow(this.#followRequested),
      // The canvas ends the gesture after it has told of it.
      canvas.onPointerUp(() => setTimeout(this.#gestureEnded)),
    );
  }

  /** Whatever is shown before the canvas has loaded, it wipes away. */
  #startOnceLoaded(): void {
    if (this.#isDetached) return;
    if (this.#state.canvas.getAppState().isLoading) {
      this.#frame = requestAnimationFrame(() => this.#startOnceLoaded());
      return;
    }
    this.#isStarted = true;
    this.#reader.noteAll();
    this.#showNow();
    this.#shown();
  }

  readonly #changed = (): void => {
    this.#timer ??= setTimeout(this.flush, writePause(this.#state.canvas.getAppState()));
    this.#publisher.request();
    // What waited for the author to be done.
    if (isToShow(this.#state)) this.#showSoon();
  };

  readonly #awarenessChanged = ({ added, updated, removed }: AwarenessChange): void => {
    // What is said of the author goes to others: to draw it all anew for that would cost as much as what they do.
    if ([...added, ...updated, ...removed].some((id) => id !== this.#awareness.clientID)) this.#peopleChanged();
  };

  readonly #peopleChanged = (): void => {
    clearTimeout(this.#lookAgain);
    this.#lookAgain = undefined;
    this.#arePeopleStale = true;
    this.#showSoon();
  };

  readonly #gestureEnded = (): void => {
    if (this.#isDetached) return;
    this.flush();
    this.#writer.endGesture();
  };

  #showSoon(): void {
    if (this.#frame !== 0 || this.#isDetached || !this.#isStarted) return;
    this.#frame = requestAnimationFrame(() => this.#showNow());
  }

  #showNow(): void {
    this.#frame = 0;
    if (this.#arePeopleStale) this.#showPeople();
    this.flush();
    this.#reader.show(this.#overlay.offsets);
  }

  #showPeople(): void {
    this.#arePeopleStale = false;
    const presences = readPresences(this.#awareness);
    const drags = new Map(presences.map(({ person, drag }) => [person.clientId, drag]));
    if (this.#overlay.update(drags, performance.now())) this.#lookAgain ??= setTimeout(this.#peopleChanged, PATIENCE);
    const collaborators = new Map(presences.map((each) => [String(each.person.clientId), collaboratorOf(each)]));
    this.#state.canvas.updateScene({ collaborators });
    this.#showFollowers(presences);
    const people = presences.map(({ person }) => person);
    if (JSON.stringify(people) !== JSON.stringify(this.#people)) {
      this.#people = people;
      for (const listener of this.#peopleListeners) listener();
    }
    this.#goAlong();
  }

  /** A new set of the same would draw all of the canvas' tools anew. */
  #showFollowers(presences: readonly Presence[]): void {
    const following = presences.filter(({ person }) => person.following === this.#awareness.clientID);
    const followedBy = following.map(({ person }) => String(person.clientId));
    if (sameValue(followedBy, this.#followedBy)) return;
    this.#followedBy = followedBy;
    this.#state.canvas.updateScene({ appState: { followedBy: new Set(followedBy) } });
  }

  #goAlong(): void {
    if (this.#following === null) return;
    const person = this.#people.find(({ clientId }) => clientId === this.#following);
    if (!person) this.#following = null;
    else if (person.viewport) this.show(person.viewport);
  }

  readonly #followRequested = ({ userToFollow, action }: FollowRequest): void => {
    this.follow(action === 'FOLLOW' ? Number(userToFollow.socketId) : null);
  };

  #presence(): Readonly<Record<string, unknown>> {
    const { canvas } = this.#state;
    const state = canvas.getAppState();
    const drag = this.#readOnly ? null : this.#drag.now();
    const selected = Object.keys(state.selectedElementIds).slice(0, MOST_SELECTED);
    // Each movement of the pointer says all of it: what goes without saying is left out.
    const pointer = this.#pointer && {
      x: Math.round(this.#pointer.pointer.x),
      y: Math.round(this.#pointer.pointer.y),
      ...(this.#pointer.pointer.tool === 'laser' && { tool: 'laser' }),
      ...(this.#pointer.button === 'down' && { button: 'down' }),
    };
    return {
      pointer,
      // While they are dragged, the drag says which they are.
      selected: drag || selected.length === 0 ? null : selected,
      viewport: viewportOf(state),
      editing: this.#readOnly ? null : (state.editingTextElement?.id ?? null),
      following: this.#following,
      drag,
    };
  }
}
