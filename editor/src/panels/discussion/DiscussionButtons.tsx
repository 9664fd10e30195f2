import { MessageSquareText, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useShown } from './CommentsTab.tsx';
import styles from './Discussion.module.css';
import { type Tab, togglePanel, useDiscussionView } from './discussion-view.ts';
import { countUnread } from './thread-facts.ts';
import { useDiscussionNews } from './use-discussion-news.ts';

/** Open the panel, and say how much there is that one hasn't read. */
export const DiscussionButtons = ({ discussion }: { readonly discussion: Discussion }) => {
  const { threads, read } = useShown(discussion.threads.shown);
  const self = useShown(discussion.self).id;
  const { unread } = useShown(discussion.chat.shown);
  useDiscussionNews(discussion);
  return (
    <>
      <PanelButton discussion={discussion} tab="comments" unread={countUnread(threads, read, self)}>
        <MessageSquareText size={18} aria-hidden />
      </PanelButton>
      <PanelButton discussion={discussion} tab="chat" unread={unread}>
        <MessagesSquare size={18} aria-hidden />
      </PanelButton>
    </>
  );
};

interface PanelButtonProps {
  readonly discussion: Discussion;
  readonly tab: Tab;
  readonly unread: number;
  readonly children: ReactNode;
}

const PanelButton = ({ discussion, tab, unread, children }: PanelButtonProps) => {
  const { t } = useTranslation();
  const isOpen = useDiscussionView(discussion).tab === tab;
  const label = unread === 0 ? t(`${tab}.open`) : t(`${tab}.openUnread`, { count: unread });
  return (
    <IconButton
      label={label}
      className={styles.toggle}
      aria-expanded={isOpen}
      onClick={() => togglePanel(discussion, tab)}
    >
      {children}
      {unread > 0 && <span className={styles.badge} data-count={unread > 99 ? '99+' : unread} aria-hidden />}
    </IconButton>
  );
};
