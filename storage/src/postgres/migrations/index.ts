import { around } from './around.ts';
import { assets } from './assets.ts';
import { documents } from './documents.ts';
import { indexLease, leases } from './leases.ts';
import type { Migration } from './migrate.ts';
import { search } from './search.ts';

/** All steps of the layout, in their order; a new one goes at the end. */
export const MIGRATIONS: readonly Migration[] = [documents, around, assets, search, leases, indexLease];
