import { type AssetLimits, isAssetHash, type Problem, type StoredAsset } from '../protocol/index.ts';
import { httpBase } from './address.ts';
import { getToken, type TokenOption } from './token.ts';

/** What is known of bytes beside themselves. */
export interface UploadOptions {
  /** For people; default: the file's own. */
  readonly name?: string;
  /** Told how much is sent, from 0 to 1. */
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Where a document's pictures and files are kept. This package's own server is one (`connectAssets`); who embeds the
 * editor may hand in another, as long as bytes are had under their SHA-256.
 */
export interface Assets {
  /** Where the bytes with this hash are fetched. */
  address(hash: string): string;
  /**
   * Fetches the bytes, where the address by itself opens nothing: a browser sends no token for a picture. Left out where
   * the address is enough.
   */
  readonly load?: ((hash: string) => Promise<Blob>) | undefined;
  /** The hash that an address names, of whatever document; null where it isn't one of this service. */
  hashIn(address: string): string | null;
  /**
   * Stores a file. Rejects with `UploadRefusedError` where the service won't have it, with the signal's reason where that
   * is aborted, and with any other error where it is worth trying again.
   */
  upload(file: Blob, options?: UploadOptions): Promise<StoredAsset>;
  /** Whether the bytes are there; rejects where the service can't be asked. */
  has(hash: string): Promise<boolean>;
  /** What may be uploaded; rejects where the service can't be asked. */
  limits(): Promise<AssetLimits>;
}

/** The service won't have this file, now or later; the message says why. */
export class UploadRefusedError extends Error {
  override readonly name = 'UploadRefusedError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  /** Whether it is for what the file is, and not for who sends it: too large, or no picture. */
  get isOfTheFile(): boolean {
    return this.status === 413 || this.status === 415;
  }
}

/** Uploads, and resolves with the hash; with null where the service won't have what the file is. Rejects as `upload` does else. */
export const uploadIfTaken = async (assets: Assets, file: Blob, options: UploadOptions): Promise<string | null> => {
  try {
    return (await assets.upload(file, options)).hash;
  } catch (error) {
    if (error instanceof UploadRefusedError && error.isOfTheFile) return null;
    throw error;
  }
};

/** What may be otherwise in a moment: too much at once, a full disk, a server that restarts. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

const sentenceOf = (text: string): string | null => {
  try {
    return (JSON.parse(text) as Partial<Problem>).detail ?? null;
  } catch {
    return null;
  }
};

const answerOf = (status: number, text: string): StoredAsset => {
  if (status === 201) return JSON.parse(text) as StoredAsset;
  const sentence = sentenceOf(text) ?? `HTTP ${status}`;
  throw isPassing(status) || status === 0 ? new Error(sentence) : new UploadRefusedError(status, sentence);
};

class ServiceAssets implements Assets {
  readonly #base: string;
  readonly #folder: string;
  readonly #token: TokenOption | undefined;
  readonly load: ((hash: string) => Promise<Blob>) | undefined;
  #limits: Promise<AssetLimits> | null = null;

  constructor(url: string, documentId: string, token: TokenOption | undefined) {
    this.#base = httpBase(url);
    this.#folder = `${this.#base}/api/documents/${encodeURIComponent(documentId)}/assets`;
    this.#token = token;
    this.load = token === undefined ? undefined : (hash) => this.#load(hash);
  }

  address(hash: string): string {
    return `${this.#folder}/${hash}`;
  }

  hashIn(address: string): string | null {
    if (!address.startsWith(`${this.#base}/api/documents/`)) return null;
    const hash = /\/assets\/([^/?#]+)$/.exec(address)?.[1];
    return isAssetHash(hash) ? hash : null;
  }

  async upload(file: Blob, { name, onProgress, signal }: UploadOptions = {}): Promise<StoredAsset> {
    const url = new URL(this.#folder);
    url.searchParams.set('name', name ?? (file instanceof File ? file.name : ''));
    const headers = { ...(await this.#authorization()), 'content-type': file.type || 'application/octet-stream' };
    signal?.throwIfAborted();
    const send = typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByRequest;
    const { status, text } = await send({ url, headers, file, onProgress, signal });
    return answerOf(status, text);
  }

  async has(hash: string): Promise<boolean> {
    const headers = await this.#authorization();
    const { status } = await fetch(this.address(hash), { method: 'HEAD', cache: 'no-store', headers });
    if (isPassing(status)) throw new Error(`HTTP ${status}`);
    return status === 200;
  }

  limits(): Promise<AssetLimits> {
    this.#limits ??= this.#askLimits().catch((error: unknown) => {
      this.#limits = null;
      throw error;
    });
    return this.#limits;
  }

  async #load(hash: string): Promise<Blob> {
    const response = await fetch(this.address(hash), { headers: await this.#authorization() });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.blob();
  }

  async #askLimits(): Promise<AssetLimits> {
    const response = await fetch(this.#folder, { headers: await this.#authorization() });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as AssetLimits;
  }

  async #authorization(): Promise<Record<string, string>> {
    return this.#token === undefined ? {} : { authorization: `Bearer ${await getToken(this.#token)}` };
  }
}

interface Sending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly file: Blob;
  readonly onProgress: UploadOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Only this kind of request says how much of it is sent. */
const sendByRequest = ({ url, headers, file, onProgress, signal }: Sending): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal?.addEventListener('abort', abort);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new Error('the service can’t be reached'));
    request.onabort = () => reject(signal?.reason ?? new Error('aborted'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(file);
  });

const sendByFetch = async ({ url, headers, file, onProgress, signal }: Sending): Promise<Answer> => {
  const response = await fetch(url, { method: 'POST', headers, body: file, ...(signal && { signal }) });
  onProgress?.(1);
  return { status: response.status, text: await response.text() };
};

/**
 * The assets of a document on this package's own server.
 * @param url the service's base, as for `connect`
 * @throws TypeError on a bad address.
 */
export const connectAssets = (
  url: string,
  documentId: string,
  options: { readonly token?: TokenOption } = {},
): Assets => new ServiceAssets(url, documentId, options.token);
