export const CELL_COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const;
export type CellColor = (typeof CELL_COLORS)[number];

/** What the colours are where there are no style sheets: in copied and exported HTML. */
export const PLAIN_COLORS: Readonly<Record<CellColor, string>> = {
  gray: '#ececef',
  red: '#fde3e1',
  orange: '#fde9d5',
  yellow: '#fdf3c7',
  green: '#dff3e3',
  blue: '#dfecfb',
  purple: '#ebe4fb',
  pink: '#fbe3f0',
};

/** Where each begins, in degrees of hue. */
const HUES: readonly (readonly [from: number, color: CellColor])[] = [
  [330, 'pink'],
  [250, 'purple'],
  [165, 'blue'],
  [72, 'green'],
  [42, 'yellow'],
  [14, 'orange'],
  [0, 'red'],
];

/** The one of our colours that comes nearest to a pasted one, since that was chosen for another page; null for none. */
export function nearestColor(css: string): CellColor | null {
  const [red, green, blue, alpha = 1] = channelsOf(css);
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.1) return null;
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  if (most - least < 10) return least > 244 ? null : 'gray';
  const range = most - least;
  const sixth =
    most === red
      ? ((green - blue) / range + 6) % 6
      : most === green
        ? (blue - red) / range + 2
        : (red - green) / range + 4;
  const hue = sixth * 60;
  return hue >= 350 ? 'red' : (HUES.find(([from]) => hue >= from)?.[1] ?? 'red');
}

function channelsOf(css: string): number[] {
  const hex = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(css.trim())?.[1];
  if (hex !== undefined) {
    const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
    return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  }
  const inside = /^rgba?\(([^)]*)\)$/i.exec(css.trim())?.[1];
  return inside === undefined ? [] : inside.split(/[\s,/]+/).map(Number);
}
