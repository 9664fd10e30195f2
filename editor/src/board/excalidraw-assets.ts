/** Where a service keeps the fonts of its boards, below its address. The version is part of it, so that they may be kept for ever. */
export const EXCALIDRAW_ASSETS = 'assets/excalidraw-0.18.1/';
