import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangeCount, type Marker } from './change-count.ts';

const markers = (entries: Record<string, Marker>) => new Map(Object.entries(entries));

describe('the count of changes', () => {
  it('tells own changes from those taken over between them', () => {
    const count = new ChangeCount();
    count.add();
    expect(count.inherit(markers({ a: { made: 5, durable: 3 }, b: { made: 1, durable: 1 } }))).toBe(2);
    count.add();
    expect(count.settle(1)).toEqual({ own: false, others: new Map() });
    expect(count.own).toEqual({ made: 2, durable: 1 });
    expect(count.settle(3)).toEqual({ own: false, others: new Map([['a', 5]]) });
    expect(count.settle(4)).toEqual({ own: true, others: new Map() });
    expect(count.own).toEqual({ made: 2, durable: 2 });
  });

  it('takes over only what a tab has made since it was last looked at', () => {
    const count = new ChangeCount();
    expect(count.inherit(markers({ a: { made: 3, durable: 0 } }))).toBe(3);
    expect(count.inherit(markers({ a: { made: 3, durable: 0 } }))).toBe(0);
    expect(count.inherit(markers({ a: { made: 5, durable: 0 } }))).toBe(2);
    expect(count.inherit(markers({ a: { made: 9, durable: 8 } }))).toBe(1);
  });

  it('agrees with a list of all changes, one by one', () => {
    const step = fc.oneof(
      fc.constant('own' as const),
      fc.record({ tab: fc.constantFrom('a', 'b'), changes: fc.integer({ min: 1, max: 4 }) }),
      fc.nat({ max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const count = new ChangeCount();
        const list: string[] = [];
        const made = new Map<string, number>();
        const cleared = new Map<string, number>();
        let settled = 0;
        for (const each of steps) {
          if (each === 'own') {
            list.push('own');
            count.add();
          } else if (typeof each === 'number') {
            settled = Math.min(list.length, settled + each);
            for (const [tab, upTo] of count.settle(settled).others) cleared.set(tab, upTo);
          } else {
            made.set(each.tab, (made.get(each.tab) ?? 0) + each.changes);
            for (let n = 0; n < each.changes; n += 1) list.push(each.tab);
            const marker = { made: made.get(each.tab) ?? 0, durable: 0 };
            expect(count.inherit(new Map([[each.tab, marker]]))).toBe(each.changes);
          }
          const durable = (who: string) => list.slice(0, settled).filter((entry) => entry === who).length;
          expect(count.own).toEqual({ made: list.filter((entry) => entry === 'own').length, durable: durable('own') });
          for (const [tab, upTo] of cleared) expect(upTo).toBeLessThanOrEqual(durable(tab));
        }
        for (const tab of count.settle(list.length).others.keys()) cleared.set(tab, made.get(tab) ?? 0);
        expect([...made.keys()].every((tab) => cleared.has(tab))).toBe(true);
      }),
    );
  });
});
