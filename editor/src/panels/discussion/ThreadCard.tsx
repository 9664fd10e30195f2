import type { TFunction } from 'i18next';
import { Check, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery, Discussion } from '../../client/discussion/index.ts';
import type { CommentTarget, NewCommentTarget, ThreadSummary } from '../../protocol/index.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import type { Person } from '../people.ts';
import { CommentView, DeliveryState } from './CommentView.tsx';
import { Composer } from './Composer.tsx';
import styles from './Discussion.module.css';
import { activate, type ThreadPlaces } from './discussion-view.ts';
import { useUnsent } from './unsent.ts';

export interface Rights {
  readonly maySpeak: boolean;
  readonly isOwner: boolean;
}

interface ThreadCardProps {
  readonly discussion: Discussion;
  readonly thread: ThreadSummary;
  readonly deliveries: ReadonlyMap<string, Delivery>;
  readonly people: readonly Person[];
  readonly self: string;
  readonly rights: Rights;
  readonly now: Date;
  readonly isActive: boolean;
  readonly isUnread: boolean;
  readonly isOrphan: boolean;
  /** Of what the thread is on. */
  readonly kind: ThreadPlaces['kind'];
  /** The address of a thread; left out where it has none. */
  readonly link: ((threadId: string) => string) | undefined;
  reveal(threadId: string): void;
}

/** A thread with what it is about, its comments, and a field to reply in. */
export const ThreadCard = ({
  discussion,
  thread,
  deliveries,
  people,
  self,
  rights,
  now,
  isActive,
  isUnread,
  isOrphan,
  kind,
  link,
  reveal,
}: ThreadCardProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const card = useRef<HTMLElement>(null);
  const { threads } = discussion;
  const isResolved = thread.resolved !== null;
  const delivery = deliveries.get(thread.id);
  const unsent = useUnsent(discussion, thread.id);
  const isSent = !thread.comments.some(({ id }) => id === thread.comments[0]?.id && deliveries.has(id));
  useReading(card, isUnread, () => threads.markRead([thread.id]));

  useEffect(() => {
    if (!isActive) return;
    card.current?.scrollIntoView({ block: 'nearest', behavior: scrolling() });
    // The field that it was written in is gone: keys go on from here.
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, [isActive]);

  const open = (): void => {
    activate(discussion, thread.id);
    reveal(thread.id);
  };
  const copyLink = async (): Promise<void> => {
    if (link === undefined) return;
    try {
      await navigator.clipboard.writeText(link(thread.id));
      toast({ text: t('comments.linkCopied') });
    } catch {
      toast({ tone: 'danger', text: t('comments.linkNotCopied') });
    }
  };

  return (
    <section
      ref={card}
      className={cx(styles.card, isActive && styles.active)}
      aria-label={t('comments.threadBy', {
        name: thread.comments[0]?.author.name ?? '',
        count: thread.comments.length,
      })}
      aria-current={isActive || undefined}
      data-thread={thread.id}
      data-unread={isUnread || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows lead from one to the next.
      tabIndex={0}
      onClick={(event) => {
        // Its buttons and fields have their own business.
        if (!isActive && !(event.target as Element).closest('button, a, textarea')) open();
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') open();
        else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') focusBeside(event.currentTarget, event.key);
        else return;
        event.preventDefault();
      }}
    >
      {isUnread && <span className={styles.dot} title={t('comments.unread')} data-testid="unread" />}
      <Subject thread={thread} isOrphan={isOrphan} kind={kind} onReveal={open} />
      {thread.comments.map((comment, index) => (
        <CommentView
          key={comment.id}
          comment={comment}
          delivery={deliveries.get(comment.id)}
          people={people}
          now={now}
          mayChange={rights.maySpeak && comment.author.id === self}
          mayRemove={rights.maySpeak && (comment.author.id === self || rights.isOwner)}
          onChange={(words) => threads.change(thread.id, comment.id, words)}
          onRemove={() => threads.remove(thread.id, comment.id)}
          onCopyLink={index === 0 && link !== undefined ? () => void copyLink() : undefined}
          onRetry={() => threads.retry(comment.id)}
          onDrop={() => threads.drop(comment.id)}
        >
          {index === 0 && rights.maySpeak && isSent && (
            <IconButton
              label={isResolved ? t('comments.reopen') : t('comments.resolve')}
              className={styles.small}
              onClick={() => threads.resolve(thread.id, !isResolved)}
            >
              {isResolved ? <RotateCcw size={16} aria-hidden /> : <Check size={17} aria-hidden />}
            </IconButton>
          )}
        </CommentView>
      ))}
      {thread.resolved !== null && (
        <p className={styles.faint}>{t('comments.resolvedBy', { name: thread.resolved.by.name })}</p>
      )}
      {delivery && (
        <DeliveryState
          delivery={delivery}
          onRetry={() => threads.retry(thread.id)}
          onDrop={() => threads.drop(thread.id)}
        />
      )}
      {((isActive && rights.maySpeak) || unsent.isBegun) && (
        <Composer
          isClosed={!rights.maySpeak}
          label={t('comments.reply')}
          send={t('comments.sendReply')}
          people={people}
          slim
          initial={unsent.initial}
          onWords={unsent.keep}
          onSend={(words) => threads.reply(thread.id, words)}
        />
      )}
    </section>
  );
};

/** What a thread is about, where that has no words of its own. */
export const subjectWords = (t: TFunction, target: CommentTarget | NewCommentTarget, on: ThreadPlaces['kind']) => {
  if (target.kind === 'elements') return t('comments.onElements', { count: target.elements.length });
  if (target.kind !== 'document') return t('comments.onBlock');
  return t(on === 'board' ? 'comments.onBoard' : 'comments.onDocument');
};

interface SubjectProps {
  readonly thread: ThreadSummary;
  readonly isOrphan: boolean;
  readonly kind: ThreadPlaces['kind'];
  onReveal(): void;
}

/** What a thread is about, in its own words. */
const Subject = ({ thread: { target, quote }, isOrphan, kind, onReveal }: SubjectProps) => {
  const { t } = useTranslation();
  if (target.kind === 'document') return <p className={styles.about}>{subjectWords(t, target, kind)}</p>;
  const words = quote || subjectWords(t, target, kind);
  if (isOrphan) {
    return (
      <div className={styles.about}>
        <blockquote className={cx(styles.quote, styles.gone)} dir="auto">
          {words}
        </blockquote>
        <p className={styles.faint}>{t('comments.orphan')}</p>
      </div>
    );
  }
  return (
    <button
      type="button"
      className={cx(styles.about, styles.quote)}
      title={t('comments.reveal')}
      onClick={onReveal}
      dir="auto"
    >
      {words}
    </button>
  );
};

/** How long a card has to be in sight to count as read, milliseconds. */
const READING = 1_200;

/** Calls back once somebody has had the time to read what is unread here. */
const useReading = (card: React.RefObject<HTMLElement | null>, isUnread: boolean, onRead: () => void): void => {
  const latest = useRef(onRead);
  useEffect(() => {
    latest.current = onRead;
  });
  useEffect(() => {
    const element = card.current;
    if (!isUnread || element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSeen = false;
    const update = (): void => {
      clearTimeout(timer);
      if (isSeen && document.visibilityState === 'visible') timer = setTimeout(() => latest.current(), READING);
    };
    const observer = new IntersectionObserver(
      ([entry]) => {
        // Of a long one as much as the panel can show.
        isSeen = entry !== undefined && (entry.intersectionRatio > 0.6 || entry.intersectionRect.height > 240);
        update();
      },
      { threshold: [0, 0.3, 0.61, 1] },
    );
    observer.observe(element);
    document.addEventListener('visibilitychange', update);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', update);
    };
  }, [card, isUnread]);
};

const focusBeside = (card: HTMLElement, key: 'ArrowDown' | 'ArrowUp'): void => {
  const cards = [...(card.parentElement?.querySelectorAll<HTMLElement>(':scope > [data-thread]') ?? [])];
  cards[cards.indexOf(card) + (key === 'ArrowDown' ? 1 : -1)]?.focus();
};

const scrolling = (): ScrollBehavior => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth');
