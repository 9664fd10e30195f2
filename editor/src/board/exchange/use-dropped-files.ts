import { type RefObject, useEffect } from 'react';
import type { Exchange } from './use-exchange.ts';

interface DropInput {
  readonly container: RefObject<HTMLElement | null>;
  readonly exchange: Exchange;
  readonly readOnly: boolean;
}

/**
 * Files dropped on the board. Left to itself, Excalidraw puts a dropped drawing in the place of everything that is there,
 * for everybody; here it is added. Pictures are handed on to it, one by one.
 */
export const useDroppedFiles = ({ container, exchange, readOnly }: DropInput): void => {
  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const handedOn = new WeakSet<Event>();
    const onDrop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || handedOn.has(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!readOnly) void take(files, event);
    };
    const take = async (files: readonly File[], { target, clientX, clientY }: DragEvent): Promise<void> => {
      let beside = 0;
      for (const file of files) {
        if (await exchange.insertIfDrawing(file)) continue;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(file);
        const at = { clientX: clientX + beside, clientY: clientY + beside };
        const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer, ...at });
        handedOn.add(event);
        target?.dispatchEvent(event);
        beside += 24;
      }
    };
    element.addEventListener('drop', onDrop, { capture: true });
    return () => element.removeEventListener('drop', onDrop, { capture: true });
  }, [container, exchange, readOnly]);
};
