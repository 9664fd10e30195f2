import { X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection } from '../../client/index.ts';
import { useObservable } from '../../document/use-observable.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { mergePeople, useAcquaintances } from '../acquaintances.ts';
import { colorFor } from '../identity.ts';
import type { Person } from '../people.ts';
import { ChatTab } from './ChatTab.tsx';
import { CommentsTab, useShown } from './CommentsTab.tsx';
import styles from './Discussion.module.css';
import { closePanel, openPanel, type Tab, type ThreadPlaces, useDiscussionView } from './discussion-view.ts';
import { useMaySpeak } from './use-may-speak.ts';

interface DiscussionPanelProps {
  readonly discussion: Discussion;
  readonly connection: Connection;
  readonly places: ThreadPlaces;
  /** The address of a thread, for links to it; left out where there is none. */
  readonly link?: ((threadId: string) => string) | undefined;
  /** The focus goes back to the content. */
  onLeave(): void;
}

const TABS: readonly Tab[] = ['comments', 'chat'];

/** Comments and chat beside the content; on a phone a sheet over its lower part. */
export const DiscussionPanel = ({ discussion, connection, places, link, onLeave }: DiscussionPanelProps) => {
  const { t } = useTranslation();
  const { tab } = useDiscussionView(discussion);
  const role = useObservable(connection.role);
  const maySpeak = useMaySpeak(connection);
  const people = useKnownPeople(discussion, connection);
  const panel = useRef<HTMLElement>(null);
  if (tab === null) return null;

  const rights = { maySpeak, isOwner: role === null || role === 'owner' };
  const leave = (): void => {
    closePanel(discussion);
    onLeave();
  };
  const onTabKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const other = tab === 'comments' ? 'chat' : 'comments';
    openPanel(discussion, other);
    panel.current?.querySelector<HTMLElement>(`[data-tab="${other}"]`)?.focus();
  };
  return (
    <aside
      ref={panel}
      className={styles.panel}
      aria-label={t('comments.panel')}
      data-discussion-panel=""
      data-print="no"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        leave();
      }}
    >
      <div className={styles.top}>
        <div role="tablist" aria-label={t('comments.panel')} className={styles.tabs} onKeyDown={onTabKey}>
          {TABS.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`discussion-${each}`}
              aria-selected={tab === each}
              aria-controls="discussion-content"
              tabIndex={tab === each ? 0 : -1}
              className={cx(styles.tab, tab === each && styles.selected)}
              data-tab={each}
              onClick={() => openPanel(discussion, each)}
            >
              {t(`${each}.title`)}
            </button>
          ))}
        </div>
        <IconButton label={t('app.close')} onClick={leave}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <div role="tabpanel" id="discussion-content" aria-labelledby={`discussion-${tab}`} className={styles.content}>
        {tab === 'comments' ? (
          <CommentsTab {...{ discussion, places, people, rights, link, onLeave }} />
        ) : (
          <ChatTab discussion={discussion} people={people} rights={rights} />
        )}
      </div>
    </aside>
  );
};

/** Whom one can name: who is here, who was, and who has said something. */
const useKnownPeople = (discussion: Discussion, { awareness, documentId }: Connection): readonly Person[] => {
  const met = useAcquaintances(awareness, documentId);
  const { threads } = useShown(discussion.threads.shown);
  const { messages } = useShown(discussion.chat.shown);
  const spoke = [...threads.flatMap(({ comments }) => comments), ...messages].map(({ author }) => author);
  const self = useShown(discussion.self).id;
  const speakers = new Map(
    spoke.map(({ id, name, color }) => [id, { id, name, color: color ?? colorFor(id), self: id === self }]),
  );
  return mergePeople(
    met.map((person) => ({ ...person, self: person.self || person.id === self })),
    [...speakers.values()],
  );
};
