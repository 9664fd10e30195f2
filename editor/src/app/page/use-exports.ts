import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import type { FileFormatId } from '../../content/formats/index.ts';
import { fileNameOf, saveFile } from '../../ui/save-file.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { assetUrl } from '../address.ts';

export interface Exports {
  /** The file that is being written; null while none is. */
  readonly name: string | null;
  start(format: FileFormatId): void;
  cancel(): void;
}

const EXTENSIONS: Readonly<Record<FileFormatId, string>> = { markdown: '.md', html: '.html', text: '.txt' };
const TYPES: Readonly<Record<FileFormatId, string>> = {
  markdown: 'text/markdown',
  html: 'text/html',
  text: 'text/plain',
};
/** What is written sooner than this needs no word. */
const SOON = 300;

/** Writes the document into files and hands them to the browser. */
export const useExports = (connection: Connection, title: string): Exports => {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const [name, setName] = useState<string | null>(null);
  const running = useRef<AbortController>(undefined);

  const write = async (format: FileFormatId): Promise<void> => {
    const file = `${fileNameOf(title) || t('exchange.untitled')}${EXTENSIONS[format]}`;
    const controller = new AbortController();
    running.current?.abort();
    running.current = controller;
    const slow = setTimeout(() => setName(file), SOON);
    // Whoever never exports doesn't load what writes files.
    const { exportDocument, isCancelled, reasonOf } = await import('../../document/exchange/index.ts');
    try {
      const { doc, documentId } = connection;
      const request = {
        format,
        title,
        language: i18n.language,
        doc,
        address: (hash: string) => assetUrl(documentId, hash),
        load,
      };
      const text = await exportDocument(request, controller.signal);
      saveFile(new Blob([text], { type: `${TYPES[format]};charset=utf-8` }), file);
    } catch (error) {
      if (!isCancelled(error)) {
        toast({ tone: 'danger', text: t('exchange.exportFailed', { name: file, reason: reasonOf(error, t) }) });
      }
    } finally {
      clearTimeout(slow);
      if (running.current === controller) setName(null);
    }
  };

  return { name, start: (format) => void write(format), cancel: () => running.current?.abort() };
};

const load = async (address: string): Promise<Blob | null> => {
  try {
    const response = await fetch(address);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
};
