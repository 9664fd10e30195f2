import { expect, test } from '../harness/browser.ts';
import { DocumentWindow, expectConverged } from '../harness/document-window.ts';
import { CowriteServer } from '../harness/server.ts';
import { PostgresService } from '../harness/services/postgres-service.ts';

const LATE = { timeout: 30_000 };

test('N5: while the database is away pages say that nothing is saved; once it is back all of it is', async ({
  windows,
}) => {
  test.setTimeout(180_000);
  const postgres = await PostgresService.start();
  const server = await CowriteServer.start({
    env: { COWRITE_DATABASE_URL: postgres.url },
    args: ['--log-level', 'silent'],
  });
  try {
    const ann = await DocumentWindow.create(windows, server.url);
    const ben = await ann.shareWith(windows);
    await ann.typeAtEnd('before');
    await expect(ben.text).toHaveText('before');
    await ann.expectSaved();

    windows.expectOutage();
    windows.allow(/503 \(Service Unavailable\)/);
    await postgres.halt('SIGQUIT');
    await ann.typeAtEnd(' and after');
    await expect(ann.savedState).toHaveText(/: Not saved yet$/, LATE);
    await expect(ben.text).toHaveText('before');
    const home = await windows.open(server.url);
    await expect(home.page.getByText('The server can’t be reached')).toBeVisible(LATE);

    await postgres.start();
    await expect(ben.text).toHaveText('before and after', LATE);
    await ann.expectSaved();
    await expect(home.page.getByText('The server can’t be reached')).toBeHidden(LATE);
    await expectConverged([ann, ben]);
  } finally {
    await server.dispose();
    await postgres.stop();
  }
});
