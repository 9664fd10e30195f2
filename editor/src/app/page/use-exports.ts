import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import type { FileFormatId } from '../../content/formats/index.ts';
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
      download(await exportDocument(request, controller.signal), file, TYPES[format]);
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

/** Without what file systems forbid, and no longer than they take. */
const fileNameOf = (title: string): string =>
  title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .slice(0, 120);

const load = async (address: string): Promise<Blob | null> => {
  try {
    const response = await fetch(address);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
};

const download = (text: string, name: string, type: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
