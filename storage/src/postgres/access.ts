import type { AccessStore, Link, LinkChange, Member, NewLink } from '../access-store.ts';
import type { Queries } from './database.ts';
import { keyOf, missing } from './documents.ts';

interface LinkRow {
  readonly id: string;
  readonly document: string;
  readonly role: string;
  readonly label: string;
  readonly password: string | null;
  readonly created_by: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
}

const LINK = `select link.id, document.id as document, role, label, password, created_by, link.created_at, expires_at,
  revoked_at from link join document on document.key = link.document`;

/** The tables of share links and members. */
export class Access implements AccessStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async addLink(link: NewLink): Promise<Link> {
    const { id, documentId, role, label, password, createdBy, expiresAt } = link;
    const document = await keyOf(this.#queries, documentId);
    const row = await this.#queries.row<{ created_at: number }>(
      `insert into link (id, document, role, label, password, created_by, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, now_ms(), $7) on conflict (id) do nothing returning created_at`,
      [id, document, role, label, password, createdBy, expiresAt],
    );
    if (!row) throw new Error('There is a link of this id already.');
    return { ...link, createdAt: row.created_at, revokedAt: null };
  }

  async findLink(id: string): Promise<Link | null> {
    const row = await this.#queries.row<LinkRow>(`${LINK} where link.id = $1`, [id]);
    return row ? linkOf(row) : null;
  }

  async listLinks(documentId: string): Promise<Link[]> {
    const order = 'order by link.created_at, link.key';
    return (await this.#queries.rows<LinkRow>(`${LINK} where document.id = $1 ${order}`, [documentId])).map(linkOf);
  }

  async changeLink(id: string, change: LinkChange): Promise<Link | null> {
    const columns = {
      role: 'role',
      label: 'label',
      password: 'password',
      expiresAt: 'expires_at',
      revokedAt: 'revoked_at',
    };
    const given = Object.entries(columns).flatMap(([name, column]) => {
      const value = change[name as keyof LinkChange];
      return value === undefined ? [] : [{ column, value }];
    });
    if (given.length > 0) {
      const set = given.map(({ column }, index) => `${column} = $${index + 2}`).join(', ');
      await this.#queries.run(`update link set ${set} where id = $1`, [id, ...given.map(({ value }) => value)]);
    }
    return await this.findLink(id);
  }

  async findMember(documentId: string, user: string): Promise<Member | null> {
    const row = await this.#queries.row<{ role: string | null; changed_at: number }>(
      `select role, member.changed_at from member join document on document.key = member.document
       where document.id = $1 and "user" = $2`,
      [documentId, user],
    );
    return row ? { role: row.role, changedAt: row.changed_at } : null;
  }

  async setMember(documentId: string, user: string, role: string | null): Promise<Member> {
    // Compared with when tokens were made, by clocks that may go before the server's: it counts for those before either.
    const row = await this.#queries.row<{ changed_at: number }>(
      `insert into member (document, "user", role, changed_at)
       select key, $2, $3, greatest(now_ms(), $4::bigint) from document where id = $1
       on conflict (document, "user") do update set role = excluded.role, changed_at = excluded.changed_at
       returning changed_at`,
      [documentId, user, role, Date.now()],
    );
    if (!row) throw missing(documentId);
    return { role, changedAt: row.changed_at };
  }
}

const linkOf = (row: LinkRow): Link => ({
  id: row.id,
  documentId: row.document,
  role: row.role,
  label: row.label,
  password: row.password,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});
