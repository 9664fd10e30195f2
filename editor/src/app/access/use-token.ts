import { useMemo } from 'react';
import type { ConnectOptions } from '../../client/index.ts';
import { getIdentity } from '../../panels/identity.ts';
import { api } from '../api.ts';
import { credentialFor, guestToken, keepGuest } from './credentials.ts';

/** A token that ends sooner is replaced first, milliseconds. */
const RENEW = 5 * 60_000;

/** The token of a document's connection, fresh each time it is asked for; undefined where none is needed. */
export const useToken = (documentId: string): ConnectOptions['token'] =>
  useMemo(() => (credentialFor(documentId) === null ? undefined : () => freshToken(documentId)), [documentId]);

const freshToken = async (documentId: string): Promise<string> => {
  const present = credentialFor(documentId);
  if (present?.link != null && present.expiresAt - Date.now() < RENEW) {
    // A link with a password asks for it again; until then the token that is there may do.
    await enterLink(present.link).catch(() => undefined);
  }
  return (credentialFor(documentId) ?? present)?.token ?? '';
};

/** Goes in by a share link, as this browser's guest; resolves with the document's id. Throws as `api` does. */
export const enterLink = async (link: string, password?: string): Promise<string> => {
  const { name, color } = getIdentity();
  const guest = guestToken();
  const entry = await api.enterLink(link, {
    name,
    color,
    ...(password === undefined ? {} : { password }),
    ...(guest === null ? {} : { guest }),
  });
  const expiresAt = Date.parse(entry.expiresAt);
  keepGuest(entry.documentId, { token: entry.token, link, expiresAt }, entry.guest);
  return entry.documentId;
};
