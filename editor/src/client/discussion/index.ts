export { Discussion } from './discussion.ts';
export type { Delivery } from './outbox.ts';
export type { Loading, Words } from './threads.ts';
