/** Beside the scripts, fetched with the canvas: who only writes loads none. */
export const EXCALIDRAW_STYLES: string | null = new URL(/* @vite-ignore */ '../board.css', import.meta.url).href;
