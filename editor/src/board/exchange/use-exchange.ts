import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { fileNameOf, saveFile } from '../../ui/save-file.ts';
import { useToast } from '../../ui/Toasts.tsx';
import type { BoardFormat, BoardHandle } from '../BoardSurface.tsx';
import type { Images } from '../images/use-images.ts';
import { insertDrawing } from './insert-drawing.ts';
import { readDrawing, UnreadableDrawingError } from './read-drawing.ts';
import { writeBoard } from './write-board.ts';

/** Of files that may hold a drawing. */
export const DRAWINGS = '.excalidraw,.json,.png,.svg,.excalidrawlib';

interface ExchangeInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly images: Images;
  readonly title: string;
}

export interface Exchange extends BoardHandle {
  /** What was drawn in this file, where something was, is inserted; resolves false where it is a picture and no more. */
  insertIfDrawing(file: File): Promise<boolean>;
}

/** Files in and out of the board. */
export const useExchange = ({ api, images, title }: ExchangeInput): Exchange => {
  const { t } = useTranslation();
  const toast = useToast();
  const latest = useRef({ t, toast, title, images });
  useEffect(() => {
    latest.current = { t, toast, title, images };
  });

  return useMemo(() => {
    const insertIfDrawing = async (file: File): Promise<boolean> => {
      const { t, toast } = latest.current;
      if (api === null) return true;
      try {
        const drawing = await readDrawing(file);
        if (drawing === null) {
          await api.updateLibrary({ libraryItems: file, merge: true, openLibraryMenu: true });
          return true;
        }
        insertDrawing(api, drawing);
        if (drawing.left > 0) toast({ text: t('board.partsLeft', { count: drawing.left, name: file.name }) });
        return true;
      } catch (error) {
        const reason = error instanceof UnreadableDrawingError ? error.reason : 'notDrawing';
        if (reason === 'notDrawing' && file.type.startsWith('image/')) return false;
        toast({ tone: 'danger', text: t(`board.${reason}`, { name: file.name }) });
        return true;
      }
    };
    const insert = async (file: File): Promise<void> => {
      const { t, toast } = latest.current;
      if (!(await insertIfDrawing(file)))
        toast({ tone: 'danger', text: t('board.noSceneInside', { name: file.name }) });
    };
    const write = async (format: BoardFormat, use: (bytes: Blob, name: string) => Promise<void> | void) => {
      const { t, toast, title, images } = latest.current;
      if (api === null) return;
      const name = `${fileNameOf(title) || t('exchange.untitled')}.${format}`;
      if (api.getSceneElements().length === 0 && format !== 'excalidraw') {
        toast({ tone: 'danger', text: t('board.nothingToExport') });
        return;
      }
      try {
        await images.settled();
        await use(await writeBoard(api, format), name);
      } catch (error) {
        reportError(error);
        toast({ tone: 'danger', text: t('board.exportFailed', { name }) });
      }
    };
    return {
      insertIfDrawing,
      chooseFile: () => chooseFile((file) => void insert(file)),
      download: (format) => void write(format, saveFile),
      copyAsPicture: () =>
        void write('png', async (bytes) => {
          await navigator.clipboard.write([new ClipboardItem({ 'image/png': bytes })]);
          latest.current.toast({ text: latest.current.t('board.copied') });
        }),
      showPictureOptions: () => api?.updateScene({ appState: { openDialog: { name: 'imageExport' } } }),
      showShortcuts: () => api?.updateScene({ appState: { openDialog: { name: 'help' } } }),
    };
  }, [api]);
};

const chooseFile = (take: (file: File) => void): void => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = DRAWINGS;
  input.onchange = () => {
    const [file] = input.files ?? [];
    if (file !== undefined) take(file);
  };
  input.click();
};
