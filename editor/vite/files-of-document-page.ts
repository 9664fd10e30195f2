import type { Plugin } from 'vite';

/** The modules that `src/app/page/load.ts` imports for a document. */
const PARTS = ['/src/app/page/DocumentPage.tsx', '/src/app/page/OpenDocument.tsx'];

/**
 * Writes what a document's page is loaded from besides what every page is, a file a line: the server names it in the
 * page. Otherwise a browser learns of the editor only when the app's first script has been fetched and run.
 */
export const filesOfDocumentPage = (): Plugin => ({
  name: 'files-of-document-page',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const add = (name: string, files: Set<string>): void => {
      const chunk = bundle[name];
      if (files.has(name) || chunk?.type !== 'chunk') return;
      files.add(name);
      for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
      for (const imported of chunk.imports) add(imported, files);
    };
    const ofAll = new Set<string>();
    const ofDocuments = new Set<string>();
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(chunk.fileName, ofAll);
    for (const part of PARTS) {
      const chunk = Object.values(bundle).find(
        (each) => each.type === 'chunk' && each.facadeModuleId?.replaceAll('\\', '/').endsWith(part),
      );
      if (chunk === undefined) this.error(`${part} is no chunk of its own any more`);
      add(chunk.fileName, ofDocuments);
    }
    const source = [...ofDocuments].filter((file) => !ofAll.has(file)).join('\n');
    this.emitFile({ type: 'asset', fileName: 'document-files.txt', source });
  },
});
