import { useEffect, useMemo, useRef } from 'react';
import type { Connection, ConnectOptions } from '../../client/index.ts';
import { getIdentity, useIdentity } from '../../panels/identity.ts';
import { api } from '../api.ts';
import { credentialFor, guestToken, keepGuest } from './credentials.ts';

/** A token that ends sooner is replaced first, milliseconds. */
const RENEW = 5 * 60_000;
/** A name is typed letter by letter, milliseconds. */
const SETTLE = 600;

/** The token of a document's connection, fresh each time it is asked for; undefined where none is needed. */
export const useToken = (documentId: string): ConnectOptions['token'] =>
  useMemo(() => (credentialFor(documentId) === null ? undefined : () => freshToken(documentId)), [documentId]);

/** Brings a link's guest a token with their new name, and the others the name. */
export const useRenewedName = (connection: Connection): void => {
  const { name, color } = useIdentity();
  const last = useRef({ name, color });
  useEffect(() => {
    if (last.current.name === name && last.current.color === color) return undefined;
    last.current = { name, color };
    const link = credentialFor(connection.documentId)?.link;
    if (link == null) return undefined;
    const timer = setTimeout(() => {
      // A link with a password asks for it again: the name is told at the next visit, then.
      void enterLink(link).then(
        () => connection.renewToken(),
        () => undefined,
      );
    }, SETTLE);
    return () => clearTimeout(timer);
  }, [connection, name, color]);
};

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
