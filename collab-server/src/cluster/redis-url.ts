/** Throws a `RangeError` with a sentence for people where it is no address of a Redis. */
export const expectRedisUrl = (url: string): void => {
  if (!URL.canParse(url) || !['redis:', 'rediss:'].includes(new URL(url).protocol)) {
    throw new RangeError('it is no address of a Redis: write redis://localhost:6379');
  }
};
