import { afterAll, beforeAll, expect, test } from 'vitest';
import { CowriteServer } from '../harness/server.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--base-path', '/write'] });
});

afterAll(() => server.dispose());

const filesOf = async (path: string): Promise<string[]> => {
  const page = await fetch(`${server.url}/write/${path}`);
  return [...(await page.text()).matchAll(/<(?:link|script)\b[^>]* (?:href|src)="([^"]+)"/g)].map(
    ([, address = '']) => new URL(address, page.url).href,
  );
};

test('a document’s page names the editor’s files beside the app’s own, each where it is', async () => {
  const [home, page] = await Promise.all([filesOf(''), filesOf('d/any-document')]);
  const more = page.filter((file) => !home.includes(file));
  expect(page.filter((file) => home.includes(file))).toEqual(home);
  expect(more.some((file) => /\/assets\/OpenDocument-[\w-]+\.js$/.test(file))).toBe(true);
  for (const file of page) expect([file, (await fetch(file)).status]).toEqual([file, 200]);
});
