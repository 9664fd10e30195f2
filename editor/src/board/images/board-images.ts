import type { BinaryFileData, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { Connection, Uploads } from '../../client/index.ts';
import { type BoardFile, boardFiles, readFile } from '../../content/board/index.ts';
import { ASSET_EVENT } from '../../protocol/index.ts';
import { blobOf, dataAddressOf } from './data-address.ts';
import { pictureBytes } from './picture-bytes.ts';

/** After a change, what pictures there are is looked at this much later, milliseconds: changes come in dozens a second. */
const PAUSE = 200;
/** One that isn't there yet, or can't be had just now, is asked for again. */
const RETRY = 5_000;
/** So many are fetched at once. */
const AT_ONCE = 4;

interface BoardImagesOptions {
  readonly api: ExcalidrawImperativeAPI;
  readonly connection: Connection;
  readonly uploads: Uploads;
  isReadOnly(): boolean;
  /** Told of a picture whose bytes can't be read, with the reason. */
  onUnreadable(reason: Error): void;
  /** Told, in the service's words, of a picture on the board that it won't have. */
  onRefused(reason: string): void;
}

/**
 * The bytes of a board's pictures. They are assets of the document, under their hash; the board knows which hash is whose
 * (`boardFiles`), and the canvas has the bytes as data addresses, in this window alone.
 */
export class BoardImages {
  readonly #options: BoardImagesOptions;
  readonly #stops: (() => void)[];
  /** Being fetched, or waiting to be fetched again. */
  readonly #pending = new Set<string>();
  /** On their way from the canvas to the assets, or found to be no pictures. */
  readonly #taken = new Set<string>();
  /** Taken in just now, and not seen on the canvas yet. */
  readonly #new = new Set<string>();
  /** Hashes that the service won't have, of which the author was told. */
  readonly #told = new Set<string>();
  /** On the board when it was last looked at; null before. */
  #shown: ReadonlySet<string> | null = null;
  #fetching = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(options: BoardImagesOptions) {
    this.#options = options;
    const { api, connection, uploads } = options;
    const files = boardFiles(connection.doc);
    const look = (): void => this.#lookSoon();
    files.observe(look);
    this.#stops = [
      () => files.unobserve(look),
      api.onChange(look),
      uploads.items.subscribe(look),
      connection.onEvent(({ name }) => {
        if (name === ASSET_EVENT) this.#again();
      }),
      connection.status.subscribe(({ state }) => {
        if (state === 'connected') this.#again();
      }),
    ];
    look();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    for (const stop of this.#stops) stop();
  }

  /** Takes a chosen, pasted or dropped file in, and returns the id that its element gets. */
  async take(file: File): Promise<string> {
    const hash = await this.#options.uploads.add(file, file.name);
    this.#note(hash, { hash, mimeType: file.type, created: Date.now() });
    this.#new.add(hash);
    return hash;
  }

  /** Resolves once all pictures of the board are here, or some can't be had just now. */
  async settled(patience = 5_000): Promise<void> {
    this.#look();
    const end = Date.now() + patience;
    while (this.#missing().length > 0 && this.#fetching > 0 && Date.now() < end && !this.#stopped) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #note(id: string, file: BoardFile): void {
    const { doc } = this.#options.connection;
    this.#taken.add(id);
    if (readFile(boardFiles(doc).get(id))?.hash === file.hash) return;
    doc.transact(() => boardFiles(doc).set(id, file), this);
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => this.#look(), PAUSE);
  }

  #again(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#pending.clear();
    this.#lookSoon();
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stopped) return;
    for (const id of this.#missing()) void this.#bring(id);
    if (!this.#options.isReadOnly()) {
      this.#remember();
      this.#adopt();
      this.#keepThoseBack();
      this.#tellRefused();
    }
  }

  /** Ids of pictures on the board that the canvas has no bytes of. */
  #missing(): string[] {
    const { api } = this.#options;
    const here = api.getFiles();
    return this.#ids().filter((id) => here[id] === undefined);
  }

  #ids(): string[] {
    const ids = new Set<string>();
    for (const element of this.#options.api.getSceneElements()) {
      if (element.type === 'image' && element.fileId !== null) ids.add(element.fileId);
    }
    return [...ids];
  }

  async #bring(id: string): Promise<void> {
    const { api, connection, uploads } = this.#options;
    const file = readFile(boardFiles(connection.doc).get(id));
    if (file === null || this.#pending.has(id) || this.#fetching >= AT_ONCE) return;
    this.#pending.add(id);
    this.#fetching++;
    try {
      const blob = await pictureBytes(uploads, file.hash);
      const dataURL = await dataAddressOf(blob, file.mimeType);
      if (this.#stopped) return;
      this.#taken.add(id);
      api.addFiles([{ id, dataURL, mimeType: file.mimeType, created: file.created } as BinaryFileData]);
    } catch {
      // Not uploaded yet, or nobody to ask: an event or the connection tells, or else time does.
      this.#retry ??= setTimeout(() => this.#again(), RETRY);
    } finally {
      this.#fetching--;
      this.#lookSoon();
    }
  }

  /** Pictures that came with pasted, imported or library elements: their bytes become assets too. */
  #adopt(): void {
    const { api, connection } = this.#options;
    const here = api.getFiles();
    const known = boardFiles(connection.doc);
    for (const id of this.#ids()) {
      const file = here[id];
      if (file === undefined || this.#taken.has(id) || readFile(known.get(id)) !== null) continue;
      this.#taken.add(id);
      void this.#upload(id, file);
    }
  }

  /**
   * Makes putting a picture there a step of undo. The canvas doesn't, since a picture comes in several changes: neither
   * that nor deleting it could then be taken back.
   */
  #remember(): void {
    const { api } = this.#options;
    const arrived = this.#ids().filter((id) => this.#new.delete(id));
    if (arrived.length === 0) return;
    const elements = api.getSceneElementsIncludingDeleted();
    const isNew = (each: (typeof elements)[number]): boolean =>
      each.type === 'image' && arrived.includes(each.fileId ?? '');
    // What is on the canvas already, and in no step yet, it would leave out of this one too.
    api.updateScene({ elements: elements.filter((each) => !isNew(each)), captureUpdate: 'EVENTUALLY' });
    api.updateScene({ elements, captureUpdate: 'IMMEDIATELY' });
  }

  /** What an undo or a paste brings back after long may be gone from the service by then. */
  #keepThoseBack(): void {
    const ids = this.#ids();
    const before = this.#shown;
    this.#shown = new Set(ids);
    if (before === null) return;
    for (const id of ids) if (!before.has(id)) void this.#keep(id).catch(() => undefined);
  }

  async #keep(id: string): Promise<void> {
    const { api, connection, uploads } = this.#options;
    const file = readFile(boardFiles(connection.doc).get(id));
    const here = api.getFiles()[id];
    if (file === null || here === undefined || uploads.items.value.has(file.hash)) return;
    if (!(await uploads.assets.has(file.hash))) await this.#upload(id, here);
  }

  async #upload(id: string, { dataURL, mimeType, created }: BinaryFileData): Promise<void> {
    const { uploads, onUnreadable } = this.#options;
    try {
      const hash = await uploads.add(blobOf(dataURL, mimeType), '');
      this.#note(id, { hash, mimeType, created });
    } catch (error) {
      onUnreadable(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Only this window has them, and only as long as it is open. */
  #tellRefused(): void {
    const { connection, uploads, onRefused } = this.#options;
    const files = boardFiles(connection.doc);
    for (const id of this.#ids()) {
      const hash = readFile(files.get(id))?.hash;
      if (hash === undefined || this.#told.has(hash)) continue;
      const state = uploads.items.value.get(hash)?.state;
      if (state?.at !== 'refused') continue;
      this.#told.add(hash);
      onRefused(state.reason);
    }
  }
}
