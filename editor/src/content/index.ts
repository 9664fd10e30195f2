export { type AttachOptions, attachDocument, type DocumentAttachment, type DocumentProblem } from './binding/attach.ts';
export type { RemoteCursor } from './binding/cursor-state.ts';
export type { Point } from './binding/points.ts';
export { documentRoot } from './binding/schema.ts';
export {
  $removeMarks,
  keepMarks,
  type MarkedJson,
  markBlock,
  markText,
  removeMarksOf,
  type TextRange,
  threadsOf,
} from './comments/index.ts';
export { type BlockPlace, DocumentEdits, EditError, type IdentifiedNode } from './edits/index.ts';
export { emptyDocumentUpdate } from './empty.ts';
export { createHeadlessDocumentEditor } from './headless.ts';
export { isSafeAddress } from './link-address.ts';
export { decorateWith } from './nodes/decoration.ts';
export { GridCellNode } from './nodes/grid-cell-node.ts';
export { GridNode } from './nodes/grid-node.ts';
export { documentNodes } from './nodes/index.ts';
export { NO_OWN_NODES, type OwnNodes, type OwnTexts, ownTexts, readOwnNodes } from './own-nodes.ts';
export { CELL_COLORS, type CellColor } from './tables/colors.ts';
export {
  $canMove,
  $cellsIn,
  $createGrid,
  $insertColumns,
  $insertRows,
  $isMerged,
  $mergeRange,
  $moveColumn,
  $moveRow,
  $rangeOf,
  $removeColumns,
  $removeRows,
  $removeTable,
  $shownCells,
  $splitRange,
  type Range as TableRange,
} from './tables/edit.ts';
export { MIN_WIDTH as MIN_COLUMN_WIDTH } from './tables/shape.ts';
export { documentText } from './text.ts';
