export type { Change, ChangeKind, ChangeMark, Comparison, Witness } from './change.ts';
export { compareDocuments } from './compare.ts';
export { compareStates } from './compare-states.ts';
export { CHANGE } from './marked.ts';
export { copiedState, restoreState } from './restore.ts';
