import type { Link, LinkChange, Member, NewLink } from '../access-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

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

interface MemberRow {
  readonly role: string | null;
  readonly changed_at: number;
}

/** The tables of share links and members. */
export class Access {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  addLink(link: NewLink): Link {
    const { key } = this.#documents.existing(link.documentId);
    const { id, role, label, password, createdBy, expiresAt } = link;
    const now = Date.now();
    this.#connection.write(() =>
      this.#statements.insertLink.run(id, key, role, label, password, createdBy, now, expiresAt),
    );
    return { ...link, createdAt: now, revokedAt: null };
  }

  findLink(id: string): Link | null {
    const row = this.#statements.link.get(id);
    return row ? linkOf(row) : null;
  }

  listLinks(documentId: string): Link[] {
    return this.#statements.links.all(documentId).map(linkOf);
  }

  changeLink(id: string, change: LinkChange): Link | null {
    const link = this.findLink(id);
    if (!link) return null;
    const changed = { ...link, ...change };
    const { role, label, password, expiresAt, revokedAt } = changed;
    this.#connection.write(() => this.#statements.changeLink.run(role, label, password, expiresAt, revokedAt, id));
    return changed;
  }

  findMember(documentId: string, user: string): Member | null {
    const row = this.#statements.member.get(documentId, user);
    return row ? { role: row.role, changedAt: row.changed_at } : null;
  }

  setMember(documentId: string, user: string, role: string | null): Member {
    const { key } = this.#documents.existing(documentId);
    const changedAt = Date.now();
    this.#connection.write(() => this.#statements.setMember.run(key, user, role, changedAt));
    return { role, changedAt };
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

function prepare(db: Connection['db']) {
  const columns = `link.id, document.id as document, role, label, password, created_by, link.created_at, expires_at,
    revoked_at`;
  return {
    insertLink: db.prepare<[string, number, string, string, string | null, string | null, number, number | null]>(
      `insert into link (id, document, role, label, password, created_by, created_at, expires_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    link: db.prepare<[string], LinkRow>(
      `select ${columns} from link join document on document.key = link.document where link.id = ?`,
    ),
    links: db.prepare<[string], LinkRow>(
      `select ${columns} from link join document on document.key = link.document where document.id = ?
       order by link.created_at, link.key`,
    ),
    changeLink: db.prepare<[string, string, string | null, number | null, number | null, string]>(
      'update link set role = ?, label = ?, password = ?, expires_at = ?, revoked_at = ? where id = ?',
    ),
    member: db.prepare<[string, string], MemberRow>(
      `select role, member.changed_at from member join document on document.key = member.document
       where document.id = ? and member.user = ?`,
    ),
    setMember: db.prepare<[number, string, string | null, number]>(
      'insert or replace into member (document, user, role, changed_at) values (?, ?, ?, ?)',
    ),
  };
}
