import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ImportNote } from '../../content/formats/index.ts';
import { announce } from '../../ui/announce.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useLeaveWarning } from '../../ui/use-leave-warning.ts';
import { credentialFor } from '../access/credentials.ts';
import { documentPath, serviceUrl } from '../address.ts';
import { api } from '../api.ts';

/** A file on its way to become a document, one that didn't, or one that did, but not wholly. */
export interface ImportItem {
  readonly key: number;
  readonly name: string;
  /** From 0 to 1; null while others are before it. */
  readonly part: number | null;
  /** Why it failed. */
  readonly failure: string | null;
  /** What isn't there as it was in the file, a sentence each; none until it is imported. */
  readonly remarks: readonly string[];
}

export interface Imports {
  readonly items: readonly ImportItem[];
  add(files: readonly File[]): void;
  /** Stops one, or takes one that is no more on its way off the list. */
  dismiss(key: number): void;
}

interface Done {
  readonly id: string;
  readonly title: string;
  /** What isn't there as it was in the file, a sentence each. */
  readonly remarks: readonly string[];
}

interface Waiting {
  readonly key: number;
  readonly file: File;
  readonly controller: AbortController;
}

const isDrawing = ({ name }: File): boolean => /\.excalidraw(\.json)?$/i.test(name);

/** Makes documents and boards of files, one after the other. */
export const useImports = (): Imports => {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [items, setItems] = useState<readonly ImportItem[]>([]);
  const waiting = useRef<Waiting[]>([]);
  const all = useRef(new Map<number, AbortController>());
  const running = useRef(false);
  const nextKey = useRef(1);

  const change = useCallback((key: number, changed: Partial<ImportItem> | null): void => {
    setItems((before) =>
      changed === null
        ? before.filter((item) => item.key !== key)
        : before.map((item) => (item.key === key ? { ...item, ...changed } : item)),
    );
  }, []);

  const run = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    // Whoever never imports doesn't load what reads files.
    const { importFile, isCancelled, reasonOf } = await import('../../document/exchange/index.ts');
    const make = (kind: 'document' | 'board') => async (title: string) => {
      const { id } = await api.create(kind);
      await api.rename(id, title);
      return id;
    };
    const target = { url: serviceUrl, create: make('document'), discard: api.delete };
    const importOne = async ({ key, file, controller }: Waiting): Promise<Done> => {
      if (!isDrawing(file)) {
        const done = await importFile(file, target, controller.signal, (part) => change(key, { part }));
        const title = done.title || t('home.untitled');
        const refused = done.refused > 0 ? [t('exchange.picturesRefused', { count: done.refused, title })] : [];
        return { ...done, remarks: [...sentencesOf(done.notes, title), ...refused] };
      }
      const { importBoard } = await import('../../board/exchange/import-board.ts');
      const tokenFor = (id: string) => credentialFor(id)?.token;
      const board = { ...target, create: make('board'), tokenFor };
      const done = await importBoard(file, board, controller.signal, (part) => change(key, { part }));
      const { name } = file;
      const left = done.left > 0 ? [t('board.partsLeft', { count: done.left, name })] : [];
      const missing = done.missing > 0 ? [t('board.picturesLeft', { count: done.missing, name })] : [];
      return { ...done, remarks: [...left, ...missing] };
    };
    let imported = 0;
    for (let next = waiting.current.shift(); next !== undefined; next = waiting.current.shift()) {
      const { key, file } = next;
      change(key, { part: 0 });
      try {
        const { id, title, remarks } = await importOne(next);
        imported++;
        change(key, remarks.length > 0 ? { remarks } : null);
        const name = title || t('home.untitled');
        const isLast = waiting.current.length === 0;
        if (isLast && imported > 1) toast({ text: t('exchange.importedMany', { count: imported }) });
        else if (isLast) {
          const action = { label: t('exchange.open'), run: () => navigate(documentPath(id)) };
          toast({ text: t('exchange.imported', { title: name }), action });
        }
      } catch (error) {
        if (isCancelled(error)) change(key, null);
        else {
          const failure =
            drawingFailure(error, file.name) ?? t('exchange.failed', { name: file.name, reason: reasonOf(error, t) });
          change(key, { failure, part: null });
          announce(failure);
        }
      } finally {
        all.current.delete(key);
        void client.invalidateQueries({ queryKey: ['documents'] });
      }
    }
    running.current = false;
  };

  const drawingFailure = (error: unknown, name: string): string | null => {
    const { reason } = Object(error) as { reason?: unknown };
    return reason === 'notDrawing' || reason === 'tooLarge' || reason === 'empty'
      ? t(`board.${reason}`, { name })
      : null;
  };

  const sentencesOf = (notes: readonly ImportNote[], title: string): string[] =>
    (['unsafe-link', 'picture-without-source'] as const).flatMap((kind) => {
      const those = notes.filter((note) => note.kind === kind);
      const at = [...new Set(those.flatMap(({ line }) => line ?? []))].slice(0, 5);
      const lines = at.length === 0 ? '' : t('exchange.lines', { count: at.length, lines: at.join(', ') });
      const key = kind === 'unsafe-link' ? 'exchange.unsafeLinks' : 'exchange.pictures';
      return those.length === 0 ? [] : [t(key, { count: those.length, title, lines })];
    });

  useLeaveWarning(items.some(({ failure, remarks }) => failure === null && remarks.length === 0));

  return {
    items,
    add(files) {
      const added = files.map((file) => ({ key: nextKey.current++, file, controller: new AbortController() }));
      for (const { key, controller } of added) all.current.set(key, controller);
      waiting.current.push(...added);
      setItems((before) => [
        ...before,
        ...added.map(({ key, file }) => ({ key, name: file.name, part: null, failure: null, remarks: [] })),
      ]);
      void run();
    },
    dismiss(key) {
      all.current.get(key)?.abort();
      waiting.current = waiting.current.filter((each) => each.key !== key);
      change(key, null);
    },
  };
};
