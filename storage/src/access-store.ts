/**
 * What a store keeps of who may come in: share links, and what was said of single users. Tokens and keys are never
 * stored. Roles are opaque here.
 */
export interface AccessStore {
  /** Rejects with `DocumentMissingError` where there is no such document, trash included. */
  addLink(link: NewLink): Promise<Link>;
  /** Null where there never was such a link; one that ended is found, with the time. */
  findLink(id: string): Promise<Link | null>;
  /** All links of a document, ended ones included, oldest first. */
  listLinks(documentId: string): Promise<Link[]>;
  /** Changes what is given of a link. Null where there is none. */
  changeLink(id: string, change: LinkChange): Promise<Link | null>;

  /** What was last said of a user in a document; null where nothing was. */
  findMember(documentId: string, user: string): Promise<Member | null>;
  /** Says what a user may do in a document from now on, whatever a token made before says. Null for nothing at all. */
  setMember(documentId: string, user: string, role: string | null): Promise<Member>;
}

/** Times are milliseconds since 1970. */
export interface Link {
  /** What the link's address holds; who knows it has the link. */
  readonly id: string;
  readonly documentId: string;
  readonly role: string;
  /** For people, to tell links apart; may be empty. */
  readonly label: string;
  /** Derived from the password, with its salt; null where none is asked for. */
  readonly password: string | null;
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** Null for one that lasts. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export type NewLink = Omit<Link, 'createdAt' | 'revokedAt'>;

export type LinkChange = Partial<Pick<Link, 'role' | 'label' | 'password' | 'expiresAt' | 'revokedAt'>>;

export interface Member {
  readonly role: string | null;
  readonly changedAt: number;
}
