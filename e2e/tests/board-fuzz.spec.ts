import { expect, test } from '@playwright/test';
import { bundleBoardPage, openBoardPage } from '../harness/board-page.ts';
import { PageGuard } from '../harness/page-guard.ts';

const SEEDS = Number(process.env.FUZZ_SEEDS ?? 17);
const FIRST = Number(process.env.SEED ?? 1);

/** What failed once. */
const FAILED = [112, 125, 178];

/** The page's own, as the fixture puts it there. */
interface BoardFuzz {
  start(): Promise<void>;
  run(seed: number): Promise<{ failure: string | null; log: string[] }>;
}

declare const boardFuzz: BoardFuzz;

test(`three people at a board see the same in the end, whatever they did (${SEEDS} seeds, and what failed once)`, async ({
  page,
}) => {
  const seeds = new Set([...FAILED, ...Array.from({ length: SEEDS }, (_, n) => FIRST + n)]);
  test.setTimeout(60_000 + seeds.size * 10_000);
  const guard = new PageGuard(page);
  await openBoardPage(page, await bundleBoardPage('fuzz'));
  await page.evaluate(() => boardFuzz.start());
  const failures: string[] = [];
  for (const seed of seeds) {
    const { failure, log } = await page.evaluate((each) => boardFuzz.run(each), seed);
    if (failure !== null) failures.push(`SEED=${seed}: ${failure}\n  ${log.join(', ')}`);
  }
  expect(failures).toEqual([]);
  expect(guard.complaints).toEqual([]);
});
