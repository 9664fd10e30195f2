/**
 * What a store keeps for programs that use the service: their keys, the answers they were given, and the live values
 * of documents. Roles, scopes and values are opaque here.
 */
export interface ProgramStore {
  addKey(key: NewApiKey): Promise<ApiKey>;
  /** Null where there never was such a key; one that ended is found, with the time. */
  findKey(id: string): Promise<ApiKey | null>;
  /** All keys, ended ones included, oldest first. */
  listKeys(): Promise<ApiKey[]>;
  /** Ends a key from now on. Null where there is none; one that ended before keeps its time. */
  revokeKey(id: string): Promise<ApiKey | null>;

  /**
   * Notes that `owner` asks for something under an id of theirs, once: null where it is the first time, else what was
   * noted then. What was noted before `forgetBefore` is let go.
   */
  beginAnswer(asked: AskedOnce, forgetBefore: number): Promise<KeptAnswer | null>;
  /** Keeps what was answered, for whoever asks the same again. */
  finishAnswer(owner: string, id: string, answer: FinishedAnswer): Promise<void>;
  /** Nothing came of it: it may be asked again. */
  dropAnswer(owner: string, id: string): Promise<void>;

  /** Sets values of documents, all of them or none. What is said of documents that aren't there is passed over. */
  setValues(values: readonly NewValue[]): Promise<void>;
  /** By name. */
  listValues(documentId: string): Promise<LiveValue[]>;
  /** Ids of documents that have any. */
  documentsWithValues(): Promise<string[]>;
  /** False where there was none. */
  removeValue(documentId: string, name: string): Promise<boolean>;
}

/** Times are milliseconds since 1970. */
export interface ApiKey {
  readonly id: string;
  /** Of what is to be kept secret; it can't be had back. */
  readonly hash: string;
  /** For people, to tell keys apart. */
  readonly label: string;
  /** In whose name it writes: an id, and what they are called. */
  readonly user: string;
  readonly name: string;
  /** A document's id, or a pattern. */
  readonly documents: string;
  readonly scopes: readonly string[];
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** Null for one that lasts. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export type NewApiKey = Omit<ApiKey, 'createdAt' | 'revokedAt'>;

export interface AskedOnce {
  readonly owner: string;
  readonly id: string;
  /** Of all that was asked: another under the same id is a mistake. */
  readonly fingerprint: string;
  readonly at: number;
}

export interface FinishedAnswer {
  readonly status: number;
  readonly body: string;
}

export interface KeptAnswer {
  readonly fingerprint: string;
  readonly at: number;
  /** Null while it is worked on, or where that was cut short. */
  readonly answer: FinishedAnswer | null;
}

export interface LiveValue {
  readonly name: string;
  /** JSON text. */
  readonly value: string;
  readonly at: number;
  /** Milliseconds after which it is to be taken for out of date; null for never. */
  readonly staleAfter: number | null;
}

export interface NewValue extends LiveValue {
  readonly documentId: string;
}
