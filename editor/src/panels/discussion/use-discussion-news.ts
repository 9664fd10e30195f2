import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { CommentSummary } from '../../protocol/index.ts';
import { announce } from '../../ui/announce.ts';

/** Longer than this, what somebody said isn't read out, milliseconds: what is that old came with the list. */
const FRESH = 60_000;
const LONGEST = 140;

/** Has read out what others say while one is here. */
export const useDiscussionNews = (discussion: Discussion): void => {
  const { t } = useTranslation();
  useEffect(() => {
    const { threads, chat } = discussion;
    const tell = (key: 'comments.said' | 'comments.saidToYou' | 'chat.said', { author, text }: CommentSummary): void =>
      announce(t(key, { name: author.name, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text }));
    const isNews = ({ author, createdAt, deletedAt }: CommentSummary): boolean =>
      author.id !== discussion.self.value.id && deletedAt === null && Date.now() - Date.parse(createdAt) < FRESH;
    const news = (all: () => readonly CommentSummary[], say: (comment: CommentSummary) => void) => {
      let known = new Set(all().map(({ id }) => id));
      return (): void => {
        const now = all();
        for (const comment of now) if (!known.has(comment.id) && isNews(comment)) say(comment);
        known = new Set(now.map(({ id }) => id));
      };
    };
    const comments = news(
      () => threads.shown.value.threads.flatMap((thread) => thread.comments),
      (comment) => {
        const isToSelf = comment.mentions.some(({ id }) => id === discussion.self.value.id);
        tell(isToSelf ? 'comments.saidToYou' : 'comments.said', comment);
      },
    );
    const messages = news(
      () => chat.shown.value.messages,
      (message) => tell('chat.said', message),
    );
    const stops = [threads.shown.subscribe(comments), chat.shown.subscribe(messages)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [discussion, t]);
};
