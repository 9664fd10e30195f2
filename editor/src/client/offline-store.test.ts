import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { answered, openDatabase } from './indexed-db.ts';
import { OfflineStore } from './offline-store.ts';

let databases = 0;
let name = '';
const tabs: Tab[] = [];

beforeEach(() => {
  databases += 1;
  name = `store ${databases}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(tabs.splice(0).map((tab) => tab.store.close()));
});

/** A tab of a browser with the document open. `origin` null is the writer's, `'server'` the server's. */
class Tab {
  readonly doc = new Y.Doc();
  readonly store: OfflineStore;
  /** What `onLoaded` told, one by one. */
  readonly loaded: number[] = [];
  written = 0;
  failed = 0;
  /** Own and taken over, as the saved state counts them. */
  changes = 0;
  readonly #told: (() => void)[] = [];

  constructor(compactAt?: number, factory: IDBFactory = indexedDB) {
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (this.#isLocal(origin)) this.changes += 1;
    });
    this.store = new OfflineStore({
      factory,
      name,
      doc: this.doc,
      isLocal: ({ origin }) => this.#isLocal(origin),
      listeners: {
        onLoaded: (changes) => {
          this.loaded.push(changes);
          this.changes += changes;
        },
        onWritten: () => {
          this.written += 1;
          for (const resolve of this.#told.splice(0)) resolve();
        },
        onFailed: () => {
          this.failed += 1;
          for (const resolve of this.#told.splice(0)) resolve();
        },
      },
      ...(compactAt === undefined ? {} : { compactAt }),
    });
    tabs.push(this);
  }

  get words(): string[] {
    return this.doc.getArray<string>('words').toArray();
  }

  add(word: string, origin: unknown = null): void {
    this.doc.transact(() => this.doc.getArray<string>('words').push([word]), origin);
  }

  /** Resolves when the store has told something that makes `condition` true. */
  async until(condition: (tab: this) => boolean): Promise<void> {
    while (!condition(this)) await new Promise<void>((resolve) => this.#told.push(resolve));
  }

  #isLocal(origin: unknown): boolean {
    return origin !== 'server' && origin !== this.store;
  }
}

const openTab = async (compactAt?: number): Promise<Tab> => {
  const tab = new Tab(compactAt);
  await tab.store.loaded;
  return tab;
};

/** What the database holds, after all transactions begun until now. */
const inspect = async (): Promise<{ rows: number; words: string[]; unsaved: number }> => {
  const database = await openDatabase({ factory: indexedDB, name, upgrade: () => {}, patience: 1_000 });
  const transaction = database.transaction(['updates', 'custom'], 'readonly');
  const [rows, markers] = await Promise.all([
    answered<Uint8Array[]>(transaction.objectStore('updates').getAll()),
    answered<{ made: number; durable: number }[]>(transaction.objectStore('custom').getAll()),
  ]);
  database.close();
  const doc = new Y.Doc();
  for (const row of rows) Y.applyUpdate(doc, row);
  return {
    rows: rows.length,
    words: doc.getArray<string>('words').toArray(),
    unsaved: markers.reduce((sum, { made, durable }) => sum + made - durable, 0),
  };
};

describe('the offline store', () => {
  it('keeps what was written, by whomever, and counts what was written here', async () => {
    const tab = await openTab();
    tab.add('mine');
    tab.add('theirs', 'server');
    expect(await inspect()).toEqual({ rows: 2, words: ['mine', 'theirs'], unsaved: 1 });
    const reloaded = await openTab();
    expect(reloaded.words).toEqual(['mine', 'theirs']);
    expect(reloaded.loaded).toEqual([1]);
  });

  it('keeps what was written before the database was open, and says when each change is written', async () => {
    const tab = new Tab();
    tab.add('early');
    expect(tab.written).toBe(0);
    await tab.until(({ written }) => written === 1);
    tab.add('late');
    await tab.until(({ written }) => written === 2);
    expect((await inspect()).words).toEqual(['early', 'late']);
  });

  it('keeps what was written before it was closed, even while it opens', async () => {
    const tab = new Tab();
    tab.add('early');
    await tab.store.close();
    expect([tab.written, tab.loaded]).toEqual([1, []]);
    expect(await inspect()).toMatchObject({ words: ['early'], unsaved: 1 });
  });

  it('forgets the count once all is durable, also that of a tab that is gone', async () => {
    const gone = await openTab();
    gone.add('one');
    gone.add('two');
    await gone.store.close();
    const tab = await openTab();
    expect(tab.loaded).toEqual([2]);
    tab.add('three');
    tab.store.settle(2);
    expect((await inspect()).unsaved).toBe(1);
    tab.store.settle(3);
    expect((await inspect()).unsaved).toBe(0);
  });

  it("takes off another tab's count only what it has seen of it", async () => {
    const alive = await openTab();
    alive.add('one');
    const other = await openTab();
    alive.add('two');
    other.store.settle(1);
    expect((await inspect()).unsaved).toBe(1);
    alive.store.settle(2);
    expect((await inspect()).unsaved).toBe(0);
  });

  it('catches up with what a tab left that was closed', async () => {
    const [closed, open] = [await openTab(), await openTab()];
    closed.add('left');
    await closed.store.close();
    await open.store.catchUp();
    expect(open.words).toEqual(['left']);
    expect(open.loaded).toEqual([0, 1]);
    await open.store.catchUp();
    expect(open.loaded).toEqual([0, 1]);
    open.store.settle(1);
    expect((await inspect()).unsaved).toBe(0);
  });

  it('puts many rows together into one', async () => {
    const tab = await openTab(10);
    for (let n = 0; n < 25; n += 1) tab.add(`${n}`);
    await tab.until(({ written }) => written === 25);
    const { rows, words, unsaved } = await inspect();
    expect(rows).toBeLessThan(10);
    expect(words).toEqual(tab.words);
    expect(unsaved).toBe(25);
    expect((await openTab()).words).toEqual(tab.words);
  });

  it('deletes no row unread when another tab puts rows together', async () => {
    const [one, two] = [await openTab(4), await openTab(1_000)];
    for (const word of ['a', 'b', 'c']) two.add(word);
    for (const word of ['d', 'e', 'f', 'g', 'h']) one.add(word);
    await one.until(({ written }) => written === 5);
    const { words, rows } = await inspect();
    expect(rows).toBeLessThan(8);
    expect(words.toSorted().join('')).toBe('abcdefgh');
    // And the tab that put them together has the other's words now.
    expect(one.words.toSorted().join('')).toBe('abcdefgh');
  });

  it("loses nothing of another tab's when it is closed while it puts rows together", async () => {
    const [one, two] = [await openTab(2), await openTab(1_000)];
    two.add('theirs');
    await two.until(({ written }) => written === 1);
    const closings: Promise<void>[] = [];
    // The first write's `onWritten` comes just before the rows are put together.
    one.add('a');
    one.add('b');
    await one.until(({ written }) => written === 2);
    closings.push(one.store.close());
    one.doc.destroy();
    await Promise.all(closings);
    expect((await inspect()).words.toSorted()).toEqual(['a', 'b', 'theirs']);
  });

  it('reads on past a row that is no update', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const tab = await openTab();
    tab.add('good');
    await tab.store.close();
    const database = await openDatabase({ factory: indexedDB, name, upgrade: () => {}, patience: 1_000 });
    const transaction = database.transaction('updates', 'readwrite');
    await answered(transaction.objectStore('updates').add(new Uint8Array([9, 9, 9])));
    database.close();
    const next = await openTab();
    expect(next.words).toEqual(['good']);
    expect(next.failed).toBe(0);
    expect(errors).toHaveBeenCalledTimes(1);
  });
});

describe('where nothing can be kept', () => {
  const failing = (open: IDBFactory['open']): IDBFactory => Object.assign(Object.create(indexedDB), { open });

  it('says so, once, and the document goes on', async () => {
    const tab = new Tab(
      undefined,
      failing(() => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      }),
    );
    tab.add('word');
    await tab.store.loaded;
    expect(tab.failed).toBe(1);
    tab.add('word');
    await tab.store.catchUp();
    tab.store.settle(2);
    await tab.store.close();
    expect([tab.failed, tab.loaded, tab.words]).toEqual([1, [], ['word', 'word']]);
  });

  it('does without a database that never opens, and closes it should it open after all', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let request: IDBOpenDBRequest | undefined;
    const tab = new Tab(
      undefined,
      failing(() => {
        request = { onsuccess: null, onerror: null } as unknown as IDBOpenDBRequest;
        return request;
      }),
    );
    await vi.advanceTimersByTimeAsync(4_000);
    await tab.store.loaded;
    expect(tab.failed).toBe(1);
    vi.useRealTimers();
    const database = await openDatabase({ factory: indexedDB, name, upgrade: () => {}, patience: 1_000 });
    Object.assign(request ?? {}, { result: database });
    request?.onsuccess?.(new Event('success'));
    expect(() => database.transaction('updates')).toThrow();
  });

  it('says so when the database is deleted under it, and writing goes on', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const tab = await openTab();
    tab.add('one');
    await answered(indexedDB.deleteDatabase(name));
    expect(tab.failed).toBe(1);
    expect(() => tab.add('two')).not.toThrow();
    expect(tab.words).toEqual(['one', 'two']);
    expect(errors).toHaveBeenCalledTimes(1);
  });

  it('says so when a write fails, as it does on a full disk', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const tab = await openTab();
    tab.add('one');
    await tab.until(({ written }) => written === 1);
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    tab.add('two');
    await tab.until(({ failed }) => failed === 1);
    expect(tab.written).toBe(1);
    vi.restoreAllMocks();
    tab.add('three');
    await tab.store.close();
    // A count without its change would be one too many; here neither got in.
    expect(await inspect()).toEqual({ rows: 1, words: ['one'], unsaved: 1 });
  });
});

describe('several tabs on one database, opened, closed, crashed and catching up at will,', () => {
  type Step = { do: 'open' | 'add' | 'receive' | 'settle' | 'close' | 'crash' | 'catchUp'; tab: number };
  const steps = fc.array(
    fc.record<Step>({
      do: fc.constantFrom('open', 'add', 'add', 'add', 'receive', 'settle', 'close', 'crash', 'catchUp'),
      tab: fc.nat({ max: 2 }),
    }),
    { minLength: 10, maxLength: 60 },
  );

  it('lose no word and never count too few', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 2, max: 12 }), async (path, compactAt) => {
        databases += 1;
        name = `store ${databases}`;
        const open: (Tab | undefined)[] = [await openTab(compactAt)];
        const all = new Set<string>();
        const local = new Set<string>();
        const durable = new Set<string>();
        let word = 0;
        for (const step of path) {
          const tab = open[step.tab];
          if (tab === undefined) {
            if (step.do === 'open') open[step.tab] = await openTab(compactAt);
            continue;
          }
          if (step.do === 'add' || step.do === 'receive') {
            word += 1;
            all.add(`${word}`);
            if (step.do === 'add') local.add(`${word}`);
            tab.add(`${word}`, step.do === 'add' ? null : 'server');
          } else if (step.do === 'settle') {
            for (const each of tab.words) durable.add(each);
            tab.store.settle(tab.changes);
          } else if (step.do === 'catchUp') {
            await tab.store.catchUp();
          } else if (step.do === 'close' || step.do === 'crash') {
            if (step.do === 'close') await tab.store.close();
            open[step.tab] = undefined;
          }
          const { words, unsaved } = await inspect();
          expect(new Set(words)).toEqual(all);
          expect(unsaved).toBeGreaterThanOrEqual([...local].filter((each) => !durable.has(each)).length);
        }
        const last = await openTab(compactAt);
        expect(new Set(last.words)).toEqual(all);
        for (const tab of open) tab?.store.settle(tab.changes);
        last.store.settle(last.changes);
        expect((await inspect()).unsaved).toBe(0);
        await Promise.all(tabs.splice(0).map((tab) => tab.store.close()));
      }),
      { numRuns: 60 },
    );
  });
});
