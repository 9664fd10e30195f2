/**
 * A small picture of each document, as one of its editors last saw it. It can be made anew at any time, so it is no part
 * of what a store promises of content.
 */
export interface ThumbnailStore {
  /** Puts it in the place of the one before; resolves with its time. Rejects with `DocumentMissingError` where there is no such document. */
  putThumbnail(documentId: string, thumbnail: NewThumbnail): Promise<number>;
  /** Null where there is none, trash included. */
  findThumbnail(documentId: string): Promise<Thumbnail | null>;
}

export interface NewThumbnail {
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Thumbnail extends NewThumbnail {
  /** Milliseconds since 1970; another for each that takes the place of one. */
  readonly at: number;
}
