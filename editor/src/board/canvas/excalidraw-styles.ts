import '@excalidraw/excalidraw/index.css';

/** Where the canvas' styles are, if they don't come with the script: in library builds `embed/excalidraw-styles.ts` stands here. */
export const EXCALIDRAW_STYLES: string | null = null;
