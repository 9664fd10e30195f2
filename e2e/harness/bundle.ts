import { build } from 'vite';

/** One script of a page and all it imports. @param minified as the web app's is */
export const bundleScript = async (entry: string, { minified }: { minified: boolean }): Promise<string> => {
  const results = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry, formats: ['es'], fileName: 'page' },
      // A library's script is minified by the bundler's own switch alone.
      ...(minified ? { rolldownOptions: { output: { minify: true } } } : { minify: false }),
    },
  });
  const [result] = [results].flat();
  const code = result !== undefined && 'output' in result ? result.output[0].code : undefined;
  if (code === undefined) throw new Error('vite built no bundle');
  return code;
};
