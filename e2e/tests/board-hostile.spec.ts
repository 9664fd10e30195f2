import { expect, test } from '@playwright/test';
import { bundleBoardPage, openBoardPage } from '../harness/board-page.ts';
import { PageGuard } from '../harness/page-guard.ts';

/** The page's own, as the fixture puts it there. */
interface HostileBoard {
  start(): Promise<void>;
  live(batch: number): Promise<{ faults: string[]; written: number; shown: number }>;
  join(): Promise<{ faults: string[]; shown: number }>;
}

declare const hostileBoard: HostileBoard;

test('whatever somebody writes into the parts of elements, a canvas goes on, for who is there and who comes', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const guard = new PageGuard(page);
  await openBoardPage(page, await bundleBoardPage('hostile'));
  await page.evaluate(() => hostileBoard.start());
  const live = await page.evaluate(() => hostileBoard.live(400));
  expect(live.faults).toEqual([]);
  expect(live.written).toBeGreaterThan(4000);
  const join = await page.evaluate(() => hostileBoard.join());
  expect(join.faults).toEqual([]);
  expect(join.shown).toBe(live.shown);
  expect(guard.complaints).toEqual([]);
});
