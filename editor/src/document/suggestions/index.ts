export { Suggestions } from './Suggestions.tsx';
export type { Trigger } from './trigger.ts';
