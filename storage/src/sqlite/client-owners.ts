import type { Connection } from './connection.ts';
import { type PackedOwners, packOwners } from './packed-owners.ts';

/** The table of clientIDs. Documents and users are keys; writes are within the caller's transaction. */
export class ClientOwners {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(db: Connection['db']) {
    this.#statements = prepare(db);
  }

  /** From now on the clientID is the user's, unless it is somebody's already. */
  claim(document: number, client: number, user: number): void {
    this.#statements.claim.run(document, client, user);
  }

  /** The user brought something of the clientID in a recovery. */
  recover(document: number, client: number, user: number): void {
    this.#statements.recover.run(document, client, user);
  }

  read(document: number): PackedOwners {
    return packOwners(this.#statements.read.all(document));
  }
}

function prepare(db: Connection['db']) {
  return {
    claim: db.prepare<[number, number, number]>(`
      insert into client (document, id, user) values (?, ?, ?)
      on conflict do update set user = excluded.user where user is null
    `),
    recover: db.prepare<[number, number, number]>(`
      insert into client (document, id, recovered_by) values (?, ?, ?)
      on conflict do update set recovered_by = excluded.recovered_by
    `),
    read: db.prepare<[number], { client: number; user: string | null; recoveredBy: string | null }>(`
      select id as client, owner.name as user, bringer.name as recoveredBy from client
      left join user as owner on owner.key = client.user
      left join user as bringer on bringer.key = client.recovered_by
      where document = ? order by id
    `),
  };
}
