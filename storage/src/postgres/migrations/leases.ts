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
