export { markBlock, markText, removeMarksOf, type TextRange } from './anchors.ts';
export { $removeMarks, isCommentMark, keepMarks, type MarkedJson, threadsOf } from './marks.ts';
