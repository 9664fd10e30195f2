import { useCallback } from 'react';
import { httpBase } from '../client/address.ts';
import type { ConnectOptions } from '../client/index.ts';
import { getToken } from '../client/token.ts';

interface ThumbnailTarget {
  readonly url: string;
  readonly documentId: string;
  readonly token: ConnectOptions['token'];
}

/** Gives the service small pictures of a board, for its list; one that can't be had there is followed by the next. */
export const useThumbnailUpload = ({ url, documentId, token }: ThumbnailTarget): ((picture: Blob) => void) =>
  useCallback(
    (picture) => {
      const put = async (): Promise<void> => {
        const given = token === undefined ? undefined : await getToken(token);
        await fetch(`${httpBase(url)}/api/documents/${encodeURIComponent(documentId)}/thumbnail`, {
          method: 'PUT',
          body: picture,
          headers: {
            'content-type': picture.type,
            ...(given === undefined ? {} : { authorization: `Bearer ${given}` }),
          },
        });
      };
      void put().catch(() => undefined);
    },
    [url, documentId, token],
  );
