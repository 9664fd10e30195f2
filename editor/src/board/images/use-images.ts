import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, Uploads } from '../../client/index.ts';
import { pixelsOf } from '../../document/assets/chosen-files.ts';
import { useFileSize } from '../../document/assets/use-file-size.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { BoardImages } from './board-images.ts';

interface ImagesInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly connection: Connection;
  readonly uploads: Uploads | null;
  readonly readOnly: boolean;
}

export interface Images {
  /** For the canvas' property `generateIdForFile`. Rejects with a sentence, which the canvas shows. */
  idFor(file: File): Promise<string>;
  /** Resolves once all pictures are here, as far as they can be had. */
  settled(): Promise<void>;
}

/** Brings the board's pictures to the canvas, and the canvas' to the board. */
export const useImages = ({ api, connection, uploads, readOnly }: ImagesInput): Images => {
  const { t } = useTranslation();
  const toast = useToast();
  const size = useFileSize();
  const images = useRef<BoardImages>(null);
  const latest = useRef({ readOnly, t, toast, size });
  useEffect(() => {
    latest.current = { readOnly, t, toast, size };
  });

  useEffect(() => {
    if (api === null || uploads === null) return undefined;
    const opened = new BoardImages({
      api,
      connection,
      uploads,
      isReadOnly: () => latest.current.readOnly,
      onUnreadable: (error) => {
        reportError(error);
        latest.current.toast({ tone: 'danger', text: latest.current.t('board.pictureFailed') });
      },
      onRefused: (reason) => {
        latest.current.toast({ tone: 'danger', text: latest.current.t('board.pictureRefused', { reason }) });
      },
    });
    images.current = opened;
    return () => {
      images.current = null;
      opened.stop();
    };
  }, [api, connection, uploads]);

  const idFor = useCallback(
    async (file: File): Promise<string> => {
      const { t, size } = latest.current;
      if (uploads === null || images.current === null) throw new Error(t('board.noPictures'));
      // While the service can't be asked, it decides when the file gets there.
      const limits = await uploads.assets.limits().catch(() => null);
      if (limits !== null && file.size > limits.maxSize) {
        throw new Error(t('assets.tooLarge', { name: file.name, size: size(limits.maxSize) }));
      }
      if ((await pixelsOf(file)) === null) throw new Error(t('board.noPicture', { name: file.name }));
      return images.current.take(file);
    },
    [uploads],
  );
  const settled = useCallback(async () => images.current?.settled(), []);
  return { idFor, settled };
};
