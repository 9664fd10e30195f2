import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CloseCode, SyncType } from '../protocol/index.ts';
import {
  initialSavedState,
  nextSavedState,
  type SavedEvent,
  type SavedState,
  toSaved,
  unsavedChanges,
} from './saved-state.ts';

const after = (...events: SavedEvent[]): SavedState => events.reduce(nextSavedState, initialSavedState(false));
const answer: SavedEvent = { type: 'sent', sync: SyncType.step2 };
const update: SavedEvent = { type: 'sent', sync: SyncType.update };
const acknowledged = (count: number): SavedEvent => ({ type: 'acknowledged', count });
const connected: SavedEvent[] = [{ type: 'opened' }, answer, { type: 'heard' }, acknowledged(1)];

describe('the saved state', () => {
  it('is loading until the first exchange is done, and saved then', () => {
    expect(toSaved(after())).toEqual({ state: 'loading' });
    expect(toSaved(after({ type: 'opened' }))).toEqual({ state: 'loading' });
    expect(toSaved(after({ type: 'opened' }, answer, { type: 'heard' }))).toEqual({ state: 'loading' });
    expect(toSaved(after({ type: 'opened' }, answer, acknowledged(1)))).toEqual({ state: 'loading' });
    expect(toSaved(after(...connected))).toEqual({ state: 'saved' });
  });

  it('counts changes down as their frames become durable', () => {
    const two = after(...connected, { type: 'changed' }, update, { type: 'changed' }, update);
    expect(toSaved(two)).toEqual({ state: 'saving', changes: 2 });
    expect(toSaved(nextSavedState(two, acknowledged(2)))).toEqual({ state: 'saving', changes: 1 });
    expect(toSaved(nextSavedState(two, acknowledged(3)))).toEqual({ state: 'saved' });
  });

  it("isn't saved by an update that went out before our answer: what it builds on may be missing", () => {
    const early = after({ type: 'changed' }, { type: 'opened' }, { type: 'changed' }, update, acknowledged(1));
    expect(toSaved(early)).toEqual({ state: 'saving', changes: 2 });
    expect(
      toSaved([answer, { type: 'heard' } as const, acknowledged(2)].reduce<SavedState>(nextSavedState, early)),
    ).toEqual({
      state: 'saved',
    });
  });

  it('forgets the acknowledgements of a lost connection, and keeps what they vouched for', () => {
    const lost = after(...connected, { type: 'changed' }, update, acknowledged(2), { type: 'changed' }, update, {
      type: 'closed',
    });
    expect(toSaved(lost)).toEqual({ state: 'offline', changes: 1, kept: false });
    expect(toSaved(nextSavedState(lost, acknowledged(3)))).toEqual({ state: 'offline', changes: 1, kept: false });
    expect(toSaved([{ type: 'opened' } as const, answer].reduce<SavedState>(nextSavedState, lost))).toEqual({
      state: 'saving',
      changes: 1,
    });
  });

  it('jumps over a refused frame once the answer to the second SyncStep1 is durable', () => {
    const refused = after(...connected, { type: 'changed' }, update, { type: 'changed' }, update, acknowledged(1));
    expect(toSaved(refused)).toEqual({ state: 'saving', changes: 2 });
    const mended = nextSavedState(refused, answer);
    expect(toSaved(mended)).toEqual({ state: 'saving', changes: 2 });
    expect(toSaved(nextSavedState(mended, acknowledged(4)))).toEqual({ state: 'saved' });
  });

  it('says kept only once every change is written in this browser', () => {
    const store = [
      { type: 'loaded', changes: 0 },
      { type: 'closed' },
      { type: 'changed' },
      { type: 'changed' },
    ] as const;
    const state = store.reduce<SavedState>(nextSavedState, initialSavedState(true));
    expect(toSaved(state)).toEqual({ state: 'offline', changes: 2, kept: false });
    const one = nextSavedState(state, { type: 'written' });
    expect(toSaved(one)).toEqual({ state: 'offline', changes: 2, kept: false });
    const both = nextSavedState(one, { type: 'written' });
    expect(toSaved(both)).toEqual({ state: 'offline', changes: 2, kept: true });
    expect(toSaved(nextSavedState(both, { type: 'unstored' }))).toEqual({ state: 'offline', changes: 2, kept: false });
  });

  it('counts what an earlier visit left, and is not saved before it was read', () => {
    const reading = connected.reduce(nextSavedState, initialSavedState(true));
    expect(toSaved(reading)).toEqual({ state: 'saving', changes: 0 });
    const inherited = [update, { type: 'loaded', changes: 3 } as const].reduce<SavedState>(nextSavedState, reading);
    expect(toSaved(inherited)).toEqual({ state: 'saving', changes: 3 });
    expect(toSaved(nextSavedState(inherited, acknowledged(2)))).toEqual({ state: 'saved' });
  });

  it('says refused when the server closed for good, and when the role may only read', () => {
    const closed = after(
      { type: 'changed' },
      { type: 'refused', code: CloseCode.deleted, reason: 'gone' },
      { type: 'closed' },
    );
    expect(toSaved(closed)).toEqual({
      state: 'refused',
      changes: 1,
      kept: false,
      code: CloseCode.deleted,
      reason: 'gone',
    });
    expect(toSaved(nextSavedState(closed, { type: 'connecting' }))).toEqual({ state: 'saving', changes: 1 });
    const reader = after(...connected, { type: 'role', mayWrite: false });
    expect(toSaved(reader)).toEqual({ state: 'saved' });
    const writing = [{ type: 'changed' } as const, update].reduce<SavedState>(nextSavedState, reader);
    expect(toSaved(writing)).toMatchObject({ state: 'refused', changes: 1, code: CloseCode.forbidden });
  });
});

/** What the client and the server really hold, as plain sets; each step returns the events it causes. */
class World {
  readonly document = new Set<number>();
  readonly counted = new Set<number>();
  readonly durable = new Set<number>();
  store: 'loading' | 'ready' | 'none' = 'loading';
  socket: { frames: Set<number>[]; acknowledged: number; answered: boolean; heard: boolean; closing: boolean } | null =
    null;
  unwritten = 0;
  #next = 0;

  run(step: Step): SavedEvent[] {
    switch (step.do) {
      case 'change': {
        const change = this.#add(true);
        if (this.store !== 'none') this.unwritten += 1;
        return [{ type: 'changed' }, ...this.#send([change])];
      }
      case 'merge':
        return this.#send([this.#add(false)]);
      case 'load': {
        const changes = Array.from({ length: step.count }, () => this.#add(true));
        const sent = changes.length > 0 ? this.#send(changes) : [];
        this.store = 'ready';
        return [...sent, { type: 'loaded', changes: step.count }];
      }
      case 'fail':
        this.store = 'none';
        this.unwritten = 0;
        return [{ type: 'unstored' }];
      case 'write':
        if (this.unwritten === 0) return [];
        this.unwritten -= 1;
        return [{ type: 'written' }];
      case 'open':
        this.socket = { frames: [], acknowledged: 0, answered: false, heard: false, closing: false };
        return [{ type: 'opened' }];
      case 'answer':
        if (this.socket === null || this.socket.closing) return [];
        this.socket.answered = true;
        this.socket.frames.push(new Set(this.document));
        return [answer];
      case 'hear':
        if (this.socket === null) return [];
        this.socket.heard = true;
        return [{ type: 'heard' }];
      case 'acknowledge': {
        if (this.socket === null) return [];
        const count = Math.min(this.socket.frames.length, this.socket.acknowledged + step.count);
        this.socket.acknowledged = count;
        for (const frame of this.socket.frames.slice(0, count)) for (const change of frame) this.durable.add(change);
        return [acknowledged(count)];
      }
      case 'closing':
        if (this.socket !== null) this.socket.closing = true;
        return [];
      case 'close':
        this.socket = null;
        return [{ type: 'closed' }];
      case 'refuse':
        this.socket = null;
        return [{ type: 'closed' }, { type: 'refused', code: CloseCode.deleted, reason: '' }];
      case 'reconnect':
        return [{ type: 'connecting' }];
    }
  }

  /** Whether a sentence that says "saved" would be true. */
  isSaved(): boolean {
    const { socket } = this;
    if (socket === null) return false;
    return (
      socket.answered &&
      socket.heard &&
      this.store !== 'loading' &&
      socket.acknowledged === socket.frames.length &&
      [...this.document].every((change) => this.durable.has(change))
    );
  }

  #add(counted: boolean): number {
    const change = this.#next++;
    this.document.add(change);
    if (counted) this.counted.add(change);
    return change;
  }

  #send(changes: number[]): SavedEvent[] {
    if (this.socket === null || this.socket.closing) return [{ type: 'unsent' }];
    this.socket.frames.push(new Set(changes));
    return [update];
  }
}

type Step =
  | {
      do:
        | 'change'
        | 'merge'
        | 'fail'
        | 'write'
        | 'open'
        | 'answer'
        | 'hear'
        | 'closing'
        | 'close'
        | 'refuse'
        | 'reconnect';
    }
  | { do: 'load' | 'acknowledge'; count: number };

const follow = (steps: readonly Step[]): { world: World; state: SavedState } => {
  const world = new World();
  let state = initialSavedState(true);
  for (const step of steps) {
    state = world.run(step).reduce<SavedState>(nextSavedState, state);
    const saved = toSaved(state);
    const missing = [...world.counted].filter((change) => !world.durable.has(change)).length;
    if (unsavedChanges(state) < missing)
      throw new Error(`counts ${unsavedChanges(state)} where ${missing} are not durable`);
    if (saved.state === 'saved' && !world.isSaved()) throw new Error('says saved, and is not');
    if (saved.state !== 'saved' && world.isSaved() && unsavedChanges(state) === 0)
      throw new Error('is saved, and does not say so');
    if ('kept' in saved && saved.kept !== (world.store === 'ready' && world.unwritten === 0))
      throw new Error('kept is wrong');
    if (saved.state === 'offline' && world.socket !== null) throw new Error('says offline while a socket is open');
  }
  return { world, state };
};

const SIMPLE = [
  'change',
  'merge',
  'fail',
  'write',
  'open',
  'answer',
  'hear',
  'closing',
  'close',
  'refuse',
  'reconnect',
] as const;
const steps: Step[] = [
  ...SIMPLE.map((name) => ({ do: name })),
  { do: 'load', count: 2 },
  { do: 'acknowledge', count: 1 },
];

/** All it takes for everything to be durable. */
const mend: Step[] = [
  { do: 'load', count: 0 },
  { do: 'close' },
  { do: 'open' },
  { do: 'answer' },
  { do: 'hear' },
  { do: 'acknowledge', count: 1 },
];

describe('the saved state, against a model of client and server,', () => {
  const walk = (path: Step[], length: number): void => {
    follow(path);
    if (length > 0) for (const step of steps) walk([...path, step], length - 1);
  };

  it('holds in every sequence of four steps from the start', () => walk([], 4));

  it('holds in every sequence of four steps from a connection that is in step', () => walk(mend, 4));

  it('holds in every sequence of four steps from one with changes on their way', () =>
    walk([...mend, { do: 'change' }, { do: 'merge' }, { do: 'change' }], 4));

  it('holds in long random sequences, and a clean exchange always ends in saved', () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.constantFrom(...SIMPLE).map((name): Step => ({ do: name })),
      { arbitrary: fc.constant<Step>({ do: 'change' }), weight: 6 },
      { arbitrary: fc.nat({ max: 3 }).map((count): Step => ({ do: 'load', count })), weight: 1 },
      { arbitrary: fc.nat({ max: 80 }).map((count): Step => ({ do: 'acknowledge', count })), weight: 4 },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (path) => {
        const { state } = follow([...path, ...mend]);
        expect(toSaved(state)).toEqual({ state: 'saved' });
      }),
      { numRuns: 500 },
    );
  });
});
