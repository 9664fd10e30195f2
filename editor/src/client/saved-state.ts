import { CloseCode, SyncType } from '../protocol/index.ts';

/**
 * What the page may say about the writer's work. `changes` counts local changes not known to be durable on the server;
 * it may count one too many, never one too few. `kept` is true once all of them are written in this browser, so that
 * they outlive the page.
 */
export type Saved =
  /** The document's state isn't known yet: what is kept here is being read, or the first exchange is under way. */
  | { readonly state: 'loading' }
  /** Connected; something sent or about to be sent isn't durable yet. */
  | { readonly state: 'saving'; readonly changes: number }
  /** Connected, both sides have told all they had, and every frame sent is durable. */
  | { readonly state: 'saved' }
  /** Not connected, trying again. */
  | { readonly state: 'offline'; readonly changes: number; readonly kept: boolean }
  /** The server won't take the changes: it closed for good (`code` of that close), or the role may only read (`CloseCode.forbidden`). */
  | {
      readonly state: 'refused';
      readonly changes: number;
      readonly kept: boolean;
      readonly code: number;
      readonly reason: string;
    };

/** Once `frame` is durable, so are the first `changes` changes. */
interface Cover {
  readonly frame: number;
  readonly changes: number;
}

type Link =
  /** The first attempt hasn't ended yet. */
  | { readonly at: 'starting' }
  | { readonly at: 'offline' }
  | { readonly at: 'refused'; readonly code: number; readonly reason: string }
  /** A socket is open; its sync frames are numbered from 1. */
  | {
      readonly at: 'open';
      /** The server's answer to our SyncStep1 is here. */
      readonly heard: boolean;
      /** A change found the socket closing and didn't go out: nothing after it vouches for it. */
      readonly leaked: boolean;
      /** Frame number of our first answer to the server's SyncStep1; null before. */
      readonly answer: number | null;
      readonly frames: number;
      readonly acknowledged: number;
      /** Ascending, none acknowledged. */
      readonly covers: readonly Cover[];
    };

type OpenLink = Extract<Link, { at: 'open' }>;

/** All that decides about `Saved`. Immutable. */
export interface SavedState {
  /** What is kept in this browser: being read, in use, or not there. */
  readonly store: 'loading' | 'ready' | 'none';
  /** Changes handed to the store and not yet written. */
  readonly unwritten: number;
  /** Local changes so far, those of earlier visits included. */
  readonly made: number;
  /** The first so many of them are durable. */
  readonly durable: number;
  readonly mayWrite: boolean;
  readonly link: Link;
}

export type SavedEvent =
  /** The store's content is in the document; `changes` of it were not known to be durable. */
  | { readonly type: 'loaded'; readonly changes: number }
  /** There is no store, or it failed. */
  | { readonly type: 'unstored' }
  /** A local change, before it is sent. */
  | { readonly type: 'changed' }
  /** The store has written one more change. */
  | { readonly type: 'written' }
  | { readonly type: 'connecting' }
  | { readonly type: 'opened' }
  /** A sync frame went out; SyncStep1 isn't one that counts. */
  | { readonly type: 'sent'; readonly sync: typeof SyncType.step2 | typeof SyncType.update }
  /** An update had to stay here: the socket was no longer open. */
  | { readonly type: 'unsent' }
  /** The server's SyncStep2 is in the document. */
  | { readonly type: 'heard' }
  /** The server's word: the first `count` frames of this socket are durable, or added nothing. */
  | { readonly type: 'acknowledged'; readonly count: number }
  | { readonly type: 'role'; readonly mayWrite: boolean }
  | { readonly type: 'closed' }
  | { readonly type: 'refused'; readonly code: number; readonly reason: string };

/** @param store whether content kept in this browser is about to be read. */
export const initialSavedState = (store: boolean): SavedState => ({
  store: store ? 'loading' : 'none',
  unwritten: 0,
  made: 0,
  durable: 0,
  mayWrite: true,
  link: { at: 'starting' },
});

/** So many steps of the count are told apart; past that the newest are taken together, which only makes the count late. */
const MAX_COVERS = 64;

/** From its first answer on, everything the document holds has been sent on this socket; before that a frame vouches for nothing but itself. */
const cover = (link: OpenLink, changes: number): OpenLink => {
  if (link.answer === null || link.leaked) return link;
  const before = link.covers.length === MAX_COVERS ? link.covers.slice(0, -1) : link.covers;
  return { ...link, covers: [...before, { frame: link.frames, changes }] };
};

const settle = (state: SavedState, link: OpenLink): SavedState => {
  const reached = link.covers.filter(({ frame }) => frame <= link.acknowledged).at(-1);
  if (reached === undefined) return { ...state, link };
  return {
    ...state,
    durable: Math.max(state.durable, reached.changes),
    link: { ...link, covers: link.covers.filter(({ frame }) => frame > link.acknowledged) },
  };
};

type Transitions = {
  readonly [T in SavedEvent['type']]: (state: SavedState, event: Extract<SavedEvent, { type: T }>) => SavedState;
};

/** What an event of a socket means while no socket is open: nothing, it is late. */
const whileOpen = (state: SavedState, next: (link: OpenLink) => SavedState): SavedState =>
  state.link.at === 'open' ? next(state.link) : state;

const transitions: Transitions = {
  loaded: (state, { changes }) => {
    const made = state.made + changes;
    const loaded: SavedState = { ...state, store: 'ready', made };
    // What the load added to the document went out before this event, or leaked; what it didn't add, the server had told us.
    return state.link.at === 'open' ? settle(loaded, cover(state.link, made)) : loaded;
  },
  unstored: (state) => ({ ...state, store: 'none', unwritten: 0 }),
  changed: (state) => ({
    ...state,
    made: state.made + 1,
    unwritten: state.store === 'none' ? 0 : state.unwritten + 1,
  }),
  written: (state) => ({ ...state, unwritten: Math.max(0, state.unwritten - 1) }),
  connecting: (state) => (state.link.at === 'refused' ? { ...state, link: { at: 'starting' } } : state),
  opened: (state) => ({
    ...state,
    link: { at: 'open', heard: false, leaked: false, answer: null, frames: 0, acknowledged: 0, covers: [] },
  }),
  sent: (state, { sync }) =>
    whileOpen(state, (link) => {
      const frames = link.frames + 1;
      const answer = link.answer ?? (sync === SyncType.step2 ? frames : null);
      return { ...state, link: cover({ ...link, frames, answer }, state.made) };
    }),
  unsent: (state) => whileOpen(state, (link) => ({ ...state, link: { ...link, leaked: true } })),
  heard: (state) => whileOpen(state, (link) => ({ ...state, link: { ...link, heard: true } })),
  acknowledged: (state, { count }) =>
    whileOpen(state, (link) =>
      // More than was sent is nobody's truth; it vouches for what was sent.
      settle(state, { ...link, acknowledged: Math.max(link.acknowledged, Math.min(count, link.frames)) }),
    ),
  role: (state, { mayWrite }) => ({ ...state, mayWrite }),
  closed: (state) => (state.link.at === 'refused' ? state : { ...state, link: { at: 'offline' } }),
  refused: (state, { code, reason }) => ({ ...state, link: { at: 'refused', code, reason } }),
};

/** The state after an event. Pure. */
export const nextSavedState = <T extends SavedEvent['type']>(
  state: SavedState,
  event: Extract<SavedEvent, { type: T }>,
): SavedState => (transitions[event.type as T] as Transitions[T])(state, event);

/** Local changes not known to be durable. */
export const unsavedChanges = (state: SavedState): number => state.made - state.durable;

/** Whether every frame of the open socket, our answer among them, is durable, and the server has told us all. */
const settled = (link: OpenLink): boolean =>
  !link.leaked && link.heard && link.answer !== null && link.acknowledged === link.frames;

/** What the page may say. */
export const toSaved = (state: SavedState): Saved => {
  const { link } = state;
  const changes = unsavedChanges(state);
  const kept = state.store === 'ready' && state.unwritten === 0;
  switch (link.at) {
    case 'refused':
      return { state: 'refused', changes, kept, code: link.code, reason: link.reason };
    case 'offline':
      return state.store === 'loading' && changes === 0 ? { state: 'loading' } : { state: 'offline', changes, kept };
    case 'starting':
      return changes === 0 ? { state: 'loading' } : { state: 'saving', changes };
    case 'open': {
      if (changes > 0 && !state.mayWrite) {
        return { state: 'refused', changes, kept, code: CloseCode.forbidden, reason: 'read only' };
      }
      if (changes === 0 && settled(link) && state.store !== 'loading') return { state: 'saved' };
      const exchanged = link.heard && link.answer !== null && link.acknowledged >= link.answer;
      return changes === 0 && !exchanged ? { state: 'loading' } : { state: 'saving', changes };
    }
  }
};
