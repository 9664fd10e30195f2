import { useEffect } from 'react';

/** What the browser's tab says. */
export const useDocumentTitle = (title: string): void => {
  useEffect(() => {
    document.title = title;
  }, [title]);
};
