import { around } from './around.ts';
import { documents } from './documents.ts';
import type { Migration } from './migrate.ts';

/** All steps of the layout, in their order; a new one goes at the end. */
export const MIGRATIONS: readonly Migration[] = [documents, around];
