import { useEffect } from 'react';

/** Whether files are being dragged; which ones is told when they are dropped. */
export const isFileDrag = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/**
 * The files that a paste or drop brings. None where it brings words as well, as a part of a spreadsheet does, whose
 * picture is but another look at it. A picture copied from a page comes with the page's `<img>`, which is no words.
 */
export const filesOf = (data: DataTransfer | null): File[] => {
  const files = [...(data?.files ?? [])];
  const html = data?.getData('text/html') ?? '';
  return html === '' || isOnlyPicture(html) ? files : [];
};

const isOnlyPicture = (html: string): boolean => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return body.textContent.trim() === '' && body.querySelectorAll('img').length === 1;
};

/** A file dropped beside the text would be opened in the place of the page. */
export const useNoStrayDrops = (): void => {
  useEffect(() => {
    const refuse = (event: DragEvent): void => {
      if (event.defaultPrevented || !isFileDrag(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer && event.type === 'dragover') event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
};
