/** What the services of the run answer; throws where they can't be had. */
export async function askServices(what: 'postgres' | `postgres/${string}` | 'redis'): Promise<string> {
  const address = process.env.COWRITE_TEST_SERVICES;
  if (!address)
    throw new Error('No services for tests: run them by Vitest or Playwright, with the configuration here.');
  const response = await fetch(`${address}/${what}`);
  const said = await response.text();
  if (!response.ok) throw new Error(`There is no ${what} to test with: ${said}`);
  return said;
}
