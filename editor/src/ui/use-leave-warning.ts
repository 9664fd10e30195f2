import { useEffect } from 'react';

/** Has the browser ask before the page is left, while `isNeeded`: something would be lost. */
export const useLeaveWarning = (isNeeded: boolean): void =>
  useEffect(() => {
    if (!isNeeded) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isNeeded]);
