import { MessageSquarePlus, MessageSquareText } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Observable } from '../../client/observable.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Person } from '../people.ts';
import { Composer } from './Composer.tsx';
import styles from './Discussion.module.css';
import {
  activate,
  beginDraft,
  endDraft,
  FILTERS,
  type Filter,
  NEW,
  setFilter,
  type ThreadPlaces,
  useDiscussionView,
} from './discussion-view.ts';
import { LoadingState } from './LoadingState.tsx';
import { type Rights, subjectWords, ThreadCard } from './ThreadCard.tsx';
import { inOrder, isOrphan, isUnread, passes } from './thread-facts.ts';
import { type Draft, useUnsent } from './unsent.ts';

interface CommentsTabProps {
  readonly discussion: Discussion;
  readonly places: ThreadPlaces;
  readonly people: readonly Person[];
  readonly rights: Rights;
  readonly link: ((threadId: string) => string) | undefined;
  /** The focus goes back to the content. */
  onLeave(): void;
}

const FILTER_WORDS = {
  open: 'comments.filterOpen',
  resolved: 'comments.filterResolved',
  mine: 'comments.filterMine',
  mentions: 'comments.filterMentions',
} as const;
const EMPTY_WORDS = {
  open: 'comments.emptyOpen',
  resolved: 'comments.emptyResolved',
  mine: 'comments.emptyMine',
  mentions: 'comments.emptyMentions',
} as const;

export const useShown = <T,>(observable: Observable<T>): T =>
  useSyncExternalStore(observable.subscribe, () => observable.value);

/** The threads of a document, in the order of what they are about. */
export const CommentsTab = ({ discussion, places, people, rights, link, onLeave }: CommentsTabProps) => {
  const { t } = useTranslation();
  const now = useNow();
  const { threads: client } = discussion;
  const { threads, read } = useShown(client.shown);
  const deliveries = useShown(client.deliveries);
  const loading = useShown(client.loading);
  const order = useShown(places.order);
  const { filter, active, draft } = useDiscussionView(discussion);
  const self = useShown(discussion.self).id;
  // One that is looked at stays, though it was just resolved or opened again.
  const listed = inOrder(
    threads.filter((thread) => thread.id === active || passes(thread, filter, self)),
    order,
  );
  const unread = threads.filter((thread) => thread.resolved === null && isUnread(thread, read, self));

  const aboutAll = rights.maySpeak && filter === 'open' && (
    <Button onClick={() => beginDraft(discussion, { target: { kind: 'document' }, quote: '' })}>
      <MessageSquarePlus size={16} aria-hidden />{' '}
      {t(places.kind === 'board' ? 'comments.aboutBoard' : 'comments.aboutDocument')}
    </Button>
  );
  return (
    <>
      <div className={styles.tools}>
        <label className={styles.filter}>
          <span className={styles.hidden}>{t('comments.filter')}</span>
          <select
            className={styles.select}
            value={filter}
            onChange={(event) => setFilter(discussion, event.target.value as Filter)}
          >
            {FILTERS.map((each) => (
              <option key={each} value={each}>
                {t(FILTER_WORDS[each], {
                  count: threads.filter((thread) => passes(thread, each, self)).length,
                })}
              </option>
            ))}
          </select>
        </label>
        {unread.length > 0 && (
          <Button look="quiet" onClick={() => client.markRead(unread.map(({ id }) => id))}>
            {t('comments.markAllRead')}
          </Button>
        )}
      </div>
      <LoadingState loading={loading} onRetry={() => void client.load()} />
      <div className={styles.list}>
        {draft !== null && <NewThread {...{ discussion, draft, people, rights, onLeave }} kind={places.kind} />}
        {listed.map((thread) => (
          <ThreadCard
            key={thread.id}
            discussion={discussion}
            thread={thread}
            deliveries={deliveries}
            people={people}
            self={self}
            rights={rights}
            now={now}
            isActive={thread.id === active}
            isUnread={isUnread(thread, read, self)}
            isOrphan={isOrphan(thread, order)}
            kind={places.kind}
            link={link}
            reveal={(id) => places.reveal(id)}
          />
        ))}
        {listed.length === 0 && draft === null && loading.state === 'ready' && (
          <Empty filter={filter} hint={hintOf(rights.maySpeak, places.kind)}>
            {aboutAll}
          </Empty>
        )}
        {listed.length > 0 && draft === null && aboutAll}
      </div>
      {active !== null && !threads.some(({ id }) => id === active) && loading.state === 'ready' && (
        <p className={styles.failure} role="alert">
          {t('comments.goneLink')}{' '}
          <Button look="quiet" onClick={() => activate(discussion, null)}>
            {t('app.close')}
          </Button>
        </p>
      )}
    </>
  );
};

interface NewThreadProps extends Pick<CommentsTabProps, 'discussion' | 'people' | 'rights' | 'onLeave'> {
  readonly draft: Draft;
  readonly kind: ThreadPlaces['kind'];
}

/** A comment that somebody is about to make. */
const NewThread = ({ discussion, draft, people, rights, kind, onLeave }: NewThreadProps) => {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const unsent = useUnsent(discussion, NEW, draft);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each draft comes into view.
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [draft]);

  return (
    <section ref={card} className={styles.card} aria-label={t('comments.new')} data-draft="">
      <blockquote className={styles.quote} dir="auto">
        {draft.quote || subjectWords(t, draft.target, kind)}
      </blockquote>
      <Composer
        label={t('comments.write')}
        send={t('comments.send')}
        people={people}
        isClosed={!rights.maySpeak}
        autoFocus
        initial={unsent.initial}
        onWords={unsent.keep}
        onSend={(words) => {
          const id = discussion.threads.begin({ ...draft, ...words });
          endDraft(discussion, id);
          announce(t('comments.added'));
        }}
        onCancel={() => {
          endDraft(discussion);
          onLeave();
        }}
      />
    </section>
  );
};

/** What can be done where there are no comments yet. */
const hintOf = (maySpeak: boolean, kind: ThreadPlaces['kind']) => {
  if (!maySpeak) return 'comments.emptyReader';
  return kind === 'board' ? 'comments.emptyHintBoard' : 'comments.emptyHint';
};

interface EmptyProps {
  readonly filter: Filter;
  readonly hint: ReturnType<typeof hintOf>;
  readonly children: ReactNode;
}

const Empty = ({ filter, hint, children }: EmptyProps) => {
  const { t } = useTranslation();
  return (
    <div className={styles.empty}>
      <MessageSquareText size={26} strokeWidth={1.6} aria-hidden />
      <p className={styles.emptyTitle}>{t(EMPTY_WORDS[filter])}</p>
      {filter === 'open' && <p>{t(hint)}</p>}
      {children}
    </div>
  );
};
