import { useEffect } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { DocumentAttachment } from '../../content/index.ts';
import { FollowFrame } from '../../panels/FollowFrame.tsx';
import { followingIn, useFollowing } from '../../panels/following.ts';
import { useThoseHere } from '../mentions/people-context.ts';
import { followView } from './follow.ts';

interface FollowBannerProps {
  readonly attachment: DocumentAttachment;
  readonly awareness: Awareness;
}

/** Follows whom one has chosen to, and says so. */
export const FollowBanner = ({ attachment, awareness }: FollowBannerProps) => {
  const id = useFollowing(awareness);
  const person = useThoseHere().find((each) => each.id === id);

  useEffect(() => {
    if (id === null) return undefined;
    return followView(attachment, { person: id, onEnd: () => followingIn(awareness).set(null) });
  }, [attachment, awareness, id]);

  return person === undefined ? null : <FollowFrame awareness={awareness} person={person} />;
};
