import { useEffect, useState } from 'react';
import { type Assets, type ConnectOptions, connectAssets, Uploads } from '../../client/index.ts';
import { holdUploads } from './open-uploads.ts';

interface UploadsTarget {
  /** The service's address. */
  readonly url: string;
  readonly documentId: string;
  readonly token?: ConnectOptions['token'];
  /** Where files are kept; the service itself unless told. It has to stay the same object. */
  readonly assets?: Assets | undefined;
  /** Whose browser this is: what waits to be sent is kept apart for each user. */
  readonly userId?: string | undefined;
}

/** A document's uploads for as long as the component is there; null for its first moment. */
export const useUploads = ({ url, documentId, token, assets, userId }: UploadsTarget): Uploads | null => {
  const [uploads, setUploads] = useState<Uploads | null>(null);
  useEffect(() => {
    const service = assets ?? connectAssets(url, documentId, token === undefined ? {} : { token });
    const owner = userId === undefined ? '' : ` ${encodeURIComponent(userId)}`;
    const opened = new Uploads(service, { database: `cowrite uploads ${service.address('')}${owner}` });
    const release = holdUploads(opened);
    setUploads(opened);
    return () => {
      setUploads(null);
      release();
    };
  }, [url, documentId, token, assets, userId]);
  return uploads;
};
