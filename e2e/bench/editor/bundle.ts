import { join } from 'node:path';
import { build } from 'vite';
import { PROJECT } from '../paths.ts';

/** The stock page's script, minified as the web app's is. */
export const bundleStockLexicalPage = async (): Promise<string> => {
  const results = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: join(PROJECT, 'e2e/bench/editor/stock-lexical-page.ts'), formats: ['es'], fileName: 'page' },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const [result] = [results].flat();
  const code = result !== undefined && 'output' in result ? result.output[0].code : undefined;
  if (code === undefined) throw new Error('vite built no bundle');
  return code;
};
