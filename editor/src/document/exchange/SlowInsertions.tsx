import {
  $getSelection,
  COMMAND_PRIORITY_CRITICAL,
  COMMAND_PRIORITY_EDITOR,
  DROP_COMMAND,
  type LexicalEditor,
  mergeRegister,
} from 'lexical';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatOfFile } from '../../content/formats/index.ts';
import { announce } from '../../ui/announce.ts';
import { ProgressCard, ProgressStack } from '../../ui/ProgressCard.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { holdPage } from '../../ui/unfinished-work.ts';
import { assetAddressesIn } from '../assets/addresses-in.ts';
import { dropPlaceAt } from '../assets/drop-place.ts';
import { useAssets } from '../assets/editor-assets.ts';
import { $placeAtCaret, type Place } from '../assets/insert-nodes.ts';
import { filesOf } from '../assets/transfer.ts';
import { LONG_PASTE_COMMAND, type LongPaste } from '../clipboard/paste.ts';
import { insertSlowly } from './insert-slowly.ts';
import type { HeldPicture, Job } from './jobs.ts';
import { readBytes } from './read-bytes.ts';
import { inMegabytes, isCancelled, reasonOf } from './refusal-sentence.ts';
import styles from './SlowInsertions.module.css';
import { RefusedError } from './work.ts';

interface Running {
  readonly label: string;
  readonly part: number;
}

/** Puts in what is too long for one paste, and files of text that are dropped on the document. Shows how far it is. */
export const SlowInsertions = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const assets = useAssets();
  const toast = useToast();
  const [running, setRunning] = useState<Running | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const controller = useRef<AbortController>(undefined);
  const queue = useRef(Promise.resolve());
  /** What lets the page go, for each that isn't in. */
  const queued = useRef(new Set<() => void>());

  const insert = (job: Extract<Job, { kind: 'read' }>, place: Place | null, label: string): Promise<void> => {
    const own = new AbortController();
    controller.current = own;
    setFailure(null);
    setRunning({ label, part: 0 });
    const onProgress = (part: number): void => setRunning({ label, part });
    const onPicture = async ({ bytes, type }: HeldPicture) => assets?.uploads.add(new Blob([bytes], { type }), '');
    return insertSlowly({ editor, job, place, signal: own.signal, onPicture, onProgress }).finally(() =>
      setRunning(null),
    );
  };

  const fail = (sentence: string): void => {
    setFailure(sentence);
    announce(sentence);
  };

  const paste = async (long: LongPaste, place: Place | null): Promise<void> => {
    const found = assets && long.format === 'html' ? [...assetAddressesIn(long.text, assets.uploads.assets)] : [];
    try {
      await insert({ kind: 'read', ...long, assets: found }, place, t('exchange.pasting'));
    } catch (error) {
      if (isCancelled(error)) return;
      const refusal = error instanceof RefusedError ? error.refusal : null;
      if (refusal?.why === 'too-large') {
        fail(t('exchange.pasteTooLarge', { size: inMegabytes(refusal.bytes), most: inMegabytes(refusal.most) }));
      } else fail(t('exchange.pasteFailed', { reason: reasonOf(error, t) }));
    }
  };

  const drop = async (files: readonly File[], place: Place | null): Promise<void> => {
    for (const file of files) {
      try {
        const text = readBytes(new Uint8Array(await file.arrayBuffer()));
        if (typeof text !== 'string') throw new RefusedError(text);
        const format = formatOfFile(file.name, file.type)?.id ?? 'text';
        await insert({ kind: 'read', format, text, assets: [] }, place, t('exchange.inserting', { name: file.name }));
      } catch (error) {
        if (!isCancelled(error)) fail(t('exchange.insertFailed', { name: file.name, reason: reasonOf(error, t) }));
      }
    }
  };

  /** The editor is gone, by the browser's own way back: what is in stays, and the rest has nowhere to go. */
  const breakOff = (): void => {
    if (queued.current.size === 0) return;
    controller.current?.abort();
    for (const release of queued.current) release();
    queued.current.clear();
    toast({ tone: 'danger', text: t('exchange.brokenOff') });
  };

  const latest = useRef({ paste, drop, breakOff });
  useEffect(() => {
    latest.current = { paste, drop, breakOff };
  });
  useEffect(() => () => latest.current.breakOff(), []);

  useEffect(() => {
    const next = (work: () => Promise<void>): void => {
      const release = holdPage();
      queued.current.add(release);
      queue.current = queue.current.then(async () => {
        // Broken off before its turn came.
        if (!queued.current.has(release)) return;
        await work().finally(() => {
          queued.current.delete(release);
          release();
        });
      });
    };
    return mergeRegister(
      editor.registerCommand(
        LONG_PASTE_COMMAND,
        (long) => {
          const selection = $getSelection();
          selection?.insertText('');
          const place = $placeAtCaret();
          next(() => latest.current.paste(long, place));
          return true;
        },
        COMMAND_PRIORITY_EDITOR,
      ),
      editor.registerCommand(
        DROP_COMMAND,
        (event) => {
          const files = filesOf(event.dataTransfer);
          if (files.length === 0 || !files.every(isPage)) return false;
          event.preventDefault();
          const place = dropPlaceAt(editor, event.clientX, event.clientY);
          next(() => latest.current.drop(files, place));
          return true;
        },
        COMMAND_PRIORITY_CRITICAL,
      ),
    );
  }, [editor]);

  if (running === null && failure === null) return null;
  return (
    <ProgressStack label={running?.label ?? t('exchange.imports')}>
      {running !== null && (
        <ProgressCard label={running.label} part={running.part} onCancel={() => controller.current?.abort()} />
      )}
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
          <button type="button" className={styles.close} onClick={() => setFailure(null)}>
            {t('app.close')}
          </button>
        </p>
      )}
    </ProgressStack>
  );
};

/** Text that is meant to be read: plain text is more often an attachment. */
const isPage = (file: File): boolean => {
  const format = formatOfFile(file.name, file.type);
  return format !== undefined && format.id !== 'text';
};
