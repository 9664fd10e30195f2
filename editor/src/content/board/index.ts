export { type CanvasElement, decodeElement, encodeElement, type Parts, sameValue } from './codec.ts';
export type { BoardElement, BoundElement, ElementType, Versioned } from './element.ts';
export { type BoardFile, readFile, unusedBoardAssets } from './files.ts';
export { byOrder, isIndex } from './order.ts';
export { boardElements, boardFiles, type StoredElement } from './schema.ts';
export { newStored, partsOf, putElements, readElement, shownElements, storedPart } from './store.ts';
export { appended, STROKE_KEYS, type StrokeKey } from './stroke.ts';
export { boardText } from './text.ts';
export { Ties } from './ties.ts';
