import type { Migration } from './migrate.ts';

/** Who is at a piece of work that others need not do as well. Lost with a crash, which costs that work once more. */
export const leases: Migration = {
  sql: `
  create unlogged table compaction_lease (
    document bigint primary key,
    holder text not null,
    until bigint not null
  );
  `,
};

/** Who keeps the index of texts in step: one row at most. */
export const indexLease: Migration = {
  sql: `
  create unlogged table index_lease (
    holder text not null,
    until bigint not null
  );
  create unique index index_lease_one on index_lease ((true));
  `,
};
