import { reconcileElements } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect, useState } from 'react';
import type { Connection } from '../../client/index.ts';
import { type BoardBinding, bindBoard } from '../binding/index.ts';

interface BindingInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly connection: Connection;
  readonly readOnly: boolean;
}

/** Keeps the canvas and the board's document in step; null for the first moment. */
export const useBinding = ({ api, connection, readOnly }: BindingInput): BoardBinding | null => {
  const [binding, setBinding] = useState<BoardBinding | null>(null);

  useEffect(() => {
    if (api === null) return undefined;
    const { doc, awareness } = connection;
    // What may be written is said below, before anything can be.
    const bound = bindBoard({ api, reconcileElements, doc, awareness, readOnly: true });
    let current = true;
    void bound.whenShown.then(() => {
      // All there is, at its own size or smaller.
      if (current) api.scrollToContent(undefined, { fitToContent: true, animate: false });
    });
    setBinding(bound);
    return () => {
      current = false;
      setBinding(null);
      bound.detach();
    };
  }, [api, connection]);

  useEffect(() => binding?.setReadOnly(readOnly), [binding, readOnly]);
  return binding;
};
