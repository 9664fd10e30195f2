import { ArrowDown, MessagesSquare } from 'lucide-react';
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { CommentSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { timeGroup } from '../../ui/relative-time.ts';
import { useNow } from '../../ui/use-now.ts';
import type { Person } from '../people.ts';
import { useShown } from './CommentsTab.tsx';
import { CommentView } from './CommentView.tsx';
import { Composer } from './Composer.tsx';
import styles from './Discussion.module.css';
import { LoadingState } from './LoadingState.tsx';
import type { Rights } from './ThreadCard.tsx';
import { useUnsent } from './unsent.ts';

interface ChatTabProps {
  readonly discussion: Discussion;
  readonly people: readonly Person[];
  readonly rights: Rights;
}

/** So near to its end the list is at its end, pixels. */
const NEAR = 40;

/** What people say beside the document, the newest at the end. */
export const ChatTab = ({ discussion, people, rights }: ChatTabProps) => {
  const { t } = useTranslation();
  const now = useNow();
  const { chat } = discussion;
  const { messages, hasOlder, unread, read } = useShown(chat.shown);
  const deliveries = useShown(chat.deliveries);
  const loading = useShown(chat.loading);
  const self = useShown(discussion.self).id;
  const list = useRef<HTMLDivElement>(null);
  const { isAtEnd, onScroll, toEnd } = useEnd(list, messages);
  const firstUnread = useFirstUnread({ messages, read, self, isReady: loading.state === 'ready' });
  const unsent = useUnsent(discussion, 'chat');
  const [isAsking, setAsking] = useState(false);

  useEffect(() => {
    const mark = (): void => {
      if (isAtEnd && unread > 0 && document.visibilityState === 'visible') chat.markRead();
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [chat, isAtEnd, unread]);

  const askOlder = async (): Promise<void> => {
    setAsking(true);
    await chat.loadOlder().catch(() => undefined);
    setAsking(false);
  };

  return (
    <>
      <LoadingState loading={loading} onRetry={() => void chat.load()} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too. */}
      <div ref={list} className={styles.list} role="log" aria-label={t('chat.title')} tabIndex={0} onScroll={onScroll}>
        {hasOlder && (
          <Button look="quiet" disabled={isAsking} onClick={() => void askOlder()}>
            {t('chat.older')}
          </Button>
        )}
        {messages.length === 0 && loading.state === 'ready' && (
          <div className={styles.empty}>
            <MessagesSquare size={26} strokeWidth={1.6} aria-hidden />
            <p className={styles.emptyTitle}>{t('chat.empty')}</p>
            <p>{t(rights.maySpeak ? 'chat.emptyHint' : 'comments.emptyReader')}</p>
          </div>
        )}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            <DaySeparator message={message} before={messages[index - 1]} now={now} />
            {message.id === firstUnread && <p className={styles.newLine}>{t('chat.new')}</p>}
            <CommentView
              comment={message}
              delivery={deliveries.get(message.id)}
              people={people}
              now={now}
              mayChange={rights.maySpeak && message.author.id === self}
              mayRemove={rights.maySpeak && (message.author.id === self || rights.isOwner)}
              onChange={(words) => chat.change(message.id, words)}
              onRemove={() => chat.remove(message.id)}
              onRetry={() => chat.retry(message.id)}
              onDrop={() => chat.drop(message.id)}
            />
          </Fragment>
        ))}
      </div>
      {!isAtEnd && unread > 0 && (
        <Button className={styles.toEnd} onClick={toEnd}>
          <ArrowDown size={15} aria-hidden /> {t('chat.unread', { count: unread })}
        </Button>
      )}
      {(rights.maySpeak || unsent.isBegun) && (
        <div className={styles.foot}>
          <Composer
            isClosed={!rights.maySpeak}
            label={t('chat.write')}
            send={t('chat.send')}
            people={people}
            slim
            initial={unsent.initial}
            onWords={unsent.keep}
            onSend={(words) => {
              chat.say(words);
              requestAnimationFrame(toEnd);
            }}
          />
        </div>
      )}
    </>
  );
};

interface DaySeparatorProps {
  readonly message: CommentSummary;
  readonly before: CommentSummary | undefined;
  readonly now: Date;
}

const DaySeparator = ({ message, before, now }: DaySeparatorProps) => {
  const { t, i18n } = useTranslation();
  const date = new Date(message.createdAt);
  if (before !== undefined && new Date(before.createdAt).toDateString() === date.toDateString()) return null;
  const group = timeGroup(date, now);
  const isNear = group === 'today' || group === 'yesterday';
  return (
    <p className={styles.day}>
      {isNear ? t(`chat.${group}`) : date.toLocaleDateString(i18n.language, { dateStyle: 'full' })}
    </p>
  );
};

interface FirstUnread {
  readonly messages: readonly CommentSummary[];
  readonly read: number;
  readonly self: string;
  readonly isReady: boolean;
}

/** The message above which "new" stands: the first that was unread when the chat was opened. */
const useFirstUnread = ({ messages, read, self, isReady }: FirstUnread): string | null => {
  const [opened, setOpened] = useState<{ readonly read: number; readonly last: number } | null>(null);
  if (opened === null && isReady) setOpened({ read, last: messages.at(-1)?.seq ?? 0 });
  const first = messages.find(
    ({ seq, author, deletedAt }) =>
      opened !== null && seq > opened.read && seq <= opened.last && author.id !== self && deletedAt === null,
  );
  return first === undefined || first === messages[0] ? null : first.id;
};

/** Whether the list is at its end, where it stays when something is added there; what is added above moves nothing. */
const useEnd = (list: React.RefObject<HTMLDivElement | null>, messages: readonly CommentSummary[]) => {
  const [isAtEnd, setAtEnd] = useState(true);
  const before = useRef({ height: 0, first: '' });
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const first = messages[0]?.id ?? '';
    const isGrownAbove = before.current.first !== '' && before.current.first !== first;
    if (isAtEnd) element.scrollTop = element.scrollHeight;
    else if (isGrownAbove) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { height: element.scrollHeight, first };
  }, [list, messages, isAtEnd]);
  return {
    isAtEnd,
    onScroll: (): void => {
      const element = list.current;
      if (element !== null) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR);
    },
    toEnd: (): void => {
      list.current?.scrollTo({ top: list.current.scrollHeight });
      setAtEnd(true);
    },
  };
};
