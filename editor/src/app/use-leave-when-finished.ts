import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AroundNavHandler } from 'wouter';
import { useToast } from '../ui/Toasts.tsx';
import { unfinishedWork } from '../ui/unfinished-work.ts';

/** For the router: a page that has unfinished work is left once that is done, for where one last wanted to go. */
export const useLeaveWhenFinished = (): AroundNavHandler => {
  const { t } = useTranslation();
  const toast = useToast();
  const leave = useRef<(() => void) | null>(null);
  useEffect(
    () =>
      unfinishedWork.subscribe((count) => {
        if (count > 0) return;
        leave.current?.();
        leave.current = null;
      }),
    [],
  );
  return (navigate, to, options) => {
    if (unfinishedWork.value === 0) {
      navigate(to, options);
      return;
    }
    leave.current = () => navigate(to, options);
    toast({ text: t('exchange.leavesLater') });
  };
};
