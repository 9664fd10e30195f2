import { expect, test, vi } from 'vitest';
import { Outbox } from './outbox.ts';
import { SpeechRefusedError } from './service.ts';

type Words = readonly string[];

const deferred = <T>() => {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
};

const add =
  (word: string) =>
  (state: Words): Words =>
    state.includes(word) ? state : [...state, word];

/** A parcel whose answer comes when the test says so. */
const parcel = (word: string) => {
  const answers: ReturnType<typeof deferred<(state: Words) => Words>>[] = [];
  return {
    answers,
    id: word,
    expect: add(`${word}…`),
    send: () => {
      const answer = deferred<(state: Words) => Words>();
      answers.push(answer);
      return answer.promise;
    },
  };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what is said is shown at once, and as the server has it once it answers', async () => {
  const outbox = new Outbox<Words>(['old']);
  const hello = parcel('hello');
  outbox.push(hello);
  expect(outbox.shown.value).toEqual(['old', 'hello…']);
  expect(outbox.deliveries.value.get('hello')).toEqual({ state: 'sending' });
  hello.answers[0]?.resolve(add('hello!'));
  await settled();
  expect(outbox.shown.value).toEqual(['old', 'hello!']);
  expect(outbox.deliveries.value.size).toBe(0);
});

test('what others say meanwhile is shown beneath it', () => {
  const outbox = new Outbox<Words>([]);
  outbox.push(parcel('mine'));
  outbox.update(add('theirs'));
  expect(outbox.shown.value).toEqual(['theirs', 'mine…']);
});

test('one goes after the other', async () => {
  const outbox = new Outbox<Words>([]);
  const [first, second] = [parcel('first'), parcel('second')];
  outbox.push(first);
  outbox.push(second);
  expect([first.answers.length, second.answers.length]).toEqual([1, 0]);
  first.answers[0]?.resolve(add('first!'));
  await settled();
  expect(second.answers).toHaveLength(1);
});

test('while no answer comes it waits, and is tried again by itself, in its order', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const outbox = new Outbox<Words>([]);
  const [first, second] = [parcel('first'), parcel('second')];
  outbox.push(first);
  outbox.push(second);
  first.answers[0]?.reject(new TypeError('failed to fetch'));
  await settled();
  expect([...outbox.deliveries.value.values()]).toEqual([{ state: 'waiting' }, { state: 'waiting' }]);
  expect(outbox.shown.value).toEqual(['first…', 'second…']);
  vi.advanceTimersByTime(3_000);
  await settled();
  expect([first.answers.length, second.answers.length]).toEqual([2, 0]);
  first.answers[1]?.resolve(add('first!'));
  await settled();
  second.answers[0]?.resolve(add('second!'));
  await settled();
  expect(outbox.shown.value).toEqual(['first!', 'second!']);
  vi.useRealTimers();
});

test('what the server won’t have stays in sight with the reason, until it is tried again or dropped; others go on', async () => {
  const outbox = new Outbox<Words>([]);
  const [bad, good] = [parcel('bad'), parcel('good')];
  outbox.push(bad);
  outbox.push(good);
  bad.answers[0]?.reject(new SpeechRefusedError(403, 'Not yours.'));
  await settled();
  good.answers[0]?.resolve(add('good!'));
  await settled();
  expect(outbox.deliveries.value.get('bad')).toEqual({ state: 'refused', reason: 'Not yours.' });
  expect(outbox.shown.value).toEqual(['good!', 'bad…']);
  outbox.retry('bad');
  expect(bad.answers).toHaveLength(2);
  bad.answers[1]?.reject(new SpeechRefusedError(403, 'Not yours.'));
  await settled();
  outbox.drop('bad');
  expect(outbox.shown.value).toEqual(['good!']);
  expect(outbox.deliveries.value.size).toBe(0);
});
