import { expect, test } from '@playwright/test';
import { bundleBoardPage, openBoardPage } from '../harness/board-page.ts';
import { PageGuard } from '../harness/page-guard.ts';

const SEEDS = Number(process.env.FUZZ_SEEDS ?? 20);
const FIRST = Number(process.env.SEED ?? 1);

/** The page's own, as the fixture puts it there. */
interface BoardFuzz {
  start(): Promise<void>;
  run(seed: number): Promise<{ failure: string | null; log: string[] }>;
}

declare const boardFuzz: BoardFuzz;

test(`three people at a board see the same in the end, whatever they did (${SEEDS} seeds)`, async ({ page }) => {
  test.setTimeout(60_000 + SEEDS * 10_000);
  const guard = new PageGuard(page);
  await openBoardPage(page, await bundleBoardPage('fuzz'));
  await page.evaluate(() => boardFuzz.start());
  const failures: string[] = [];
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    const { failure, log } = await page.evaluate((each) => boardFuzz.run(each), seed);
    if (failure !== null) failures.push(`SEED=${seed}: ${failure}\n  ${log.join(', ')}`);
  }
  expect(failures).toEqual([]);
  expect(guard.complaints).toEqual([]);
});
