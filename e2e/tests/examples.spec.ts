import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, type Window } from '../harness/browser.ts';
import { putOnClipboard, readClipboard } from '../harness/clipboard.ts';
import { test } from '../harness/example-test.ts';
import { ExampleSite } from '../harness/examples.ts';
import { CowriteServer } from '../harness/server.ts';
import { SECRET, tokenOf } from '../harness/tokens.ts';

const SHOTS = process.env.EXAMPLE_SHOTS;

const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

test('element: a plain page writes with another, by its own colours', async ({ windows, open }) => {
  test.slow();
  const { site } = await open('element');
  const { page: ann } = await windows.open(`${site.origin}/?name=Ann`);
  const { page: bob } = await windows.open(`${site.origin}/?name=Bob`);
  const text = ann.getByRole('textbox', { name: 'Release notes' });
  await text.click();
  await ann.keyboard.type('# Version 2');
  await ann.keyboard.press('Enter');
  await ann.keyboard.type('It is faster.');
  await expect(bob.getByRole('heading', { name: 'Version 2' })).toBeVisible();
  await expect(bob.getByText('It is faster.')).toBeVisible();
  await expect(ann.getByRole('status').filter({ hasText: 'All changes are saved.' })).toBeVisible();
  // A name that the page gave, in the element's own row of faces.
  await expect(bob.getByRole('button', { name: 'Follow Ann' })).toBeVisible();

  // Words are commented on within the element, and the other answers there.
  const threadIn = (page: Page, words: string) =>
    page.getByRole('complementary', { name: 'Comments and chat' }).locator('[data-thread]').filter({ hasText: words });
  await ann.keyboard.press('Shift+Home');
  await ann.keyboard.press('ControlOrMeta+Alt+m');
  await expect(ann.locator('[data-draft]').getByRole('textbox')).toBeFocused();
  await ann.keyboard.type('Than what?');
  await ann.keyboard.press('Enter');
  await expect(threadIn(ann, 'Than what?')).toContainText('It is faster.');
  await bob.getByRole('button', { name: /^Comments/ }).click();
  await threadIn(bob, 'Than what?').click();
  const reply = threadIn(bob, 'Than what?').getByRole('textbox', { name: 'Reply…' });
  await reply.fill('Than version 1');
  await reply.press('Enter');
  await expect(threadIn(ann, 'Than version 1')).toBeVisible();
  await shoot(ann, 'element-comments');
  for (const page of [ann, bob]) await page.getByRole('button', { name: 'Close' }).first().click();

  // The page's own styles stay outside, and menus are styled within: its pink buttons would be seen at once.
  await ann
    .getByRole('button', { name: /Block type|Text/ })
    .first()
    .click();
  const item = ann
    .getByRole('menuitem', { name: 'Heading 2' })
    .or(ann.getByRole('menuitemradio', { name: 'Heading 2' }));
  await expect(item).toBeVisible();
  await shoot(ann, 'element-menu');
  const ground = await ann.getByRole('menu').evaluate((menu) => getComputedStyle(menu).backgroundColor);
  expect(ground).not.toBe('rgba(0, 0, 0, 0)');
  // Keys go through a menu one by one, though the page sees no more of it than the element.
  await ann.keyboard.press('ArrowDown');
  await ann.keyboard.press('ArrowDown');
  const focused = await ann.evaluate(() => {
    const menu = document.querySelector('cowrite-editor')?.shadowRoot?.querySelector('[role="menu"]');
    const items = [...(menu?.querySelectorAll('[role^="menuitem"]') ?? [])];
    return {
      at: items.indexOf(document.querySelector('cowrite-editor')?.shadowRoot?.activeElement as Element),
      of: items.length,
    };
  });
  expect(focused.at).toBeGreaterThanOrEqual(0);
  expect(focused.at).toBeLessThan(focused.of - 1);
  await ann.keyboard.press('Escape');
  const accent = await text.evaluate((element) => getComputedStyle(element).getPropertyValue('--accent'));
  expect(accent).toContain('#2f7d4f');

  // Printed, the page is still there.
  await ann.emulateMedia({ media: 'print' });
  await expect(ann.getByRole('heading', { name: 'Release notes' })).toBeVisible();
  await expect(ann.getByText('It is faster.')).toBeVisible();
  await expect(ann.getByRole('toolbar')).toBeHidden();
});

test('react: a page with a node and a plugin of its own; others see the stars change', async ({ windows, open }) => {
  const nodes = fileURLToPath(new URL('../../editor/examples/react/rating-node.js', import.meta.url));
  const { site, server } = await open('react', { bundled: true, args: ['--nodes', nodes] });
  const { page: ann } = await windows.open(`${site.origin}/?name=Ann`);
  const { page: bob } = await windows.open(`${site.origin}/?name=Bob`);
  await ann.getByRole('textbox', { name: 'Review' }).click();
  await ann.keyboard.type('A book to read twice.');
  await ann.getByRole('button', { name: 'Add a rating' }).click();
  await ann.getByRole('button', { name: '4 stars' }).click();
  await expect(bob.getByText('A book to read twice.')).toBeVisible();
  await expect(bob.getByRole('button', { name: '4 stars' })).toHaveAttribute('aria-pressed', 'true');
  await expect(ann.getByRole('status').filter({ hasText: 'All saved' })).toBeVisible();
  await shoot(ann, 'react-light');
  await ann.getByRole('button', { name: 'Dark' }).click();
  await expect(ann.getByRole('textbox', { name: 'Review' })).toBeVisible();
  await shoot(ann, 'react-dark');
  await ann.setViewportSize({ width: 390, height: 800 });
  await shoot(ann, 'react-phone');
  // The service was told of the node, and exports it.
  const exported = await fetch(`${server.url}/api/documents/review-1`, { headers: { accept: 'text/html' } });
  expect(await exported.text()).toContain('<p data-stars="4">★★★★☆</p>');
  // So do the page's own copy and paste.
  await ann.getByRole('textbox', { name: 'Review' }).click();
  await ann.keyboard.press('ControlOrMeta+a');
  await ann.keyboard.press('ControlOrMeta+c');
  const clip = await readClipboard(ann);
  expect(clip['text/html']).toContain('<p data-stars="4">★★★★☆</p>');
  await bob.getByRole('textbox', { name: 'Review' }).getByText('A book').click();
  await bob.keyboard.press('End');
  await putOnClipboard(bob, { 'text/html': '<p>Or once.</p><p data-stars="2">★★☆☆☆</p>' });
  await bob.keyboard.press('ControlOrMeta+v');
  await expect(ann.getByRole('button', { name: '2 stars' }).first()).toHaveAttribute('aria-pressed', 'true');
  // Its own page doesn't know it, and leaves it be.
  const { page: home } = await windows.open(`${server.url}/d/review-1`);
  await expect(home.getByText('A book to read twice.')).toBeVisible();
  await expect(bob.getByRole('button', { name: '4 stars' }).last()).toHaveAttribute('aria-pressed', 'true');
});

for (const name of ['codemirror', 'tiptap']) {
  test(`${name}: an editor of one’s own knows when all is saved`, async ({ windows, open }) => {
    const { site } = await open(name, { bundled: true });
    const { page: ann } = await windows.open(`${site.origin}/?name=Ann`);
    const { page: bob } = await windows.open(`${site.origin}/?name=Bob`);
    await ann.getByRole('textbox').click();
    await ann.keyboard.type('let there be light');
    await expect(bob.getByText('let there be light')).toBeVisible();
    await expect(ann.getByRole('status')).toHaveText('Saved');
    await shoot(ann, name);
  });
}

test('frame: a page hands the frame a token, which is in no address and no log', async ({ windows, open }) => {
  const { site, server } = await open('frame', { env: { COWRITE_SECRET: SECRET } });
  const canary = await tokenOf({ doc: 'ticket-*', name: 'Canary Ann' });
  // It asks what kind of document it is, and there is none yet.
  windows.allow(/token\.txt|api\/documents\/ticket-4711/);
  const window: Window = await windows.open('/health', /favicon\.ico/);
  await window.page.route('**/token.txt', (route) => route.fulfill({ body: canary }));
  await window.page.goto(site.origin);
  const frame = window.page.frameLocator('iframe');
  await frame.getByRole('textbox').click();
  await window.page.keyboard.type('Works again.');
  await expect(window.page.getByRole('status')).toHaveText('All notes are saved.');
  await shoot(window.page, 'frame');

  // The same by the fragment, which is gone from the address at once.
  const other = await windows.open(`${server.url}/embed/ticket-4711#token=${canary}`);
  await expect(other.page.getByText('Works again.')).toBeVisible();
  expect(other.page.url()).toBe(`${server.url}/embed/ticket-4711`);

  const signature = canary.split('.').at(-1) ?? canary;
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect([...server.lines, ...site.referers, metrics].filter((line) => line.includes(signature))).toEqual([]);
});

test('frame: a page of an origin that isn’t named gets no frame', async ({ windows, open }) => {
  const { site } = await open('frame');
  const stranger = await ExampleSite.open('frame');
  stranger.service = site.service;
  windows.allow(/frame-ancestors|token\.txt/);
  const { page } = await windows.open(stranger.origin, /Framing|frame/i);
  await expect(page.frameLocator('iframe').getByRole('textbox')).toHaveCount(0);
  await stranger.close();
});

test('game: players see each other move, scores last, spectators applaud and don’t play', async ({ windows, open }) => {
  const { site, server } = await open('game', {
    env: { COWRITE_SECRET: SECRET },
    args: ['--event-role', 'reaction=viewer,say=commenter,game.*=editor'],
  });
  const play = async (name: string, role: string): Promise<Page> => {
    const token = await tokenOf({ sub: name, name, role });
    return (await windows.open(`${site.origin}/?name=${name}&token=${token}`)).page;
  };
  const ann = await play('Ann', 'editor');
  const bob = await play('Bob', 'editor');
  const eve = await play('Eve', 'viewer');
  await expect(ann.getByRole('status')).toHaveText('3 here');

  const xOf = (page: Page) =>
    page.evaluate(() => [...(globalThis as unknown as Game).game.others.values()].map(({ x }) => x));
  await expect.poll(async () => (await xOf(bob)).length).toBe(1);
  const before = await xOf(bob);
  await ann.locator('canvas').focus();
  await ann.keyboard.down(before[0] !== undefined && before[0] > 0.5 ? 'ArrowLeft' : 'ArrowRight');
  await expect.poll(async () => Math.abs(((await xOf(bob))[0] ?? 0) - (before[0] ?? 0))).toBeGreaterThan(0.1);
  await ann.keyboard.up('ArrowLeft');
  await ann.keyboard.up('ArrowRight');

  await ann.getByRole('textbox', { name: 'Say something' }).fill('hello all');
  await ann.keyboard.press('Enter');
  await expect(bob.getByRole('list', { name: 'Chat' })).toContainText('Ann hello all');
  // A viewer's words reach nobody, though their applause does.
  await eve.getByRole('textbox', { name: 'Say something' }).fill('smuggled');
  await eve.keyboard.press('Enter');
  await eve.getByRole('button', { name: 'Applause' }).click();
  await ann.getByRole('textbox', { name: 'Say something' }).fill('thank you');
  await ann.keyboard.press('Enter');
  await expect(bob.getByRole('list', { name: 'Chat' })).toContainText('thank you');
  await expect(bob.getByRole('list', { name: 'Chat' })).not.toContainText('smuggled');
  expect((await xOf(bob)).length).toBe(1);
  await shoot(bob, 'game');

  // A light is caught where one stands on it; the score is in the document. On her way Ann may have met others.
  const scoreOf = (page: Page) =>
    page.evaluate(() => {
      const { connection } = (globalThis as unknown as Game).game;
      const scores = connection.doc.getMap('scores') as Map<string, { name: string; points: number }>;
      return [...scores.values()].find(({ name }) => name === 'Ann')?.points ?? 0;
    });
  const points = await scoreOf(ann);
  await ann.evaluate(() => {
    const { me, connection } = (globalThis as unknown as Game).game;
    const [light] = connection.doc.getMap('lights').values() as IterableIterator<{ x: number; y: number }>;
    Object.assign(me, light);
  });
  await expect.poll(() => scoreOf(bob)).toBeGreaterThan(points);
  await expect(bob.getByRole('list', { name: 'Scores' })).toContainText(/Ann [1-9]/);
  expect(server.isRunning).toBe(true);
});

interface Game {
  readonly game: {
    readonly me: { x: number; y: number };
    readonly others: Map<string, { x: number }>;
    readonly connection: { readonly doc: { getMap(name: string): Map<string, unknown> } };
  };
}

/** An element with a node of the page's own, which draws itself. */
const addStars = (page: Page, url: string): Promise<void> =>
  page.evaluate(async (service) => {
    const { lexical } = (await import(/* @vite-ignore */ `${service}/element/index.js`)) as {
      lexical: typeof import('lexical');
    };
    const { $create, $getRoot, $getState, $setState, createState, DecoratorNode, defineExtension } = lexical;
    const stars = createState('stars', { parse: (value) => (typeof value === 'number' ? value : 0) });
    class StarsNode extends DecoratorNode<null> {
      override $config() {
        return this.config('stars', { extends: DecoratorNode, stateConfigs: [{ flat: true, stateConfig: stars }] });
      }
      override createDOM(): HTMLElement {
        const element = document.createElement('p');
        element.textContent = '★'.repeat($getState(this, stars));
        return element;
      }
      override updateDOM = () => true;
      override isInline = () => false as const;
      override decorate = () => null;
    }
    const adding = defineExtension({
      name: 'stars',
      register: (editor) => {
        const add = (): void => editor.update(() => void $getRoot().append($setState($create(StarsNode), stars, 4)));
        document.addEventListener('add-stars', add);
        return () => document.removeEventListener('add-stars', add);
      },
    });
    const element = document.createElement('cowrite-editor');
    Object.assign(element, { nodes: [StarsNode], extensions: [adding] });
    element.setAttribute('url', service);
    element.setAttribute('document-id', 'stars');
    const ready = new Promise((done) => element.addEventListener('ready', done));
    document.body.append(element);
    await ready;
  }, url);

test('element: a page without a build step brings nodes of its own', { tag: '@more' }, async ({ windows, open }) => {
  test.slow();
  const { site, server } = await open('element');
  const { page: ann } = await windows.open(site.origin);
  const { page: bob } = await windows.open(site.origin);
  for (const page of [ann, bob]) await addStars(page, server.url);
  await ann.evaluate(() => void document.dispatchEvent(new Event('add-stars')));
  for (const page of [ann, bob]) await expect(page.getByText('★★★★', { exact: true })).toBeVisible();
});

test('element: an id that no document can have is said to be one', { tag: '@more' }, async ({ windows, open }) => {
  const { site } = await open('element');
  const { page } = await windows.open(site.origin);
  await page.evaluate(() => document.querySelector('cowrite-editor')?.setAttribute('document-id', 'notes/monday'));
  await expect(page.getByRole('alert')).toContainText('“notes/monday” can’t be the id of a document');
});

test('token-server: who is signed in writes, who may read only reads', async ({ windows, open }) => {
  const example = fileURLToPath(new URL('../../editor/examples/token-server/server.mjs', import.meta.url));
  // The service has to know the origin, and the app the service: a free port is found by one that listens for a moment.
  const { site, server: probe } = await open('element');
  const port = new URL(site.origin).port;
  await site.close();
  const server = await CowriteServer.start({
    env: { COWRITE_SECRET: SECRET },
    args: ['--origin', `http://127.0.0.1:${port}`],
  });
  const app = spawn(process.execPath, [example], {
    env: { ...process.env, COWRITE_SECRET: SECRET, COWRITE_URL: server.url, PORT: port },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(createInterface({ input: app.stdout }), 'line');
    const { page: ann } = await windows.open(`http://127.0.0.1:${port}/`, /favicon/);
    await ann.getByRole('button', { name: 'Ann' }).click();
    await ann.getByRole('textbox', { name: 'Handbook' }).click();
    await ann.keyboard.type('We write things down.');
    const { page: eve } = await windows.open(`http://127.0.0.1:${port}/`, /favicon/);
    await eve.getByRole('button', { name: 'Eve' }).click();
    await expect(eve.getByText('We write things down.')).toBeVisible();
    await expect(eve.getByRole('toolbar')).toHaveCount(0);
    await expect(eve.getByText('View only')).toBeVisible();
    await expect(ann.getByRole('button', { name: 'Follow Eve' })).toBeVisible();
    await shoot(ann, 'token-server');
  } finally {
    // The pages are still there, and may ask for a token anew.
    windows.expectOutage();
    app.kill();
    await server.dispose();
    await probe.dispose();
  }
});
