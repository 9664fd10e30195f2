import type { Endpoint } from '../targets.ts';

/** cowrite's own figures as they are now, by name; NaN for one that it doesn't have. */
export const scrape = async ({ port }: Endpoint): Promise<(name: string) => number> => {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
};
