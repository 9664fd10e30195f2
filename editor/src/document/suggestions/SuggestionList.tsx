import type { LexicalEditor } from 'lexical';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { elementById } from '../../ui/dom.ts';
import { Layer } from '../../ui/layer.tsx';
import styles from './Suggestions.module.css';
import { useListKeys, useTextTells } from './use-list-keys.ts';
import { usePlace } from './use-place.ts';
import type { Session } from './use-trigger.ts';

/** What can be chosen from a list. */
export interface Choosable {
  readonly id: string;
  /** Heading over it and its neighbours of the same group. */
  readonly group?: string;
}

interface SuggestionListProps<Item extends Choosable> {
  readonly editor: LexicalEditor;
  readonly session: Session;
  readonly label: string;
  readonly useItems: (query: string) => readonly Item[] | null;
  readonly render: (item: Item) => ReactNode;
  readonly empty?: string;
  readonly onChoose: (item: Item) => void;
  readonly onDismiss: () => void;
}

export const SuggestionList = <Item extends Choosable>({
  editor,
  session,
  label,
  useItems,
  render,
  empty,
  onChoose,
  onDismiss,
}: SuggestionListProps<Item>) => {
  const { t } = useTranslation();
  const id = useId();
  const items = useItems(session.query) ?? NONE;
  const [active, setActive] = useState({ query: session.query, index: 0 });
  // Another query, another best match.
  const index = active.query === session.query ? Math.min(active.index, Math.max(0, items.length - 1)) : 0;
  const isShown = items.length > 0 || (empty !== undefined && !session.query.includes(' '));
  const { refs, floatingStyles, isPositioned } = usePlace(editor, session, isShown);
  const optionId = items.length === 0 ? undefined : `${id}-${index}`;

  useListKeys(editor, items.length > 0, {
    move: (by) => setActive({ query: session.query, index: (index + by + items.length) % items.length }),
    choose: () => {
      const item = items[index];
      if (item !== undefined) onChoose(item);
    },
    dismiss: onDismiss,
  });
  useTextTells(editor, isShown ? id : undefined, optionId);
  useEffect(() => {
    const text = editor.getRootElement();
    if (optionId === undefined || !isPositioned || text === null) return;
    elementById(text, optionId)?.scrollIntoView({ block: 'nearest' });
  }, [editor, optionId, isPositioned]);

  if (!isShown) return null;
  return (
    <Layer>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press here leaves the caret, and a phone's keyboard, where they are. */}
      <div
        ref={refs.setFloating}
        className={styles.popover}
        style={floatingStyles}
        onMouseDown={(e) => e.preventDefault()}
      >
        <div role="status" className={styles.count}>
          {t('suggestions.count', { count: items.length })}
        </div>
        {items.length === 0 && <p className={styles.empty}>{empty}</p>}
        <div role="listbox" id={id} aria-label={label}>
          {groupsOf(items).map(({ group, first, members }) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset isn't one within a listbox.
            <div key={`${group}-${first}`} role="group" aria-label={group}>
              {group !== undefined && (
                <div className={styles.group} role="presentation">
                  {group}
                </div>
              )}
              {members.map((item, place) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text's.
                <div
                  key={item.id}
                  id={`${id}-${first + place}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={first + place === index}
                  className={cx(styles.option, first + place === index && styles.active)}
                  onMouseMove={() => {
                    if (first + place !== index) setActive({ query: session.query, index: first + place });
                  }}
                  onClick={() => onChoose(item)}
                >
                  {render(item)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </Layer>
  );
};

const NONE: readonly never[] = [];

interface Group<Item> {
  readonly group: string | undefined;
  /** Place of its first member among all. */
  readonly first: number;
  readonly members: readonly Item[];
}

const groupsOf = <Item extends Choosable>(items: readonly Item[]): readonly Group<Item>[] => {
  const starts = items.flatMap((item, i) => (i === 0 || item.group !== items[i - 1]?.group ? [i] : []));
  return starts.map((first, i) => ({
    group: items[first]?.group,
    first,
    members: items.slice(first, starts[i + 1]),
  }));
};
