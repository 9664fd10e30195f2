import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect, useLayoutEffect, useRef } from 'react';

/** Calls `place` after each drawing by React and, past it, in each frame in which the canvas moved or changed. */
export const useCanvasFrames = (api: ExcalidrawImperativeAPI, place: () => void): void => {
  const latest = useRef(place);
  useLayoutEffect(() => {
    latest.current = place;
    place();
  });
  useEffect(() => {
    let frame = 0;
    const soon = (): void => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        latest.current();
      });
    };
    const stops = [api.onChange(soon), api.onScrollChange(soon)];
    return () => {
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
    };
  }, [api]);
};
