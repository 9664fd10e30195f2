import { useEffect, useState } from 'react';
import { claimsIn } from '../../client/token-claims.ts';
import { credentialFor } from '../access/credentials.ts';
import { api } from '../api.ts';
import { askForToken, isFramed } from './host-page.ts';

export type Entry =
  | { readonly state: 'asking' }
  /** Without a token, where the service needs none or nobody has one: it says so itself. */
  | { readonly state: 'known'; readonly token: (() => Promise<string>) | undefined };

/** Out of the address, where it would be copied and remembered. It is never sent to a server: a fragment isn't. */
const takeFromAddress = (): string | null => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return token;
};

// At once, before anything else can look at the address.
const given = takeFromAddress();

/** Who comes in by a frame: whoever the address, the page around it, or a visit of this browser's says. */
export const useEmbedToken = (documentId: string): Entry => {
  const [entry, setEntry] = useState<Entry>({ state: 'asking' });
  useEffect(() => {
    let current = true;
    void firstToken(documentId).then((first) => {
      if (current) setEntry({ state: 'known', token: first === null ? undefined : renewing(first) });
    });
    return () => {
      current = false;
    };
  }, [documentId]);
  return entry;
};

const firstToken = async (documentId: string): Promise<string | null> => {
  if (given !== null) return given;
  const isOpen = await api.access().then(
    ({ open }) => open,
    () => false,
  );
  if (isOpen) return null;
  return (isFramed ? await askForToken() : null) ?? credentialFor(documentId)?.token ?? null;
};

/** A token that ends sooner is replaced, milliseconds. */
const NOTICE = 60_000;

/** The same one until it is about to end. */
const renewing = (first: string): (() => Promise<string>) => {
  let last = first;
  return async () => {
    if (isFramed && endOf(last) - Date.now() < NOTICE) last = (await askForToken()) ?? last;
    return last;
  };
};

/** When a JWT ends, milliseconds since 1970. */
const endOf = (token: string): number => Number(claimsIn(token).exp) * 1000;
