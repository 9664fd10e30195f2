import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { type CSSProperties, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardBinding } from '../binding/index.ts';
import { elementsById, placeOnScreen } from '../canvas/screen-place.ts';
import { useCanvasFrames } from '../canvas/use-canvas-frames.ts';
import styles from './Writers.module.css';

interface WritersProps {
  readonly api: ExcalidrawImperativeAPI;
  readonly binding: BoardBinding;
}

/** Says at a text who else is writing in it: of what two write there at once, one's words would be lost. */
export const Writers = ({ api, binding }: WritersProps) => {
  const { t } = useTranslation();
  const people = useSyncExternalStore(binding.onPeopleChange, binding.people);
  const layer = useRef<HTMLDivElement>(null);

  useCanvasFrames(api, () => {
    if (layer.current === null || layer.current.childElementCount === 0) return;
    const all = elementsById(api);
    for (const label of layer.current.querySelectorAll<HTMLElement>('[data-writes-in]')) {
      const text = all.get(label.dataset.writesIn ?? '');
      const place = text === undefined ? null : placeOnScreen(api, [text]);
      label.hidden = place === null;
      if (place !== null) label.style.transform = `translate(${place.left}px, ${place.top}px)`;
    }
  });

  return (
    <div ref={layer} className={styles.layer}>
      {people.map(({ clientId, name, color, editing }) =>
        editing === null ? null : (
          <span
            key={clientId}
            className={styles.label}
            style={{ '--person': color } as CSSProperties}
            data-writes-in={editing}
            hidden
          >
            {t('together.typing', { name })}
          </span>
        ),
      )}
    </div>
  );
};
