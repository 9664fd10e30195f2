import { CaptureUpdateAction, newElementWith, restoreElements } from '@excalidraw/excalidraw';
import type { ExcalidrawElement, ExcalidrawTextElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { useEffect } from 'react';
import type { Connection } from '../../client/index.ts';
import { observeElements } from '../../content/board/index.ts';

/** Milliseconds after which what was written is in the document. */
const PAUSE = 250;
/** Of a text from the edge of what it stands in: Excalidraw's. */
const PADDING = 5;

interface MeasuredTextsInput {
  readonly api: ExcalidrawImperativeAPI | null;
  readonly connection: Connection;
  readonly readOnly: boolean;
}

/**
 * A font comes in pieces, each once its letters are written: until then others stand in, and a text that was measured in
 * those would be cut off where its own are wider. What was written in this window is measured again once they are here.
 */
export const useMeasuredTexts = ({ api, connection, readOnly }: MeasuredTextsInput): void => {
  useEffect(() => {
    if (api === null || readOnly) return undefined;
    const written = new Set<string>();
    let isDue = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      if (!isDue || document.fonts.status === 'loading' || api.getAppState().editingTextElement !== null) return;
      isDue = false;
      measure(api, written);
      written.clear();
    };
    const soon = (): void => {
      if (isDue) timer ??= setTimeout(look, PAUSE);
    };
    const onLoaded = (): void => {
      isDue = true;
      soon();
    };
    const stops = [
      observeElements(connection.doc, (ids, { local }) => {
        if (local) for (const id of ids) written.add(id);
      }),
      api.onChange(soon),
      () => clearTimeout(timer),
      () => document.fonts.removeEventListener('loadingdone', onLoaded),
    ];
    document.fonts.addEventListener('loadingdone', onLoaded);
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, connection, readOnly]);
};

type Fit = Partial<Pick<ExcalidrawTextElement, 'text' | 'x' | 'y' | 'width' | 'height'>>;

/** No step for undo: it belongs to the writing. */
const measure = (api: ExcalidrawImperativeAPI, ids: ReadonlySet<string>): void => {
  const all = api.getSceneElementsIncludingDeleted();
  const byId = new Map(all.map((element) => [element.id, element]));
  const fits = new Map<string, Fit>();
  for (const text of all) {
    if (text.type !== 'text' || text.isDeleted || !ids.has(text.id)) continue;
    for (const [id, fit] of fitsOf(text, text.containerId === null ? undefined : byId.get(text.containerId))) {
      fits.set(id, fit);
    }
  }
  if (fits.size === 0) return;
  api.updateScene({
    elements: all.map((each) => newElementWith(each as ExcalidrawTextElement, { ...fits.get(each.id) })),
    captureUpdate: CaptureUpdateAction.NEVER,
  });
};

/** What has to change for all of a text to be seen: of the text, and of what it stands in. */
const fitsOf = (text: ExcalidrawTextElement, container: ExcalidrawElement | undefined): [id: string, fit: Fit][] => {
  // Broken into lines anew, from what was typed.
  const unbroken = { ...text, text: text.originalText };
  const restored = restoreElements(container ? [container, unbroken] : [unbroken], null, {
    refreshDimensions: true,
    repairBindings: true,
  }).at(-1);
  if (restored?.type !== 'text' || (restored.width === text.width && restored.text === text.text)) return [];
  const { width, height } = restored;
  const lines = { text: restored.text, width, height };
  if (container === undefined) return [[text.id, { ...lines, x: restored.x, y: restored.y }]];
  const grown = container.type === 'rectangle' ? Math.max(0, height + 2 * PADDING - container.height) : 0;
  const x = text.x + (text.width - width) * shareBefore(text.textAlign);
  const y = text.y + (text.height + grown - height) * shareBefore(text.verticalAlign);
  const fit: [string, Fit] = [text.id, { ...lines, x, y }];
  return grown > 0 ? [fit, [container.id, { height: container.height + grown }]] : [fit];
};

/** Of the room that is left, how much lies before the text. */
const shareBefore = (align: string): number => {
  if (align === 'center' || align === 'middle') return 0.5;
  return align === 'right' || align === 'bottom' ? 1 : 0;
};
