import { type RefObject, useEffect } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { useThoseHere } from '../../document/mentions/people-context.ts';
import { FollowFrame } from '../../panels/FollowFrame.tsx';
import { followingIn, useFollowing } from '../../panels/following.ts';
import { personOf } from '../../panels/people.ts';
import type { BoardBinding } from '../binding/index.ts';

interface FollowBannerProps {
  readonly awareness: Awareness;
  readonly binding: BoardBinding;
  /** What holds the canvas: whoever moves or draws there goes a way of their own. */
  readonly container: RefObject<HTMLElement | null>;
}

const OWN = ['wheel', 'touchmove', 'pointerdown'] as const;

/** Goes where somebody else looks, until they leave or one does something on the board oneself; and says so. */
export const FollowBanner = ({ awareness, binding, container }: FollowBannerProps) => {
  const id = useFollowing(awareness);
  const person = useThoseHere().find((each) => each.id === id);

  useEffect(() => {
    const element = container.current;
    if (id === null || element === null) return undefined;
    const { people, follow, onPeopleChange } = binding;
    const end = (): void => followingIn(awareness).set(null);
    /** The window of theirs that was last seen somewhere. */
    const go = (): void => {
      const windows = people().filter(({ clientId }) => personOf(awareness.getStates().get(clientId) ?? {})?.id === id);
      const window = windows.find(({ viewport }) => viewport !== null) ?? windows[0];
      if (window === undefined) end();
      else if (binding.following() !== window.clientId) follow(window.clientId);
    };
    go();
    const stop = onPeopleChange(go);
    for (const event of OWN) element.addEventListener(event, end, { passive: true, capture: true });
    return () => {
      stop();
      for (const event of OWN) element.removeEventListener(event, end, { capture: true });
      follow(null);
    };
  }, [awareness, binding, container, id]);

  return person === undefined ? null : <FollowFrame awareness={awareness} person={person} />;
};
