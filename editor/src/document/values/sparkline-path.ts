const INSET = 3;

/** The line through points of time and value, in a box; empty where there are fewer than two. */
export const sparklinePath = (
  points: readonly (readonly [number, number])[],
  { width, height }: { readonly width: number; readonly height: number },
): string => {
  const [first] = points;
  const last = points.at(-1);
  if (points.length < 2 || !first || !last) return '';
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const time = last[0] - first[0] || 1;
  // What doesn't change runs through the middle.
  const place = (value: number): number => (high === low ? 0.5 : (high - value) / (high - low));
  return points
    .map(([at, value], index) => {
      const x = ((at - first[0]) / time) * width;
      const y = INSET + place(value) * (height - 2 * INSET);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
};
