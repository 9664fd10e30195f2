import { useEffect } from 'react';

/**
 * Keeps `--keyboard-height` at what the on-screen keyboard covers of the page. Where the browser makes the page
 * smaller instead (`interactive-widget=resizes-content`), that is nothing.
 */
export const useKeyboardHeight = (): void => {
  useEffect(() => {
    const { visualViewport } = window;
    if (visualViewport === null) return undefined;
    const update = (): void => {
      const covered = window.innerHeight - visualViewport.height - visualViewport.offsetTop;
      // A pinch-zoomed page has a small viewport too, and no keyboard.
      const height = visualViewport.scale > 1.01 ? 0 : Math.max(0, Math.round(covered));
      document.documentElement.style.setProperty('--keyboard-height', `${height}px`);
    };
    update();
    visualViewport.addEventListener('resize', update);
    visualViewport.addEventListener('scroll', update);
    return () => {
      visualViewport.removeEventListener('resize', update);
      visualViewport.removeEventListener('scroll', update);
      document.documentElement.style.removeProperty('--keyboard-height');
    };
  }, []);
};
