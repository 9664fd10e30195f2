export { markBlock, markText, removeMarksOf, type TextRange } from './anchors.ts';
export { $removeMarks, keepMarks, threadsOf } from './marks.ts';
