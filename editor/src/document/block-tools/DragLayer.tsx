import type { LexicalEditor } from 'lexical';
import { useEffect, useRef } from 'react';
import { Layer } from '../../ui/layer.tsx';
import text from '../text.module.css';
import styles from './BlockHandle.module.css';
import type { DragView } from './drag.ts';

/** What a drag shows: a copy of what is dragged at the pointer, and a line where it would go. */
export const DragLayer = ({ editor, view }: { readonly editor: LexicalEditor; readonly view: DragView }) => {
  const { gap, x, y, keys } = view;
  const first = keys[0];
  const ghost = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = first === undefined ? null : editor.getElementByKey(first);
    const copy = element?.cloneNode(true);
    if (!(copy instanceof HTMLElement) || element === null) return;
    copy.removeAttribute('data-selected');
    ghost.current?.style.setProperty('width', `${element.getBoundingClientRect().width}px`);
    ghost.current?.replaceChildren(copy);
  }, [editor, first]);
  return (
    <Layer>
      <div className={styles.layer} aria-hidden>
        <div ref={ghost} className={`${styles.ghost} ${text.text}`} style={{ translate: `${x + 14}px ${y + 8}px` }} />
        {gap !== null && (
          <div
            className={styles.line}
            data-testid="drop-line"
            style={{ translate: `${gap.line.left}px ${gap.line.top}px`, width: gap.line.width }}
          />
        )}
      </div>
    </Layer>
  );
};
