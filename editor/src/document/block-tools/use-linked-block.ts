import type { NodeKey } from 'lexical';
import { useEffect } from 'react';
import type { DocumentAttachment } from '../../content/index.ts';

/** As long as the animation in text.module.css, milliseconds. */
const SHOWN = 2600;
/** What a reader does who no longer waits to be led anywhere. */
const OWN_WAY = ['keydown', 'pointerdown', 'wheel'] as const;

/** Brings a block into view and marks it for a moment; one that isn't there yet when it comes, unless the reader has gone on by then. */
export const useLinkedBlock = (attachment: DocumentAttachment | null, id: string | null): void => {
  useEffect(() => {
    if (attachment === null || id === null) return undefined;
    const { editor } = attachment;
    const stop = (): void => {
      offUpdate();
      for (const event of OWN_WAY) window.removeEventListener(event, stop);
    };
    const look = (): void => {
      const key = attachment.keyOfBlock(id);
      const element = key === null ? null : editor.getElementByKey(key);
      if (element === null) return;
      stop();
      // A frame later: what is above may still be laid out, and the browser restores where a reader was.
      requestAnimationFrame(() => show(editor.getElementByKey(key as NodeKey)));
    };
    const offUpdate = editor.registerUpdateListener(look);
    for (const event of OWN_WAY) window.addEventListener(event, stop, { passive: true });
    look();
    return stop;
  }, [attachment, id]);
};

const show = (element: HTMLElement | null): void => {
  element?.scrollIntoView({ block: 'center' });
  element?.setAttribute('data-linked', '');
  setTimeout(() => element?.removeAttribute('data-linked'), SHOWN);
};
