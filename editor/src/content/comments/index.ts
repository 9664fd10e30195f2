export { markBlock, markText, removeMarksOf, type TextRange } from './anchors.ts';
export { $removeMarks, keepMarks, type MarkedJson, threadsOf } from './marks.ts';
