import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';

const TICKER = fileURLToPath(new URL('../../collab-server/examples/stock-ticker.mjs', import.meta.url));

test.slow();

const idOf = (window: DocumentWindow): string => /\/d\/([^/?#]+)/.exec(window.page.url())?.[1] ?? '';

test('a live value is set from outside, and every page shows it at once; out of date, it says so', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  const ben = await ann.shareWith(windows);
  const path = `${server.url}/api/documents/${idOf(ann)}/values`;
  const set = async (key: string, value: unknown, staleAfter: number | null = null) => {
    const body = JSON.stringify({ values: { [key]: { value, staleAfter } } });
    const response = await fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(204);
  };
  await ann.typeAtEnd('The price is /live value');
  await ann.page.getByRole('option', { name: 'Live value' }).click();
  const field = ann.page.getByRole('combobox', { name: 'Which value' });
  await field.fill('a price');
  await field.press('Enter');
  await expect(ann.page.getByRole('alert')).toContainText('Letters, digits');
  await field.fill('price');
  await field.press('Enter');
  await ann.page.keyboard.type(' today.');
  const chips = [ann, ben].map(({ text }) => text.locator('span[data-live-value="price"] > bdi'));
  for (const chip of chips) await expect(chip).toHaveText('–');
  await set('price', 1234.5);
  for (const chip of chips) await expect(chip).toHaveText('1,234.5');
  await set('price', 99, 1);
  for (const chip of chips) await expect(chip).toHaveText('99');
  await expect(ben.text.locator('[data-live-value="price"]')).toHaveAttribute('data-doubt', 'stale');

  // Who comes later is told what it is.
  const cleo = await ann.shareWith(windows);
  await expect(cleo.text.locator('[data-live-value="price"] > bdi')).toHaveText('99');

  // A change of the value is none of the document: nothing to undo, nothing stored.
  await ann.page.keyboard.press('Enter');
  await ann.page.keyboard.type('/sparkline');
  await ann.page.getByRole('option', { name: 'Sparkline' }).click();
  await field.fill('load');
  await field.press('Enter');
  for (const value of [3, 1, 4, 1, 5]) await set('load', value);
  for (const { text } of [ann, ben]) {
    await expect(text.locator('[data-sparkline="load"]')).toContainText('5');
    await expect(text.locator('[data-sparkline="load"] path')).toHaveAttribute('d', /^M0\.0 .*L240\.0 /);
    // Neither its words nor its line touch its edge.
    const room = await text.locator('[data-sparkline="load"]').evaluate((card) => {
      const [outer, first, last] = [card, card.firstElementChild, card.lastElementChild].map(
        (element) => element?.getBoundingClientRect() ?? new DOMRect(),
      ) as [DOMRect, DOMRect, DOMRect];
      return Math.min(first.left - outer.left, outer.right - last.right);
    });
    expect(room).toBeGreaterThan(8);
  }
  await set('price', 7);
  for (const chip of chips) await expect(chip).toHaveText('7');
  await expectConverged([ann, ben]);
  const markdown = await (
    await fetch(`${server.url}/api/documents/${idOf(ann)}`, { headers: { accept: 'text/markdown' } })
  ).text();
  expect(markdown).toContain('The price is <span data-live-value="price">price</span> today.');
  expect(markdown).toContain('<figure data-sparkline="load"></figure>');
});

test('the example is a stock ticker: it writes its lines into the document, and they move', async ({
  windows,
  server,
}) => {
  const ann = await DocumentWindow.create(windows);
  const child = spawn(process.execPath, [TICKER, server.url, idOf(ann)], {
    env: { ...process.env, ROUNDS: '30', PERIOD: '50' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text) => (complaint += text));
  const ended = once(child, 'exit');
  const acme = ann.text.locator('[data-live-value="ticker.ACME"] > bdi');
  await expect(acme).toHaveText(/^[\d.]+$/);
  const first = await acme.textContent();
  await expect(acme).not.toHaveText(first ?? '');
  await expect(ann.text.locator('[data-sparkline="ticker.ACME"] path')).toHaveAttribute('d', /^M0\.0/);
  const [code] = await ended;
  expect([code, complaint]).toEqual([0, '']);
  const lost = spawnSync(process.execPath, [TICKER, server.url, 'nowhere'], { encoding: 'utf8' });
  expect([lost.status, lost.stderr]).toEqual([1, 'There is no document with this id.\n']);
});
