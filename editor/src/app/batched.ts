/** Turns a call for many into one for each: those made in the same moment go together, `most` at a time. */
export const batched = <Key, Value>(
  most: number,
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
): ((key: Key) => Promise<Value>) => {
  let waiting: Key[] = [];
  let answer: Promise<readonly Value[]> | null = null;
  return async (key) => {
    if (answer === null || waiting.length === most) {
      const keys: Key[] = [];
      waiting = keys;
      const own = Promise.resolve().then(() => {
        if (answer === own) answer = null;
        return load(keys);
      });
      answer = own;
    }
    const place = waiting.push(key) - 1;
    const values = await answer;
    return values[place] as Value;
  };
};
