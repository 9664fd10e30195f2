import type { CanvasState } from './canvas.ts';
import type { Viewport } from './people.ts';

const LEAST_ZOOM = 0.1;
const MOST_ZOOM = 30;

export const viewportOf = ({ scrollX, scrollY, width, height, zoom }: CanvasState): Viewport => ({
  x: Math.round(-scrollX),
  y: Math.round(-scrollY),
  width: Math.round(width / zoom.value),
  height: Math.round(height / zoom.value),
});

/** What the canvas' state must be to show all of a viewport, as large as there is room. */
export const showing = ({ x, y, width, height }: Viewport, canvas: Pick<CanvasState, 'width' | 'height'>) => {
  const fitting = Math.min(canvas.width / width, canvas.height / height);
  const value = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, fitting));
  return {
    zoom: { value },
    scrollX: canvas.width / value / 2 - (x + width / 2),
    scrollY: canvas.height / value / 2 - (y + height / 2),
  };
};
