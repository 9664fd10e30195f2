import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from '../../ui/settings.ts';

/** A token, and by which link it was got; null for that of whoever hosts the service. */
interface Credential {
  readonly token: string;
  readonly link: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Stored {
  /** Of whoever hosts the service: good for every document. */
  readonly host: Credential | null;
  /** By document. */
  readonly guests: Readonly<Record<string, Credential>>;
  /** Says who this browser's guest is, at their next visit. */
  readonly guest: string | null;
}

const SETTING = 'access';
const NOTHING: Stored = { host: null, guests: {}, guest: null };

const parse = (text: string | null): Stored => {
  try {
    return { ...NOTHING, ...(JSON.parse(text ?? '{}') as Partial<Stored>) };
  } catch {
    // Another hand wrote there.
    return NOTHING;
  }
};

let stored = parse(readSetting(SETTING));
const listeners = new Set<() => void>();

const keep = (next: Stored): void => {
  stored = next;
  writeSetting(SETTING, JSON.stringify(stored));
  for (const listener of listeners) listener();
};

// Another tab signed in, or out.
window.addEventListener('storage', (event) => {
  if (event.key !== `cowrite.${SETTING}`) return;
  stored = parse(event.newValue);
  for (const listener of listeners) listener();
});

const isGood = (credential: Credential | null | undefined): credential is Credential =>
  credential != null && credential.expiresAt > Date.now();

/** What opens a document here, or, without one, everything; null where nothing does. */
export const credentialFor = (documentId: string | null): Credential | null => {
  const { host, guests } = stored;
  if (isGood(host)) return host;
  const guest = documentId === null ? null : guests[documentId];
  return isGood(guest) ? guest : null;
};

/** Whether only this document is known to be open to who is here, who came by a link: there is no list for them. */
export const cameByLink = (documentId: string): boolean => credentialFor(documentId)?.link != null;

export const keepHost = (token: string, expiresAt: number): void =>
  keep({ ...stored, host: { token, link: null, expiresAt } });

export const keepGuest = (documentId: string, credential: Credential, guest: string): void =>
  keep({ ...stored, guests: { ...stored.guests, [documentId]: credential }, guest });

export const guestToken = (): string | null => stored.guest;

/** Forgets what opens everything. Documents that came by links stay open. */
export const signOut = (): void => keep({ ...stored, host: null });

/** Whether this browser is that of whoever hosts the service. */
export const useIsHost = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isGood(stored.host),
  );
