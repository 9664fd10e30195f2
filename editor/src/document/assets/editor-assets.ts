import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type { Connection, Upload, Uploads } from '../../client/index.ts';
import { ASSET_EVENT } from '../../protocol/index.ts';

/** What pictures and files in the text need. */
export interface EditorAssets {
  readonly uploads: Uploads;
  readonly connection: Pick<Connection, 'awareness' | 'onEvent' | 'status'>;
}

/** Null where an editor has no place for files. */
export const AssetsContext = createContext<EditorAssets | null>(null);

export const useAssets = (): EditorAssets | null => useContext(AssetsContext);

/** Awareness field in which a window tells what it is uploading: an array of hashes. */
export const UPLOADS_FIELD = 'uploads';

const NEVER = (): (() => void) => () => undefined;

/** One's own upload of this asset, while it isn't done. */
export const useUpload = (hash: string): Upload | null => {
  const items = useAssets()?.uploads.items;
  return useSyncExternalStore(items?.subscribe ?? NEVER, () => items?.value.get(hash) ?? null);
};

/** The name of somebody else who is uploading this asset just now; empty where they have none, null where nobody is. */
export const useUploader = (hash: string, wanted: boolean): string | null => {
  const awareness = useAssets()?.connection.awareness;
  const subscribe = (listener: () => void): (() => void) => {
    if (!wanted || awareness === undefined) return NEVER();
    awareness.on('change', listener);
    return () => awareness.off('change', listener);
  };
  return useSyncExternalStore(subscribe, () => (awareness && wanted ? uploaderIn(awareness, hash) : null));
};

const uploaderIn = (awareness: Awareness, hash: string): string | null => {
  for (const [client, state] of awareness.getStates()) {
    const hashes: unknown = state[UPLOADS_FIELD];
    if (client === awareness.clientID || !Array.isArray(hashes) || !hashes.includes(hash)) continue;
    const { name } = Object(state.user) as Record<string, unknown>;
    return typeof name === 'string' ? name.trim() : '';
  }
  return null;
};

/** What became of looking for an asset; `arrived`: it is there, and wasn't looked for since. */
type Found = 'yes' | 'no' | 'unknown' | 'arrived';

interface Look {
  /** Own bytes, or those of the service; null while there is nothing to load. */
  readonly source: string | null;
  /** Whether to draw it; else what is known of it takes its place. */
  readonly isShown: boolean;
  /** Who is uploading it, as `useUploader` says. */
  readonly uploader: string | null;
  onLoad(): void;
  onError(): void;
  /** Somebody asked to look once more. */
  again(): void;
}

/**
 * Looks for an asset that may not be there yet: not before whoever uploads it is done, and again whenever it may have
 * come: it arrived, or the line is back.
 */
export const useLook = (hash: string): Look => {
  const assets = useAssets();
  const isOwn = assets?.uploads.blobOf(hash) != null;
  const [last, setLast] = useState<{ readonly hash: string; readonly found: Found }>({ hash, found: 'unknown' });
  const found = last.hash === hash ? last.found : 'unknown';
  const uploader = useUploader(hash, !isOwn && found !== 'yes');
  useEffect(() => {
    if (assets === null) return undefined;
    const { uploads, connection } = assets;
    const arrive = (): void =>
      setLast((before) => (before.hash === hash && before.found === 'yes' ? before : { hash, found: 'arrived' }));
    const again = (): void =>
      setLast((before) => (before.hash === hash && before.found === 'no' ? { hash, found: 'unknown' } : before));
    const stops = [
      uploads.onArrival((arrived) => arrived === hash && arrive()),
      connection.onEvent(({ name, data }) => name === ASSET_EVENT && data === hash && arrive()),
      connection.status.subscribe(({ state }) => state === 'connected' && again()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [assets, hash]);
  const onError = (): void => setLast({ hash, found: 'no' });
  const isComing = uploader !== null && (found === 'unknown' || found === 'no');
  const isShown = hash !== '' && found !== 'no' && !isComing;
  const source = useAssetSource(isShown ? hash : '', onError);
  return {
    source,
    isShown,
    uploader,
    onLoad: () => setLast({ hash, found: 'yes' }),
    onError,
    again: () => setLast({ hash, found: 'unknown' }),
  };
};

/**
 * Where to show an asset from: the bytes in this page where it has them, else the service, asked by address or, where
 * that takes more, by `load`. Null while there is nothing to show; `onError` where there won't be.
 */
export const useAssetSource = (hash: string, onError: () => void = nothing): string | null => {
  const uploads = useAssets()?.uploads;
  const blob = uploads?.blobOf(hash) ?? null;
  const load = uploads?.assets.load;
  const [local, setLocal] = useState<{ readonly hash: string; readonly url: string } | null>(null);
  const latest = useRef(onError);
  useEffect(() => {
    latest.current = onError;
  });
  useEffect(() => {
    if (hash === '' || (blob === null && load === undefined)) return undefined;
    let url: string | null = null;
    let ended = false;
    const show = (bytes: Blob): void => {
      if (ended) return;
      url = URL.createObjectURL(bytes);
      setLocal({ hash, url });
    };
    if (blob !== null) show(blob);
    else load?.(hash).then(show, () => !ended && latest.current());
    return () => {
      ended = true;
      if (url !== null) URL.revokeObjectURL(url);
      setLocal(null);
    };
  }, [hash, blob, load]);
  if (uploads === undefined || hash === '') return null;
  if (blob === null && load === undefined) return uploads.assets.address(hash);
  return local?.hash === hash ? local.url : null;
};

const nothing = (): void => undefined;
